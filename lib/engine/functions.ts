/** Splits a list of words. */
function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/u));
}

/** Functions of one row, whose answer depends on their arguments alone. */
export const SCALAR_FUNCTIONS: ReadonlySet<string> = words(`
  abs acos acosh add age array_contains array_length array_slice ascii asin
  asinh atan atan2 atanh bar base64 bin bit_count bit_length cbrt ceil ceiling
  century char_length character_length chr coalesce concat concat_ws contains
  cos cosh cot damerau_levenshtein date_diff date_part date_sub date_trunc
  datediff datepart datesub datetrunc day dayname dayofmonth dayofweek dayofyear
  decade decode degrees divide editdist3 encode ends_with epoch epoch_ms
  epoch_ns epoch_us era even exp factorial floor format formatreadablesize
  from_base64 from_hex gamma gcd greatest greatest_common_divisor hamming hash
  hex hour if ifnull instr isfinite isinf isnan isodow isoyear jaccard
  jaro_similarity jaro_winkler_similarity julian last_day lcase lcm least
  least_common_multiple left len length levenshtein lgamma list_contains
  list_distinct list_element list_extract list_has list_position list_sort
  list_value ln log log10 log2 lower lpad ltrim make_date make_time
  make_timestamp map md5 microsecond millennium millisecond minute mod month
  monthname multiply nextafter nfc_normalize not_like_escape nullif ord
  parse_dirname parse_dirpath parse_filename parse_path pi position pow power
  prefix printf quarter radians regexp_escape regexp_extract regexp_extract_all
  regexp_full_match regexp_matches regexp_replace regexp_split_to_array repeat
  replace reverse right round row rpad rtrim second sha1 sha256 sign signbit sin
  sinh split split_part sqrt starts_with str_split str_split_regex strftime
  string_split string_split_regex string_to_array strip_accents strlen strpos
  strptime struct_extract struct_pack substr substring substring_grapheme
  subtract suffix tan tanh time_bucket to_base to_base64 to_centuries to_days
  to_decades to_hex to_hours to_microseconds to_millennia to_milliseconds
  to_minutes to_months to_quarters to_seconds to_timestamp to_weeks to_years
  translate trim trunc try_strptime typeof ucase unbin unhex unicode upper
  url_decode url_encode week weekday weekofyear xor year yearweek cast try_cast
  extract overlay union_value`);

/** Words of the grammar that stand before a bracket. */
export const BRACKET_WORDS: ReadonlySet<string> = words(`
  and as between by case distinct else filter having if in interval is like
  ilike limit not on or select then values when where exists from union all
  decimal numeric varchar char using materialized except exclude`);

/** Aggregates whose answer is a matter of which values there are, not of their order, and that are NULL over no rows; and counts. */
export const UNORDERED_AGGREGATES: ReadonlySet<string> = words(`
  count count_star min max quantile quantile_cont quantile_disc median p50 p90
  p95 p99 bool_and bool_or bit_and bit_or bit_xor`);

/** Aggregates that go by the order of rows, not by how they came to be ordered. */
export const ORDERED_AGGREGATES: ReadonlySet<string> = words(`
  any_value arbitrary arg_max arg_min argmax argmin array_agg first group_concat
  last list listagg max_by min_by string_agg count_if countif`);

/** Aggregates that round at each step: of the same rows in the same order, one by one, they are the same. */
export const ROUNDING_AGGREGATES: ReadonlySet<string> = words(`
  avg mean sum stddev stddev_pop stddev_samp var_pop var_samp variance`);
