/** An aggregate call, and what native DuckDB is asked to compare it with. */
export interface OracleCall {
  /** As weir reads it. */
  readonly ours: string;
  /** The same for DuckDB, with the order of rows where it matters. */
  readonly theirs: string;
  /** Whether only the values count, as there is no order among distinct ones. */
  readonly unordered: boolean;
}

const NUMBERS = ["i", "big", "d", "fraction"];
const ANY = [...NUMBERS, "wild", "s", "long", "b", "ts"];

/** Which columns each aggregate is tried on. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  count: ANY,
  sum: [...NUMBERS, "b"],
  avg: NUMBERS,
  min: ANY,
  max: ANY,
  stddev_samp: NUMBERS,
  stddev_pop: NUMBERS,
  var_samp: NUMBERS,
  var_pop: NUMBERS,
  first: ANY,
  last: ANY,
  any_value: ANY,
  bool_and: ["b", "i > 0"],
  bool_or: ["b", "i > 19"],
  count_if: ["b", "s = 'a'"],
  median: [...NUMBERS, "wild", "ts"],
  // To DuckDB's mode, which alone has it so, no NaN is like another.
  mode: ANY.filter((column) => column !== "wild"),
  list: ANY,
  string_agg: ["s", "long"],
};
const FRACTIONS = ["0", "0.25", "0.5", "0.9", "0.99", "1"];
const FILTERS = ["", " FILTER (b)", " FILTER (i > 15)", " FILTER (n < 0)"];
/** Those whose answer goes by the order of rows. */
const ORDERED =
  /^(first|last|any_value|mode|list|string_agg|arg_min|arg_max)\(/u;

function call(inside: string, filter: string): OracleCall {
  const distinct = inside.includes("(DISTINCT ");
  const ordered = ORDERED.test(inside) && !distinct;
  const theirs = ordered ? inside.replace(/\)$/u, " ORDER BY n)") : inside;
  return {
    ours: inside + filter,
    theirs: theirs + filter,
    unordered: distinct && /^(list|string_agg)/u.test(inside),
  };
}

/** All calls: every aggregate over every column that it takes, with and without FILTER and DISTINCT. */
export function oracleCalls(): OracleCall[] {
  const inside = [
    "count(*)",
    "sum(i * 2 + n)",
    "min(length(s))",
    "max(lower(long))",
  ];
  for (const [name, columns] of Object.entries(COLUMNS)) {
    const more = name === "string_agg" ? ", '|'" : "";
    for (const column of columns) {
      inside.push(`${name}(${column}${more})`);
      // Which of several it is, is nobody's promise.
      if (
        name === "first" || name === "last" || name === "any_value" ||
        name === "mode"
      ) continue;
      inside.push(`${name}(DISTINCT ${column}${more})`);
    }
  }
  for (const column of [...NUMBERS, "wild", "ts"]) {
    for (const p of FRACTIONS) inside.push(`quantile_cont(${column}, ${p})`);
    inside.push(`quantile_cont(DISTINCT ${column}, 0.3)`);
  }
  for (const column of ANY) {
    for (const p of FRACTIONS) inside.push(`quantile_disc(${column}, ${p})`);
    inside.push(`quantile_disc(DISTINCT ${column}, 0.7)`);
  }
  for (const name of ["arg_min", "arg_max"]) {
    for (
      const [value, by] of [
        ["s", "d"],
        ["wild", "s"],
        ["big", "ts"],
        ["ts", "big"],
        ["b", "long"],
        ["n", "wild"],
        ["i", "b"],
        ["long", "n"],
      ]
    ) {
      inside.push(
        `${name}(${value}, ${by})`,
        `${name}(DISTINCT ${value}, ${by})`,
      );
    }
  }
  return inside.flatMap((each, at) => // Each filter with each kind of call, if not with each call.
  [call(each, ""), call(each, FILTERS[1 + at % 3]!)]);
}
