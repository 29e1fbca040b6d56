import { shellWord } from "./shell_text.ts";

/** What weir has for a verb of another tool. */
export interface Foreign {
  /** Our word. */
  readonly stage: string;
  /**
   * The words that say the same, from those behind the foreign word; `null`
   * where they cannot be told. Words that are files of the input come apart.
   */
  rewrite(args: readonly string[]): Rewritten | null;
  /** What else to know, as a sentence without its full stop. */
  readonly note?: string;
}

/** A stage in our words. */
export interface Rewritten {
  readonly words: readonly string[];
  /** Words that are files, though there are none of that name here. */
  readonly inputs?: readonly string[];
}

const isFlag = (word: string) => /^--?[A-Za-z]/.test(word);
const plain = (args: readonly string[]) => args.filter((arg) => !isFlag(arg));

/** The same words behind another verb; `example` where there are none. */
function renamed(stage: string, example: readonly string[] = []): Foreign {
  return {
    stage,
    rewrite(args) {
      const words = plain(args);
      return { words: [stage, ...(words.length === 0 ? example : words)] };
    },
  };
}

/** `VERB [by] FIELDS` as `agg --by FIELDS`. */
const grouping: Foreign = {
  stage: "agg",
  rewrite(args) {
    const fields = plain(args).filter((word) => word !== "by").join(" ");
    return { words: fields === "" ? ["agg"] : ["agg", "--by", fields] };
  },
};

/** `VERB FIELD` as `top 10 FIELD`. */
const ranking: Foreign = {
  stage: "top",
  rewrite(args) {
    const words = plain(args);
    if (words.length === 0) return null;
    const counted = /^\d+$/.test(words[0] ?? "");
    return { words: ["top", ...(counted ? [] : ["10"]), ...words] };
  },
};

/** `VERB -5`, `VERB -n 5`, `VERB 5`, with files behind. */
const counting: Foreign = {
  stage: "limit",
  rewrite(args) {
    const number = args.map((arg) => /^-?n?(\d+)$/.exec(arg)?.[1])
      .find((digits) => digits !== undefined);
    const inputs = plain(args).filter((arg) => !/^-?\d+$/.test(arg));
    return { words: ["limit", number ?? "10"], inputs };
  },
};

function searching(
  condition: (pattern: string, ignoreCase: boolean) => string,
): Foreign {
  return {
    stage: "filter",
    rewrite(args) {
      const [pattern, ...inputs] = plain(args);
      if (pattern === undefined) return null;
      const ignoreCase = args.some((arg) => /^-\w*i/.test(arg));
      const inverted = args.some((arg) => /^-\w*v/.test(arg));
      const text = condition(pattern.replaceAll("'", "''"), ignoreCase);
      return { words: ["filter", inverted ? `NOT ${text}` : text], inputs };
    },
  };
}

const grep = searching((pattern, ignoreCase) => {
  // What grep takes as a pattern is plain text more often than not.
  if (/[\\^$*+?[\](){}|]/.test(pattern)) return regexp(pattern, ignoreCase);
  return ignoreCase
    ? `contains(lower(_raw), '${pattern.toLowerCase()}')`
    : `contains(_raw, '${pattern}')`;
});

function regexp(pattern: string, ignoreCase: boolean): string {
  return `regexp_matches(_raw, '${pattern}'${ignoreCase ? ", 'i'" : ""})`;
}

const selecting: Foreign = {
  stage: "select",
  rewrite(args) {
    const words = plain(args);
    return words.length === 0
      ? null
      : { words: ["select", words.join(", ").replaceAll(/,\s*/g, ", ")] };
  },
};

/** `sort-by -n FIELD`, `order by FIELD`. */
const sorting: Foreign = {
  stage: "sort",
  rewrite(args) {
    const words = plain(args).filter((word) => word !== "by");
    if (words.length === 0) return null;
    const down = args.some((arg) => /^-\w*r/.test(arg) || arg === "--reverse");
    return { words: ["sort", words.join(" ") + (down ? " DESC" : "")] };
  },
};

/** Miller's and jq's `$field` and `.field` are plain names here. */
const computing: Foreign = {
  stage: "set",
  rewrite(args) {
    const words = plain(args).join(" ").replaceAll(/[$.](?=[A-Za-z_])/g, "");
    return words === "" ? null : { words: ["set", words] };
  },
};

const following: Foreign = {
  stage: "limit",
  rewrite: () => null,
  note:
    "To follow a file: tail -F FILE | weir STAGE; for the last ten rows by time: sort '_time DESC' then limit 10",
};

const joining: Foreign = {
  stage: "sql",
  rewrite: () => null,
  note:
    "A query joins: sql 'SELECT * FROM events JOIN geo USING (ip)' --table geo=geo.csv",
};

const reading: Foreign = {
  stage: "read",
  rewrite(args) {
    const words = plain(args);
    return { words: ["read", ...(words.length === 0 ? ["FILE"] : words)] };
  },
};

/** Verbs that people bring from grep, Miller, jq, SQL, pandas, Splunk and others. */
const WORDS: ReadonlyMap<string, Foreign> = new Map(
  ([
    [["where", "having", "when", "keep-if", "search"], renamed("filter")],
    [["grep", "rg", "fgrep", "contains", "match", "ack"], grep],
    [["egrep", "regex"], searching(regexp)],
    [["head", "take", "first"], counting],
    [["tail", "follow", "last"], following],
    [
      ["uniq", "distinct", "dedup", "unique", "count-distinct", "count-values"],
      grouping,
    ],
    [
      ["count", "group", "group-by", "groupby", "count-by", "wc", "nest"],
      grouping,
    ],
    [[
      "stats",
      "stats1",
      "aggregate",
      "summarize",
      "summarise",
      "reduce",
      "fold",
    ], renamed("agg")],
    [
      ["cut", "project", "fields", "keep", "pick", "columns", "cols"],
      selecting,
    ],
    [["sort-by", "order", "order-by", "orderby", "arrange"], sorting],
    [[
      "map",
      "put",
      "eval",
      "mutate",
      "extend",
      "compute",
      "transform",
      "derive",
      "assign",
    ], computing],
    [["remove", "delete", "del", "without", "omit"], renamed("drop")],
    [["explode", "unnest", "unwind", "expand"], renamed("flatten")],
    [
      ["tumble", "tumbling", "bucket", "timechart", "bin", "every"],
      renamed("window", ["1m"]),
    ],
    [
      ["query", "duckdb", "ask"],
      renamed("sql", ["SELECT count(*) FROM events"]),
    ],
    [["tee", "save", "output", "export", "to"], renamed("write", ["FILE"])],
    [["cat", "open", "load", "from", "input", "in"], reading],
    [["join", "lookup", "merge"], joining],
    [["most", "most-frequent", "freq"], ranking],
  ] as const).flatMap(([words, foreign]) =>
    words.map((word) => [word, foreign] as const)
  ),
);

/** What weir has for a verb of another tool. */
export function foreignWord(word: string): Foreign | undefined {
  return WORDS.get(word.toLowerCase());
}

/** The verbs of other tools that weir knows of. */
export const foreignWords: readonly string[] = [...WORDS.keys()];

/** Our way of saying it, as it is pasted: `filter 'a > 1'`. */
export function stageText(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}
