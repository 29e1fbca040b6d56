import { assert, assertEquals } from "@std/assert";
import { DuckDBInstance } from "@duckdb/node-api";
import { Fault } from "../../lib/core/mod.ts";
import { csv, tsv } from "../../lib/format/mod.ts";
import { corpusTest, decoding, texts } from "./decoding.ts";

corpusTest(
  "csv reads csv-spectrum as its JSON has it",
  "csv-spectrum",
  (root) => {
    let files = 0;
    for (const { name } of Deno.readDirSync(new URL("csvs/", root))) {
      let bytes = Deno.readFileSync(new URL(`csvs/${name}`, root));
      // A checkout may have turned the line ends that the file is about into others.
      if (name.endsWith("_crlf.csv") && !bytes.includes(13)) {
        const text = new TextDecoder().decode(bytes);
        bytes = new TextEncoder().encode(text.replaceAll("\n", "\r\n"));
      }
      const json = Deno.readTextFileSync(
        new URL(`json/${name.replace(/csv$/, "json")}`, root),
      );
      const expected = [JSON.parse(json)].flat() as Record<string, string>[];
      const { fields, bad } = decoding(csv, bytes);
      const rows = texts(csv, bytes).map((cells) =>
        Object.fromEntries(cells.map((cell, at) => [fields![at]!, cell]))
      );
      // Its JSON has another telephone number than its CSV.
      if (name === "location_coordinates.csv") continue;
      assertEquals(bad, [], name);
      assertEquals(rows, expected, name);
      files++;
    }
    assert(files >= 11);
  },
);

interface PapaCase {
  readonly description: string;
  readonly input: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly expected: { readonly data: readonly (readonly string[])[] };
}

/** Cases in which Papa Parse does otherwise on purpose. */
const PAPA_ELSE: Readonly<Record<string, string>> = {
  "Quoted field has no closing quote":
    "Papa takes the rest of the input for the cell; here the line is bad",
  "Quoted field has invalid trailing quote after delimiter with a valid closer":
    "Papa guesses; here the row is bad",
  "Quoted field has invalid trailing quote after delimiter":
    "Papa guesses; here the row is bad",
  "Quoted field has invalid trailing quote before delimiter":
    "Papa guesses; here the row is bad",
  "Quoted field has invalid trailing quote after new line":
    "Papa guesses; here the row is bad",
  "Input is just empty fields": "a row longer than the first is bad (C8)",
  "One column input with empty fields": "a blank line is no row (D7)",
};

corpusTest("csv reads the cases of Papa Parse", "papaparse-csv", (root) => {
  const { core_parser_tests: cases } = JSON.parse(
    Deno.readTextFileSync(new URL("cases.json", root)),
  ) as {
    core_parser_tests: PapaCase[];
  };
  let read = 0;
  let otherwise = 0;
  for (const { description, input, config, expected } of cases) {
    // There are no comments in RFC 4180, and no preview: `limit` is a stage.
    if (
      config?.["comments"] !== undefined || config?.["preview"] !== undefined
    ) continue;
    if (PAPA_ELSE[description] !== undefined) {
      otherwise++;
      continue;
    }
    if (config?.["header"] === true) {
      const { fields, rows } = decoding(csv, input);
      assertEquals(
        [fields!, ...rows.map((row) => row.map(String))],
        expected.data,
        description,
      );
    } else {
      const data = expected.data.filter((row, at) =>
        at < expected.data.length - 1 || row.join() !== ""
      );
      const { fields } = decoding(csv, input, { header: false });
      const rows = fields === null
        ? []
        : texts(csv, input, { header: false, want: fields });
      assertEquals(rows, data, description);
    }
    read++;
  }
  assertEquals([read, otherwise], [41, 7]);
});

Deno.test("csv makes of what Papa Parse guesses at: one bad line, and the rest read", () => {
  const cut = (input: string) => {
    const { rows, bad } = decoding(csv, input, {
      header: false,
      fields: ["a", "b", "c"],
    });
    return { rows: rows.length, bad: bad.length };
  };
  assertEquals(cut('a,"b,c\nd,e,f'), { rows: 1, bad: 1 });
  assertEquals(cut('"a,"b,c"\nd,e,f'), { rows: 1, bad: 1 });
  assertEquals(cut('a,"b,"c\nd,e,f'), { rows: 1, bad: 1 });
  assertEquals(cut('a,"b"c,d\ne,f,g'), { rows: 1, bad: 1 });
  assertEquals(cut('a,"b,c\nd"e,f,g'), { rows: 1, bad: 1 });
});

interface MillerCase {
  readonly suite: string;
  readonly id: string;
  readonly cmd: string;
  readonly stdout: string;
}

corpusTest(
  "csv reads the inputs of Miller's cases as Miller does",
  "miller",
  (root) => {
    const { cases } = JSON.parse(
      Deno.readTextFileSync(new URL("cases.json", root)),
    ) as { cases: MillerCase[] };
    const found = (suite: string, id: string) =>
      cases.find((one) => one.suite === suite && one.id === id)!;
    const read = (path: string) => Deno.readFileSync(new URL(path, root));
    const table = (path: string) => {
      const bytes = read(path);
      return [decoding(csv, bytes).fields!, ...texts(csv, bytes)];
    };
    // `cat` of CSV: what comes out is what goes in, in Miller's quoting.
    let checked = 0;
    for (const { suite, cmd, stdout } of cases) {
      const path = /^mlr --csv cat (test\/input\/\S+)$/.exec(cmd)?.[1];
      if (suite !== "io-rfc-csv" || path === undefined) continue;
      const theirs = [decoding(csv, stdout).fields!, ...texts(csv, stdout)];
      assertEquals(table(path), theirs, cmd);
      checked++;
    }
    assert(checked >= 8, `${checked} cases`);
    for (
      const path of ["test/input/bom.csv", "test/input/bom-dquote-header.csv"]
    ) {
      const { fields, rows } = decoding(csv, read(path));
      assertEquals([fields, rows[0]], [["a", "b", "c"], [1, 2, 3]], path);
    }
    assert(found("io-utf8-bom", "0001").stdout.startsWith("a b c"));
    const [first] = texts(tsv, read("test/input/simple.tsv"));
    assert(first!.length > 1);
  },
);

/** Files on which native DuckDB and weir differ, each with its reason. */
const DUCKDB_ELSE: Readonly<Record<string, string>> = {
  "14512.csv": "DuckDB takes spaces after a closing quote",
  "all_quotes.csv": "DuckDB takes spaces before an opening quote",
  "empty_space_start_value.csv": "DuckDB takes spaces before an opening quote",
  "blank_line.csv":
    "a blank line is no row (D7), in DuckDB it is one of a single NULL",
  "unionbyname_21248_1.csv": "a blank line is no row (D7)",
  "unionbyname_21248_2.csv": "a blank line is no row (D7)",
  "empty_first_line.csv": "a blank line before the header is passed over",
  "bug_12596.csv": "DuckDB takes an empty cell too many",
  "rejects/unquoted/unquoted_last_value.csv":
    "DuckDB leaves the unclosed last row out without a word",
};
const carriageReturns = (bytes: Uint8Array) =>
  /\r(?!\n)/.test(new TextDecoder("latin1").decode(bytes));

corpusTest(
  "csv reads the files of DuckDB's tests as native DuckDB does",
  "duckdb-csv",
  async (root) => {
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    const count = { same: 0, refusedByBoth: 0, otherwise: 0, notComparable: 0 };
    for (const path of csvFiles(root)) {
      const name = decodeURIComponent(path.href.slice(root.href.length));
      const bytes = Deno.readFileSync(path);
      if (DUCKDB_ELSE[name] !== undefined) {
        count.otherwise++;
        continue;
      }
      let ours: {
        fields: readonly string[] | null;
        rows: string[][];
        bad: number;
      };
      try {
        const { fields, bad } = decoding(csv, bytes);
        ours = {
          fields,
          rows: fields === null ? [] : texts(csv, bytes),
          bad: bad.length,
        };
      } catch (error) {
        assert(error instanceof Fault, `${name}: ${error}`);
        // Without a header there are no names to ask DuckDB for.
        count.notComparable++;
        continue;
      }
      const { fields, rows, bad } = ours;
      if (
        fields === null || fields.some((field) => field.includes("\0")) ||
        carriageReturns(bytes)
      ) {
        count.notComparable++;
        continue;
      }
      const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
      const types = fields.map((field) => `${quoted(field)}: 'VARCHAR'`).join(
        ", ",
      );
      const query = `SELECT * FROM read_csv(${
        quoted(decodeURIComponent(path.pathname))
      }, columns = {${types}},
      delim = ',', quote = '"', escape = '"', header = true, auto_detect = false, null_padding = true,
      nullstr = '', strict_mode = true, hive_partitioning = false, parallel = false)`;
      let theirs: string[][];
      try {
        const reader = await connection.runAndReadAll(query);
        theirs = reader.getRows().map((row) =>
          row.map((value) => value === null ? "" : String(value))
        );
      } catch (error) {
        if (/state machine reached an invalid state/.test(String(error))) {
          count.notComparable++;
          continue;
        }
        // What DuckDB refuses as a whole has at least one row that is bad here.
        assert(bad > 0, `${name}: ${error}`);
        count.refusedByBoth++;
        continue;
      }
      assertEquals(bad, 0, name);
      assertEquals(rows, theirs, name);
      count.same++;
    }
    connection.closeSync();
    instance.closeSync();
    assert(count.same >= 480, JSON.stringify(count));
    assertEquals(count.otherwise, Object.keys(DUCKDB_ELSE).length);
  },
);

function* csvFiles(folder: URL): Generator<URL> {
  const entries = [...Deno.readDirSync(folder)].sort((a, b) =>
    a.name < b.name ? -1 : 1
  );
  for (const { name, isDirectory } of entries) {
    const url = new URL(
      encodeURIComponent(name) + (isDirectory ? "/" : ""),
      folder,
    );
    if (isDirectory) yield* csvFiles(url);
    else if (name.endsWith(".csv")) yield url;
  }
}
