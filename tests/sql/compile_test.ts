import { assert, assertEquals } from "@std/assert";
import {
  type Column,
  ColumnBuilder,
  type Dictionary,
  Tag,
  textAt,
  valueAt,
} from "../../lib/core/mod.ts";
import { ColumnSource } from "../../lib/sql/compile/column_source.ts";
import {
  checkCondition,
  type Checked,
  checkValue,
  compilePredicate,
  compileProjection,
  type PathParts,
  type Scope,
} from "../../lib/sql/mod.ts";
import { simplify } from "../../lib/sql/simplify.ts";
import { type Kind, make, seeded } from "./differential/generate.ts";

const NAMES = ["i", "j", "k", "d", "e", "s", "u", "b", "c", "ts", "t2", "dt"];
const indexOf = (path: PathParts) => NAMES.indexOf(String(path[0]));
const OPEN: Scope = {
  resolve: (path) =>
    NAMES.includes(String(path[0])) ? { type: "ANY", known: false } : null,
  names: () => NAMES,
};

/** A column in which every row may hold a value of any kind, as in NDJSON. */
function mixedColumn(
  random: () => number,
  rows: number,
  texts: readonly string[],
): Column {
  const builder = new ColumnBuilder();

  for (let row = 0; row < rows; row++) {
    const text = texts[Math.floor(random() * texts.length)]!;
    switch (Math.floor(random() * 11)) {
      case 0:
        builder.appendNull(random() < 0.5);
        break;
      case 1:
        builder.appendBoolean(random() < 0.5);
        break;
      case 2:
      case 3:
        builder.appendNumber(Math.floor(random() * 20) - 5);
        break;
      case 4:
        builder.appendDouble(
          [0.5, -0, 1e300, 2, 1e17][Math.floor(random() * 5)]!,
        );
        break;
      case 5:
        builder.appendInteger(
          [
            2n ** 53n,
            -(2n ** 53n),
            2n ** 53n + 1n,
            2n ** 63n - 1n,
            -(2n ** 63n),
          ][
            Math.floor(random() * 5)
          ]!,
        );
        break;
      case 6:
        builder.appendText('{"a": [1]}', Tag.NESTED);
        break;
      case 7:
        builder.appendText(JSON.stringify(text).slice(1, -1), Tag.ESCAPED);
        break;
      case 8:
        builder.appendText("123456789012345678901234567890", Tag.BIG);
        break;
      default:
        builder.appendText(text);
    }
  }
  return builder.finish();
}

const TEXTS = [
  "",
  "a",
  "abc",
  "12",
  "-3.5",
  "1e400",
  "99999999999999999999",
  "true",
  "2024-02-29T10:20:30Z",
  "1700000000",
  "añ😀",
  "%b%",
];
const STAMPS = ["2024-02-29T10:20:30Z", "1700000000", "yesterday", ""];

interface Answer {
  readonly values: readonly unknown[];
  readonly unreadable: readonly string[];
  readonly failed: readonly number[];
}

/** Runs something with its counters collected. */
function collected(
  run: (options: ConstructorParameters<typeof ColumnSource>[1]) => unknown[],
): Answer {
  const unreadable: string[] = [];
  const failed: number[] = [];
  const values = run({
    nowUs: 1_700_000_000_000_000,
    onUnreadable: (row, { column, type }) =>
      unreadable.push(`${row} ${column} ${type}`),
    onFailed: (row) => failed.push(row),
  });
  return { values, unreadable: unreadable.sort(), failed };
}

function interpreted(
  node: Checked,
  columns: readonly Column[],
  rows: readonly number[],
): Answer {
  return collected((options) => {
    const source = new ColumnSource(indexOf, options);
    source.turnTo(columns);
    const evaluate = source.evaluator(simplify(node, options.nowUs));
    return rows.map((row) => written(evaluate(row)));
  });
}

function written(value: unknown): unknown {
  if (typeof value === "object" && value !== null && "json" in value) {
    return (value as { json: string }).json;
  }
  return value;
}

Deno.test("compiled loops do what the interpreter does, and count what it counts, on columns of mixed kinds", () => {
  const random = seeded(17);
  const kinds: readonly Kind[] = [
    "truth",
    "whole",
    "double",
    "text",
    "truth",
    "moment",
    "date",
  ];
  const rows = 40;
  let checked = 0;
  for (let round = 0; round < 1500; round++) {
    const text = make(random, kinds[round % kinds.length]!, 1 + round % 3)
      .replaceAll(/::(BIGINT|DOUBLE)/gu, "");
    let node: Checked;
    try {
      node = checkValue({ text, source: "test" }, OPEN).node;
    } catch {
      // Undeclared fields are read by their use, and one text may not agree with itself.
      continue;
    }
    checked++;
    const columns = NAMES.map((name) =>
      mixedColumn(random, rows, name.includes("t") ? STAMPS : TEXTS)
    );
    const selection = Uint32Array.from(
      Array.from({ length: rows }, (_, row) => row).filter(() =>
        random() < 0.7
      ),
    );
    const wanted = interpreted(node, columns, [...selection]);
    const projected = collected((options) => {
      const column = compileProjection(node, indexOf, options)(
        columns,
        rows,
        selection,
        selection.length,
      );
      return [...selection].map((row) =>
        node.type === "INTERVAL" ? null : valueAt(column, row)
      );
    });
    if (node.type !== "INTERVAL") {
      assertEquals(projected, wanted, text);
    }
    if (node.type !== "BOOLEAN") continue;
    const kept = collected((options) => {
      const out = selection.slice();
      const count = compilePredicate(node, indexOf, options)(
        columns,
        rows,
        out,
        out.length,
        out,
      );
      return [...out.subarray(0, count)];
    });
    const passed = [...selection].filter((_, at) => wanted.values[at] === true);
    assertEquals(kept, { ...wanted, values: passed }, text);
  }
  assert(checked > 1000, `only ${checked} expressions were checked`);
});

function predicate(text: string) {
  const { node } = checkCondition({ text, source: "filter expression" }, OPEN);
  return compilePredicate(node, indexOf, { nowUs: 0 });
}

function column(fill: (builder: ColumnBuilder) => void): Column {
  const builder = new ColumnBuilder();
  fill(builder);
  return builder.finish();
}

function kept(text: string, first: Column, rows: number): number[] {
  const out = new Uint32Array(rows);
  const count = predicate(text)([first], rows, null, rows, out);
  return [...out.subarray(0, count)];
}

Deno.test("a predicate keeps the rows of numbers that pass, exactly, beyond 2^53 too", () => {
  const numbers = column((builder) => {
    builder.appendInteger(2n ** 53n);
    builder.appendInteger(2n ** 53n + 1n);
    builder.appendNumber(499);
    builder.appendNull();
    builder.appendNumber(500);
    builder.appendText("503");
  });
  assertEquals(kept("i >= 500", numbers, 6), [0, 1, 4, 5]);
  assertEquals(kept("i = 9007199254740993", numbers, 6), [1]);
  assertEquals(kept("i + 1 = 9007199254740993", numbers, 6), [0]);
  assertEquals(kept("i IN (503, 9007199254740993)", numbers, 6), [1, 5]);
  assertEquals(kept("NOT i >= 500", numbers, 6), [2]);
});

Deno.test("a predicate on texts compares their bytes, whatever the tag", () => {
  const all = ["api", "API", "/api/users", "", "日本語", "a".repeat(40)];
  for (const tag of [Tag.STRING, Tag.ESCAPED] as const) {
    const texts = column((builder) => {
      for (const text of all) builder.appendText(text, tag);
      builder.appendNull();
    });
    assertEquals(kept("i = 'api'", texts, 7), [0]);
    assertEquals(kept("i <> 'api'", texts, 7), [1, 2, 3, 4, 5]);
    assertEquals(kept("i IN ('', 'API')", texts, 7), [1, 3]);
    assertEquals(kept("starts_with(i, '日')", texts, 7), [4]);
    assertEquals(kept("i LIKE '%/%s'", texts, 7), [2]);
    assertEquals(kept("contains(i, 'aaa')", texts, 7), [5]);
    assertEquals(kept(`i = '${"a".repeat(40)}'`, texts, 7), [5]);
    assertEquals(kept("lower(i) = 'api'", texts, 7), [0, 1]);
    assertEquals(kept("i ILIKE 'Api%'", texts, 7), [0, 1]);
  }
});

Deno.test("a condition on a column of codes is asked once for each text", () => {
  let asked = 0;
  const texts = ["web", "db", "cache"];
  const dictionary: Dictionary = {
    size: texts.length,
    text: (code) => {
      asked++;
      return texts[code]!;
    },
  };
  const rows = 3000;
  const codes: Column = {
    ...column((builder) => {
      for (let row = 0; row < rows; row++) builder.appendNumber(row % 3);
    }),
    dictionary,
  };
  codes.tags.fill(Tag.CODE, 0, rows);
  const matches = predicate("upper(i) LIKE '%B'");
  const out = new Uint32Array(rows);
  assertEquals(matches([codes], rows, null, rows, out), 2000);
  assertEquals(matches([codes], rows, null, rows, out), 2000);
  assertEquals(asked, 3);
});

Deno.test("a value that cannot be read counts once a row, however often it is named", () => {
  const told: string[] = [];
  const { node } = checkCondition(
    { text: "i > 5 OR i < -5 OR i + 1 = 3", source: "filter expression" },
    OPEN,
  );
  const matches = compilePredicate(node, indexOf, {
    nowUs: 0,
    onUnreadable: (row, { path, type, text }) =>
      told.push(`${row} ${path} ${type} ${text}`),
  });
  const texts = column((builder) => {
    builder.appendText("n/a");
    builder.appendText("7");
  });
  assertEquals(matches([texts], 2, null, 2, new Uint32Array(2)), 1);
  assertEquals(told, ["0 i NUMBER n/a"]);
});

Deno.test("a failure makes the row NULL and is counted, also beside what is already decided", () => {
  const failed: number[] = [];
  const { node } = checkCondition(
    { text: "j = 1 OR ln(i) > 0", source: "filter expression" },
    OPEN,
  );
  const matches = compilePredicate(node, indexOf, {
    nowUs: 0,
    onFailed: (row) => failed.push(row),
  });
  const i = column((builder) =>
    [0, 3, 0].forEach((each) => builder.appendNumber(each))
  );
  const j = column((builder) =>
    [1, 0, 0].forEach((each) => builder.appendNumber(each))
  );
  const out = new Uint32Array(3);
  assertEquals(matches([i, j], 3, null, 3, out), 1);
  assertEquals(out[0], 1);
  assertEquals(failed, [0, 2]);
});

Deno.test("a branch of CASE that is not taken does not fail", () => {
  const failed: number[] = [];
  const { node } = checkValue(
    { text: "CASE WHEN i > 0 THEN ln(i) ELSE 0 END", source: "set" },
    OPEN,
  );
  const compute = compileProjection(node, indexOf, {
    nowUs: 0,
    onFailed: (row) => failed.push(row),
  });
  const i = column((builder) =>
    [0, 1].forEach((each) => builder.appendNumber(each))
  );
  const result = compute([i], 2, null, 2);
  assertEquals([valueAt(result, 0), valueAt(result, 1)], [0, 0]);
  assertEquals(failed, []);
});

Deno.test("a projection gives NULL in rows that are not selected, and uses its memory again", () => {
  const { node } = checkValue({ text: "upper(i) || '!'", source: "set" }, OPEN);
  const compute = compileProjection(node, indexOf, { nowUs: 0 });
  const texts = column((builder) =>
    ["a", "b", "c"].forEach((each) => builder.appendText(each))
  );
  const first = compute([texts], 3, Uint32Array.of(0, 2), 2);
  assertEquals([0, 1, 2].map((row) => textAt(first, row)), ["A!", null, "C!"]);
  const second = compute([texts], 3, Uint32Array.of(1), 1);
  assertEquals([0, 1, 2].map((row) => textAt(second, row)), [null, "B!", null]);
});

Deno.test("results of aggregates are read by their number", () => {
  const node: Checked = {
    kind: "slot",
    of: "aggregate",
    index: 1,
    type: "BIGINT",
    span: { start: 0, end: 1 },
  };
  const asked: PathParts[] = [];
  const compute = compileProjection(node, (path) => {
    asked.push(path);
    return 0;
  }, { nowUs: 0 });
  const counts = column((builder) => builder.appendNumber(7));
  assertEquals(valueAt(compute([counts], 1, null, 1), 0), 7);
  assertEquals(asked[0], [1]);
});
