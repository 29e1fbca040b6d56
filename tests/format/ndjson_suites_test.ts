import { assert, assertEquals } from "@std/assert";
import { valueAt } from "../../lib/core/mod.ts";
import { ndjson } from "../../lib/format/ndjson.ts";
import { ndjsonRowFault } from "../../lib/kernel/mod.ts";
import { decoded, field } from "./ndjson_rows.ts";

const SUITE = new URL(
  "../../../shared/corpora/jsontestsuite/test_parsing/",
  import.meta.url,
);
const UTF8 = new URL(
  "../../../shared/corpora/utf8tests/utf8tests.bin",
  import.meta.url,
);
const DOCS = new URL("../../docs/json.md", import.meta.url);

function isThere(url: URL): boolean {
  try {
    Deno.statSync(url);
    return true;
  } catch {
    return false;
  }
}

/** A test that is skipped, with the reason in its name, where public data is absent. */
function corpusTest(name: string, data: URL, fn: () => void): void {
  const ignore = !isThere(data);
  const reason = ignore ? " (skipped: ../shared/corpora is not here)" : "";
  Deno.test({ name: name + reason, ignore, fn });
}

function filesOf(kind: "y" | "n" | "i"): [string, Uint8Array][] {
  return [...Deno.readDirSync(SUITE)]
    .map(({ name }) => name)
    .filter((name) => name.startsWith(`${kind}_`))
    .sort()
    .map((
      name,
    ) => [name, Deno.readFileSync(new URL(encodeURIComponent(name), SUITE))]);
}

/** A file of the suite as one line: its line ends stand between values, where they are white space. */
function oneLine(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => byte === 10 ? 32 : byte);
}

corpusTest(
  "every y_ file of JSONTestSuite is read as JSON.parse reads it",
  SUITE,
  () => {
    const files = filesOf("y");
    assertEquals(files.length, 95);
    for (const [name, bytes] of files) {
      const parsed = JSON.parse(new TextDecoder().decode(bytes));
      const isObject = typeof parsed === "object" && parsed !== null &&
        !Array.isArray(parsed);
      const keys: string[] = isObject ? Object.keys(parsed) : ["value"];
      const { rows, names } = decoded(
        oneLine(bytes),
        keys.map((key) => ({ path: [key], as: "value" })),
      );
      assertEquals(rows.length, 1, name);
      assertEquals(names, keys, name);
      for (const [index, key] of keys.entries()) {
        const expected = isObject ? parsed[key] : parsed;
        const value = rows[0]![index]!;
        const nested = typeof expected === "object" && expected !== null;
        assertEquals(
          nested ? JSON.parse(value as string) : value,
          expected,
          name,
        );
      }
    }
  },
);

corpusTest("every n_ file of JSONTestSuite is refused", SUITE, () => {
  const files = filesOf("n");
  assertEquals(files.length, 188);
  for (const [name, bytes] of files) {
    assert(ndjsonRowFault(bytes, 0, bytes.length) !== null, name);
    const { rows, faults } = decoded(bytes, [field("value")]);
    // What holds nothing is not JSON, but a blank line or an empty file of NDJSON.
    const empty = [
      "n_single_space",
      "n_structure_no_data",
      "n_structure_UTF8_BOM_no_data",
    ];
    const refused = empty.includes(name.replace(".json", ""))
      ? rows.length === 0
      : faults.length > 0;
    assert(refused, name);
  }
});

corpusTest(
  "what becomes of every i_ file of JSONTestSuite is what docs/json.md says",
  SUITE,
  () => {
    const documented = new Map(
      [
        ...Deno.readTextFileSync(DOCS).matchAll(
          /^\| `(i_[^`]+)` +\| (.+?) +\|/gm,
        ),
      ]
        .map(([, name, outcome]) => [`${name}.json`, outcome!.trim()]),
    );
    const files = filesOf("i");
    assertEquals(files.length, 35);
    for (const [name, bytes] of files) {
      const { rows, faults } = decoded(bytes, [field("value.1")]);
      assertEquals(rows.length, 1, name);
      const [fault] = faults;
      const outcome = fault === undefined
        ? `read: ${shown(rows[0]![0])}`
        : `bad: ${fault.replace(/^.*JSON: /, "")}`;
      assertEquals(outcome, documented.get(name), name);
    }
  },
);

/** A value as the table writes it. */
function shown(value: unknown): string {
  if (value === null) return "no list";
  if (typeof value === "number") {
    return Object.is(value, -0) ? "-0" : String(value);
  }
  if (typeof value === "bigint") return String(value);
  const text = value as string;
  return text.startsWith("[") ? "a list" : JSON.stringify(text);
}

corpusTest(
  "no file of JSONTestSuite disturbs the rows around it",
  SUITE,
  () => {
    const row = new TextEncoder().encode('\n{"a":[{"b":"c"}]}\n');
    for (const kind of ["y", "n", "i"] as const) {
      for (const [name, bytes] of filesOf(kind)) {
        const { rows } = decoded(
          Uint8Array.from([...row, ...bytes, ...row]),
          [field("a")],
        );
        assertEquals(rows.at(0), ['[{"b":"c"}]'], name);
        assertEquals(rows.at(-1), ['[{"b":"c"}]'], name);
      }
    }
  },
);

corpusTest("strings are taken and refused as utf8tests says", UTF8, () => {
  const bytes = Deno.readFileSync(UTF8);
  let cases = 0;
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(10, start);
    const end = found === -1 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    start = end + 1;
    const head = /^([\d.]+):(valid|invalid):/.exec(
      String.fromCharCode(...line.subarray(0, 40)),
    );
    if (head === null) continue;
    const text = line.subarray(head[0].length);
    // Control characters, quotes and backslashes mean something else in JSON.
    if (text.some((byte) => byte < 32 || byte === 34 || byte === 92)) continue;
    cases++;
    const decoder = ndjson.decoder({
      source: head[1]!,
      projection: [field("value")],
    });
    const row = Uint8Array.of(34, ...text, 34);
    decoder.space().set(row);
    const [batch] = [...decoder.decode(row.length, true)];
    assertEquals(batch!.bad.length === 0, head[2] === "valid", head[1]);
    if (head[2] === "valid") {
      assertEquals(
        valueAt(batch!.columns[0]!, 0),
        new TextDecoder("utf-8", { ignoreBOM: true }).decode(text),
      );
    }
  }
  assert(cases > 150, `${cases} cases`);
});
