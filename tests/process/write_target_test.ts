// `write FILE` and what else is written beside the results: a run that cannot be leaves the files alone.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { gzipSync } from "node:zlib";
import { permissions } from "../../cli/install/shim.ts";
import { type ChildOptions, run, withFolder } from "./child.ts";

const OLD = "what was there before\n";
const ROWS = '{"a":1}\n{"a":2}\n';

interface Refused {
  readonly args: (folder: string) => readonly string[];
  readonly stdin?: string;
  readonly says: string;
  readonly options?: ChildOptions;
}

const REFUSED: Readonly<Record<string, Refused>> = {
  "a fault of the plan": {
    args: (folder) => ["write", `${folder}/old.csv`, "then", "filter", "b >"],
    says: "cannot read filter expression",
  },
  "a field that the header does not have": {
    args: (folder) => ["write", `${folder}/old.csv`, "then", "filter", "c > 1"],
    stdin: "a,b\n1,2\n",
    says: "c",
  },
  "an input that is not there": {
    args: (folder) => [`${folder}/none`, "write", `${folder}/old.csv`],
    says: "none",
  },
  "an input that is a folder": {
    args: (folder) => [folder, "write", `${folder}/old.csv`],
    says: "cannot read",
  },
  "an input that is damaged from its beginning": {
    args: (folder) => [`${folder}/cut.gz`, "write", `${folder}/old.csv`],
    says: "cut.gz",
  },
  "a second file that cannot be written": {
    args: (folder) => [
      "write",
      `${folder}/old.csv`,
      "then",
      "write",
      `${folder}/none/new.csv`,
    ],
    says: "its folder is not there",
  },
  "a table that is not there": {
    args: (folder) => [
      "write",
      `${folder}/old.csv`,
      "then",
      "sql",
      "SELECT * FROM events JOIN t USING (a)",
      "--table",
      `t=${folder}/none.csv`,
    ],
    says: "none.csv",
  },
  "a time that no field has": {
    args: (folder) => [
      "write",
      `${folder}/old.csv`,
      "then",
      "window",
      "1m",
      "then",
      "agg",
    ],
    says: "cannot tell the time of rows",
  },
};

for (const [what, { args, stdin, says, options }] of Object.entries(REFUSED)) {
  Deno.test(`${what} leaves the target of write as it was`, async () => {
    await withFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/old.csv`, OLD);
      await Deno.writeFile(
        `${folder}/cut.gz`,
        gzipSync(ROWS).subarray(0, 12),
      );
      const ended = await run(args(folder), stdin ?? ROWS, options);
      assertEquals([ended.code, ended.stdout], [2, ""], ended.stderr);
      assertStringIncludes(ended.stderr, says);
      assertEquals(await Deno.readTextFile(`${folder}/old.csv`), OLD);
    });
  });
}

Deno.test("an engine that does not start leaves the target of write as it was where no row was written", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/old.csv`, OLD);
    const ended = await run(
      [
        "sql",
        "SELECT a, row_number() OVER () AS n FROM events",
        "then",
        "write",
        `${folder}/old.csv`,
        "--engine",
        "native",
      ],
      ROWS,
      { flags: permissions(false) },
    );
    assertEquals(ended.code, 2, ended.stderr);
    assertEquals(await Deno.readTextFile(`${folder}/old.csv`), OLD);
  });
});

Deno.test("write empties its target where there are no rows, and where they are fewer", async () => {
  await withFolder(async (folder) => {
    for (
      const [filter, left] of [["a > 5", "a\n"], ["a > 1", "a\n2\n"]] as const
    ) {
      await Deno.writeTextFile(`${folder}/old.csv`, OLD.repeat(3));
      const ended = await run(
        [
          "select",
          "a",
          "then",
          "filter",
          filter,
          "then",
          "write",
          `${folder}/old.csv`,
        ],
        ROWS,
      );
      assertEquals([ended.code, ended.stderr], [0, ""]);
      assertEquals(await Deno.readTextFile(`${folder}/old.csv`), left);
    }
    await Deno.writeTextFile(`${folder}/old.ndjson`, OLD);
    await run(
      ["filter", "false", "then", "write", `${folder}/old.ndjson`],
      ROWS,
    );
    assertEquals(await Deno.readTextFile(`${folder}/old.ndjson`), "");
  });
});

Deno.test("write keeps what it wrote before a fault", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/old.csv`, OLD);
    const ended = await run(
      ["select", "a", "then", "write", `${folder}/old.csv`, "--bad", "fail"],
      ROWS + "{\n",
    );
    assertEquals(ended.code, 2);
    assertEquals(await Deno.readTextFile(`${folder}/old.csv`), "a\n1\n2\n");
  });
});
