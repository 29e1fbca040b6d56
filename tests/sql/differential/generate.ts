// Past 400 lines: a table, each line or two a form of expression.

/** A source of numbers that gives the same ones for the same seed. */
export type Random = () => number;

/** Mulberry32. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The types that expressions are made of. */
export type Kind =
  | "whole"
  | "double"
  | "text"
  | "truth"
  | "moment"
  | "date"
  | "interval";

/** The kinds that are asked for, each as often as it stands here. */
export const KINDS: readonly Kind[] = [
  "whole",
  "double",
  "text",
  "truth",
  "truth",
  "moment",
  "date",
  "interval",
];

type Make = (random: Random, depth: number) => string;

function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!;
}

const LEAVES: Readonly<Record<Kind, readonly string[]>> = {
  whole: [
    "i",
    "j",
    "k",
    "i",
    "k",
    "0::BIGINT",
    "1::BIGINT",
    "2::BIGINT",
    "3::BIGINT",
    "-7::BIGINT",
    "100::BIGINT",
    "9007199254740993::BIGINT",
  ],
  double: ["d", "e", "d", "e", "0.5e0", "2e0", "-1.5e0", "100.25e0"],
  text: [
    "s",
    "u",
    "s",
    "u",
    "'abc'",
    "'a'",
    "''",
    "'ñ'",
    "'😀'",
    "'%b%'",
    "'/api/'",
    "' '",
    "'12'",
  ],
  truth: ["b", "c", "b", "true", "false", "CAST(NULL AS BOOLEAN)"],
  moment: [
    "ts",
    "t2",
    "ts",
    "TIMESTAMP '2024-02-29 12:34:56.5'",
    "TIMESTAMP '1969-12-31 23:00:00'",
  ],
  date: ["dt", "dt", "DATE '2024-02-29'", "DATE '1969-12-31'"],
  interval: [
    "INTERVAL '5 minutes'",
    "INTERVAL '1 month'",
    "INTERVAL '-2 days'",
    "INTERVAL '1 day 02:03:04.5'",
    "INTERVAL 3 HOUR",
    "INTERVAL '1 year -1 day'",
  ],
};

const PARTS = [
  "year",
  "month",
  "day",
  "hour",
  "minute",
  "second",
  "week",
  "quarter",
  "doy",
  "dow",
  "isodow",
  "millisecond",
  "microsecond",
  "decade",
  "century",
  "isoyear",
  "yearweek",
  "era",
  "millennium",
];
const TRUNCATIONS = [
  "year",
  "month",
  "day",
  "hour",
  "minute",
  "second",
  "week",
  "quarter",
  "decade",
  "century",
  "millisecond",
  "isoyear",
  "microsecond",
];
const DIFFERENCES = [
  "year",
  "month",
  "day",
  "hour",
  "minute",
  "second",
  "week",
  "quarter",
  "decade",
  "century",
  "millisecond",
];
const LIKES = [
  "'a%'",
  "'%b%'",
  "'%c'",
  "'a_c'",
  "'_b%'",
  "'%'",
  "''",
  "'%a%c%'",
  "'__'",
  "'%ñ_'",
  "'/api%'",
  "'%_\\%'",
];
const PATTERNS = [
  "'a'",
  "'^a'",
  "'c$'",
  "'[0-9]+'",
  "'(\\w+) (\\w+)'",
  "'(?i)abc'",
  "'\\d'",
  "'a|b'",
  "'(a|b)+c'",
  "'^$'",
  "'.'",
  "'[^a-z]'",
  "'\\bapi\\b'",
  "'(\\d+)'",
  "'é|ñ'",
  "'\\p{Lu}'",
  "'^(.*)b'",
  "'(a)(b)?'",
  "'[[:space:]]'",
];
const FORMATS = [
  "'%Y-%m-%d %H:%M:%S'",
  "'%d/%b/%Y'",
  "'%j %U %W'",
  "'%a %A %B %y'",
  "'%I %p'",
  "'%f'",
  "'%V %u'",
  "'%-d %-m %-H'",
];

/** Ways to make a value of each kind, each as often as it stands here. */
const MAKERS: Readonly<Record<Kind, readonly Make[]>> = {
  whole: [
    binary("whole", "+", "whole"),
    binary("whole", "-", "whole"),
    binary("whole", "*", "whole"),
    binary("whole", "//", "whole"),
    binary("whole", "%", "whole"),
    prefix("-", "whole"),
    call("abs", "whole"),
    call("length", "text"),
    call("strpos", "text", "text"),
    call("mod", "whole", "whole"),
    (random) =>
      `round(${make(random, "whole", 0)} % 1000000::BIGINT, ${
        pick(random, ["-1", "-2", "1", "0"])
      })`,
    cast("BIGINT", "double"),
    cast("BIGINT", "truth"),
    cast("BIGINT", "text"),
    tryCast("BIGINT", "text"),
    tryCast("BIGINT", "double"),
    (random, depth) =>
      `CAST(CAST(${make(random, "whole", depth - 1)} AS INTEGER) AS BIGINT)`,
    (random, depth) =>
      `date_part('${pick(random, PARTS)}', ${
        make(random, "moment", depth - 1)
      })`,
    (random, depth) =>
      `extract(${pick(random, ["year", "hour", "second", "month"])} FROM ${
        make(random, "moment", depth - 1)
      })`,
    (random, depth) =>
      `date_diff('${pick(random, DIFFERENCES)}', ${
        make(random, "moment", depth - 1)
      }, ${make(random, "moment", depth - 1)})`,
    call("epoch_ms", "moment"),
    call("epoch_us", "moment"),
    call("year", "date"),
    call("dayofyear", "moment"),
    binary("date", "-", "date"),
    (random, depth) =>
      `CAST(sign(${make(random, "double", depth - 1)}) AS BIGINT)`,
    chosen("whole"),
    call("strlen", "text"),
    (random, depth) =>
      `CAST(ascii(${make(random, "text", depth - 1)}) AS BIGINT)`,
  ],
  double: [
    binary("double", "+", "double"),
    binary("double", "-", "double"),
    binary("double", "*", "double"),
    binary("double", "/", "double"),
    binary("whole", "/", "whole"),
    binary("double", "%", "double"),
    binary("double", "//", "double"),
    binary("whole", "+", "double"),
    binary("double", "*", "whole"),
    prefix("-", "double"),
    call("abs", "double"),
    call("sqrt", "double"),
    // Results of these may differ in the last digit: rounded, so that nothing built on them shows it.
    (random, depth) =>
      `round(${pick(random, ["ln", "log10", "log2", "cbrt"])}(${
        make(random, "double", depth - 1)
      }), 7)`,
    call("floor", "double"),
    call("ceil", "double"),
    call("trunc", "double"),
    call("round", "double"),
    call("floor", "whole"),
    (random, depth) =>
      `round(${make(random, "double", depth - 1)}, ${
        pick(random, ["0", "1", "2", "-1", "-2", "5"])
      })`,
    (random, depth) =>
      `pow(${make(random, "double", depth - 1)}, ${
        pick(random, ["2", "0", "1"])
      })`,
    (random, depth) =>
      `${make(random, "double", 0)} ** 2 + ${
        make(random, "double", depth - 1)
      }`,
    cast("DOUBLE", "whole"),
    cast("DOUBLE", "text"),
    tryCast("DOUBLE", "text"),
    call("epoch", "moment"),
    chosen("double"),
  ],
  text: [
    binary("text", "||", "text"),
    binary("text", "||", "whole"),
    binary("double", "||", "text"),
    binary("truth", "||", "moment"),
    call("lower", "text"),
    call("upper", "text"),
    call("trim", "text"),
    call("ltrim", "text"),
    call("rtrim", "text"),
    call("trim", "text", "text"),
    call("reverse", "text"),
    call("strip_accents", "text"),
    call("replace", "text", "text", "text"),
    (random, depth) =>
      `substr(${make(random, "text", depth - 1)}, ${
        pick(random, ["1", "2", "-2", "0", "-50", "100"])
      })`,
    (random, depth) =>
      `substr(${make(random, "text", depth - 1)}, ${
        pick(random, ["1", "2", "-2", "0", "-5", "k"])
      }, ${pick(random, ["1", "3", "0", "-1", "k"])})`,
    (random, depth) => `left(${make(random, "text", depth - 1)}, k)`,
    (random, depth) => `right(${make(random, "text", depth - 1)}, k)`,
    (random, depth) =>
      `split_part(${make(random, "text", depth - 1)}, ${
        pick(random, ["','", "'a'", "' '", "'/'", "''", "u"])
      }, k)`,
    (random, depth) => `repeat(${make(random, "text", depth - 1)}, k)`,
    (random, depth) =>
      `lpad(${make(random, "text", depth - 1)}, 6, ${
        pick(random, ["'x'", "'ab'", "s"])
      })`,
    (random, depth) => `rpad(${make(random, "text", depth - 1)}, 3, 'ñ')`,
    call("concat", "text", "whole", "text"),
    (random, depth) =>
      `concat_ws('-', ${make(random, "text", depth - 1)}, ${
        make(random, "whole", depth - 1)
      }, u)`,
    (random, depth) =>
      `regexp_extract(${make(random, "text", depth - 1)}, ${
        pick(random, PATTERNS)
      })`,
    (random, depth) =>
      `regexp_extract(${make(random, "text", depth - 1)}, ${
        pick(random, PATTERNS)
      }, ${pick(random, ["0", "1"])})`,
    (random, depth) =>
      `regexp_replace(${make(random, "text", depth - 1)}, ${
        pick(random, PATTERNS)
      }, ${pick(random, ["'x'", "'[\\0]'", "''"])})`,
    (random, depth) =>
      `regexp_replace(${make(random, "text", depth - 1)}, ${
        pick(random, PATTERNS)
      }, '-', 'g')`,
    cast("VARCHAR", "whole"),
    cast("VARCHAR", "double"),
    cast("VARCHAR", "truth"),
    cast("VARCHAR", "moment"),
    cast("VARCHAR", "date"),
    cast("VARCHAR", "interval"),
    (random, depth) =>
      `strftime(${make(random, "moment", depth - 1)}, ${
        pick(random, FORMATS)
      })`,
    call("dayname", "moment"),
    call("monthname", "date"),
    chosen("text"),
  ],
  truth: [
    ...["=", "<>", "<", "<=", ">", ">=", "==", "!="].flatMap((operator) => [
      binary("whole", operator, "whole"),
      binary("double", operator, "double"),
      binary("text", operator, "text"),
      binary("moment", operator, "moment"),
    ]),
    binary("whole", "<", "double"),
    binary("date", "<=", "moment"),
    binary("truth", "=", "truth"),
    binary("interval", "<", "interval"),
    binary("truth", "AND", "truth"),
    binary("truth", "AND", "truth"),
    binary("truth", "OR", "truth"),
    binary("truth", "OR", "truth"),
    prefix("NOT ", "truth"),
    prefix("NOT ", "truth"),
    binary("whole", "IS DISTINCT FROM", "whole"),
    binary("text", "IS NOT DISTINCT FROM", "text"),
    (random, depth) =>
      `(${
        make(
          random,
          pick(random, ["whole", "text", "moment", "truth"]),
          depth - 1,
        )
      }) IS ${pick(random, ["", "NOT "])}NULL`,
    (random, depth) =>
      `(${make(random, "truth", depth - 1)}) IS ${pick(random, ["", "NOT "])}${
        pick(random, ["TRUE", "FALSE"])
      }`,
    between("whole"),
    between("double"),
    between("text"),
    between("moment"),
    inList("whole"),
    inList("text"),
    inList("double"),
    (random, depth) =>
      `${make(random, "text", depth - 1)} ${pick(random, ["", "NOT "])}${
        pick(random, ["LIKE", "ILIKE"])
      } ${pick(random, LIKES)}`,
    (random) => `s LIKE ${pick(random, LIKES)}`,
    (random) =>
      `u LIKE '%!_%' ESCAPE '!'`.replace("u", pick(random, ["s", "u"])),
    call("starts_with", "text", "text"),
    call("ends_with", "text", "text"),
    call("contains", "text", "text"),
    (random) => `contains(s, ${pick(random, LEAVES.text)})`,
    (random) => `starts_with(u, ${pick(random, LEAVES.text)})`,
    (random, depth) =>
      `regexp_matches(${make(random, "text", depth - 1)}, ${
        pick(random, PATTERNS)
      })`,
    (random, depth) =>
      `regexp_full_match(${make(random, "text", depth - 1)}, ${
        pick(random, PATTERNS)
      })`,
    tryCast("BOOLEAN", "text"),
    cast("BOOLEAN", "whole"),
    chosen("truth"),
  ],
  moment: [
    binary("moment", "+", "interval"),
    binary("moment", "-", "interval"),
    binary("date", "+", "interval"),
    (random, depth) =>
      `date_trunc('${
        pick(random, ["hour", "minute", "second", "millisecond"])
      }', ${make(random, "moment", depth - 1)})`,
    (random, depth) =>
      `CAST(date_trunc('${pick(random, TRUNCATIONS)}', ${
        make(random, "moment", depth - 1)
      }) AS TIMESTAMP)`,
    (random, depth) =>
      `time_bucket(${
        pick(random, [
          "INTERVAL 5 MINUTE",
          "INTERVAL '7 days'",
          "INTERVAL '1 month'",
          "INTERVAL '3 months'",
          "INTERVAL '90 minutes'",
        ])
      }, ${make(random, "moment", depth - 1)}, TIMESTAMP '1970-01-01')`,
    cast("TIMESTAMP", "date"),
    (random) =>
      `TRY_CAST(${
        pick(random, ["s", "u", "ts::VARCHAR", "dt::VARCHAR"])
      } AS TIMESTAMP)`,
    (random) =>
      `make_timestamp(${pick(random, ["i", "k"])} % 2000000000000000)`,
    (random) => `epoch_ms(${pick(random, ["i", "k"])} % 1000000000000)`,
    (random) =>
      `try_strptime(${pick(random, ["s", "u", "ts::VARCHAR"])}, ${
        pick(random, FORMATS.slice(0, 2))
      })`,
    chosen("moment"),
  ],
  date: [
    (random, depth) =>
      `(${make(random, "date", depth - 1)}) ${pick(random, ["+", "-"])} CAST((${
        make(random, "whole", depth - 1)
      }) % 10000::BIGINT AS INTEGER)`,

    cast("DATE", "moment"),
    (random) =>
      `TRY_CAST(${
        pick(random, ["s", "u", "ts::VARCHAR", "dt::VARCHAR"])
      } AS DATE)`,
    (random, depth) =>
      `CAST(date_trunc('${
        pick(random, ["day", "week", "month", "year", "quarter"])
      }', ${make(random, "moment", depth - 1)}) AS DATE)`,
    call("last_day", "date"),
    chosen("date"),
  ],
  interval: [
    binary("moment", "-", "moment"),
    (random, depth) => `${make(random, "interval", depth - 1)} * 2`,
    binary("interval", "+", "interval"),
    binary("interval", "-", "interval"),
    (random, depth) =>
      `${make(random, "interval", depth - 1)} * ${
        pick(random, ["2", "k", "1.5e0", "-1"])
      }`,
    prefix("-", "interval"),
  ],
};

/** An expression of a kind. */
export function make(random: Random, kind: Kind, depth: number): string {
  if (depth <= 0 || random() < 0.15) return pick(random, LEAVES[kind]);
  return pick(random, MAKERS[kind])(random, depth);
}

/** Parentheses about half of the time where the operands are made of more than one word: the rest is for the parsers to agree on. */
function operand(random: Random, kind: Kind, depth: number): string {
  const text = make(random, kind, depth - 1);
  return random() < 0.85 ? `(${text})` : text;
}

function binary(left: Kind, operator: string, right: Kind): Make {
  return (random, depth) =>
    `${operand(random, left, depth)} ${operator} ${
      operand(random, right, depth)
    }`;
}

function prefix(operator: string, kind: Kind): Make {
  return (random, depth) => `${operator}(${make(random, kind, depth - 1)})`;
}

function call(name: string, ...kinds: readonly Kind[]): Make {
  return (random, depth) =>
    `${name}(${kinds.map((kind) => make(random, kind, depth - 1)).join(", ")})`;
}

function cast(type: string, kind: Kind): Make {
  return (random, depth) => {
    const made = make(random, kind, depth - 1);
    // A literal that is none of the type is refused before the first row.
    const value = kind === "text" && made.startsWith("'") ? "s" : made;
    return random() < 0.5 ? `CAST(${value} AS ${type})` : `(${value})::${type}`;
  };
}

function tryCast(type: string, kind: Kind): Make {
  return (random, depth) =>
    `TRY_CAST(${make(random, kind, depth - 1)} AS ${type})`;
}

function between(kind: Kind): Make {
  return (random, depth) =>
    `(${make(random, kind, depth - 1)}) ${pick(random, ["", "NOT "])}BETWEEN (${
      make(random, kind, 0)
    }) AND (${make(random, kind, depth - 1)})`;
}

function inList(kind: Kind): Make {
  return (random, depth) => {
    const list = Array.from(
      { length: 1 + Math.floor(random() * 6) },
      () => make(random, kind, random() < 0.7 ? 0 : depth - 1),
    );
    return `(${make(random, kind, depth - 1)}) ${
      pick(random, ["", "NOT "])
    }IN (${list.join(", ")})`;
  };
}

function chosen(kind: Kind): Make {
  return (random, depth) => {
    const part = () => make(random, kind, depth - 1);
    switch (Math.floor(random() * 6)) {
      case 0:
        return `coalesce(${
          pick(random, ["NULL", part()])
        }, ${part()}, ${part()})`;
      case 1:
        return `nullif(${part()}, ${part()})`;
      case 2:
        return `CASE WHEN ${
          make(random, "truth", depth - 1)
        } THEN ${part()} WHEN ${
          make(random, "truth", depth - 1)
        } THEN ${part()} ELSE ${part()} END`;
      case 3:
        return `CASE ${part()} WHEN ${part()} THEN ${part()} END`;
      case 4:
        return `if(${make(random, "truth", depth - 1)}, ${part()}, ${part()})`;
      default:
        return kind === "interval" || kind === "truth"
          ? part()
          : `${
            pick(random, ["greatest", "least"])
          }(${part()}, ${part()}, ${part()})`;
    }
  };
}
