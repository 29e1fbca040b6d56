import { assertThrows } from "@std/assert";
import { errorText, faultText } from "../../cli/fault_text.ts";
import { parseArguments } from "../../cli/parse/arguments.ts";
import { Fault, Faults, placeInText } from "../../lib/core/mod.ts";
import { assertGolden } from "./golden.ts";
import { pretended } from "./surroundings.ts";

const FILES = pretended({ "access.log": "", "api.ndjson": "" });

/** What a command line is answered with, below the command line. */
function answers(
  commands: readonly (readonly string[])[],
  surroundings = FILES,
): string {
  return commands.map((argv) => {
    let text: string;
    try {
      const { kind } = parseArguments(argv, surroundings);
      text = `no fault: ${kind}\n`;
    } catch (error) {
      text = errorText(error);
    }
    return `$ ${JSON.stringify(argv)}\n${text}`;
  }).join("\n");
}

Deno.test("a verb of another tool is answered with ours, ready to paste (C10)", () => {
  assertGolden(
    "foreign_stages.txt",
    answers([
      ["where", "status >= 500"],
      ["access.log", "where", "status >= 500", "then", "top", "10", "ip"],
      ["access.log", "head", "-n", "5"],
      ["head", "-5", "access.log"],
      ["access.log", "head"],
      ["access.log", "filter", "a", "then", "head", "3"],
      ["access.log", "uniq", "ip"],
      ["uniq", "-c"],
      ["cut", "-f", "ip,path", "access.log"],
      ["grep", "ERROR", "access.log"],
      ["grep", "-i", "it's", "access.log"],
      ["grep", "-v", "HTTP/[12]", "access.log"],
      ["access.log", "sort-by", "-nr", "bytes"],
      ["access.log", "map", "$kb = $bytes / 1000"],
      ["access.log", "count"],
      ["access.log", "count", "by", "status"],
      ["access.log", "group-by", "status"],
      ["tail", "-f", "access.log"],
      ["access.log", "join", "geo.csv"],
      ["cat", "access.log", "then", "limit", "5"],
      ["access.log", "tumble"],
      ["access.log", "most-frequent", "ip"],
    ]),
  );
});

Deno.test("a misspelt stage is answered with the nearest name (C10)", () => {
  assertGolden(
    "unknown_stages.txt",
    answers([
      ["filer", "status >= 500"],
      ["access.log", "filer", "status >= 500", "then", "limit", "5"],
      ["access.log", "wher", "status >= 500"],
      ["access.log", "filter", "a", "then", "tpo", "10", "ip"],
      ["chek", "job.weir", "--target", "flink"],
      ["chek", "access.log", "filter", "a"],
      ["expotr", "flink", "job.weir"],
      ["access.log", "filter", "a", "then", "chek"],
      ["access.log", "filter", "a", "then", "frobnicate"],
      ["access.log", "xyzzy", "then", "limit", "1"],
      ["access.log", "then", "limit", "5"],
      ["filter", "a", "then"],
      ["then", "filter", "a"],
      ["filter", "a", "then", "then", "limit", "5"],
      ["filter", "status >= 500", "top", "10", "ip"],
      ["limit", "10", "filter", "a"],
      ["read", "access.log", "filter", "a"],
      ["filter", "a", "then", "read", "access.log"],
      ["status >= 500", "access.log"],
      ["access.log", "SELECT 1"],
      ["access.log", "formats"],
      ["formats", "x"],
      ["explain"],
      ["run"],
      ["run", "job.weir", "then", "limit", "5"],
      ["help", "wndow"],
    ]),
  );
});

Deno.test("a wrong flag is answered with the right one (C2, C10)", () => {
  assertGolden(
    "flags.txt",
    answers([
      // Of another stage.
      ["filter", "a", "--key", "ip"],
      ["--by", "ip", "agg"],
      ["access.log", "limit", "5", "--watermark", "5s"],
      // Misspelt.
      ["window", "1m", "--watermrk", "5s"],
      ["filter", "a", "--outptu=csv"],
      ["filter", "a", "--zzzzzz"],
      ["filter", "a", "-format", "csv"],
      // Of another tool.
      ["filter", "a", "--json"],
      ["agg", "--group-by", "ip"],
      ["sort", "-nr", "bytes"],
      ["filter", "-v", "a"],
      ["window", "1m", "--lateness", "5s"],
      // Values.
      ["filter", "a", "--time"],
      ["agg", "--by", "then", "limit", "5"],
      ["filter", "a", "--time="],
      ["filter", "a", "--stats=yes"],
      ["filter", "a", "--bad", "drop"],
      ["filter", "a", "-o", "json"],
      ["write", "x", "--format", "parquet"],
      ["filter", "a", "--threads", "many"],
      ["filter", "a", "--table", "geo.csv"],
      ["filter", "a", "--table", "my geo=geo.csv"],
      ["filter", "a", "--types", "status:BIGINT"],
      // Two at once.
      ["filter", "a", "--bogus", "then", "limit", "ten"],
    ]),
  );
});

Deno.test("missing and superfluous words are answered with an example", () => {
  assertGolden(
    "words.txt",
    answers([
      ["filter"],
      ["set"],
      ["select"],
      ["drop"],
      ["rename"],
      ["sort"],
      ["sql"],
      ["limit"],
      ["limit", "ten"],
      ["limit", "-5"],
      ["limit", "5", "6"],
      ["top"],
      ["top", "10"],
      ["top", "ip"],
      ["window"],
      ["window", "1m", "ip"],
      ["write"],
      ["write", "a", "b"],
    ]),
  );
});

Deno.test("an expression that the shell took > from is recognised (C10)", () => {
  assertGolden(
    "redirects.txt",
    // filter status >= 500: the words `=` and `>` went into a redirection.
    answers(
      [["access.log", "filter", "status", "500"]],
      pretended({ "access.log": "", "=": "" }, "/home/me/="),
    ) + "\n" +
      // filter status >=500
      answers(
        [["access.log", "filter", "status"]],
        pretended({ "access.log": "", "=500": "" }, "/home/me/=500"),
      ) + "\n" +
      // filter ms > 500 AND level IS NULL
      answers(
        [["api.ndjson", "filter", "ms", "AND", "level", "IS", "NULL"]],
        pretended({ "api.ndjson": "", "500": "" }, "/home/me/500"),
      ) + "\n" +
      // Without knowledge of where standard output goes.
      answers([["filter", "status", "500", "AND", "slow"]]) + "\n" +
      // What was meant as it stands.
      answers([["filter", "slow"], ["filter", "status = 500"]]),
  );
});

Deno.test("a value of --param is not repeated in messages", () => {
  const error = assertThrows(
    () =>
      parseArguments(
        ["filter", "a", "--param", "pw=secret", "--param=k=hidden", "--bogus"],
        FILES,
      ),
    Fault,
  );
  const text = faultText(error);
  if (/secret|hidden/.test(text)) throw new Error(text);
});

Deno.test("all faults of a command line are told together", () => {
  const error = assertThrows(
    () => parseArguments(["limit", "ten", "then", "top", "ip"], FILES),
    Faults,
  );
  if (error.faults.length !== 2) throw error;
});

/** Faults of the plan as other floors make them: here it is their text that counts. */
function planFault(
  text: string,
  spot: string,
  what: string,
  mend: string,
): Fault {
  const start = text.indexOf(spot);
  const place = placeInText(
    "filter expression",
    text,
    start,
    start + spot.length,
  );
  return new Fault("sql/x", what, { place, mend });
}

Deno.test("several faults of a plan are told one below the other", () => {
  const faults = new Faults([
    planFault(
      'level == "error"',
      '"error"',
      "cannot read filter expression: there is no field error",
      `Text stands in single quotes: weir filter "level == 'error'"`,
    ),
    planFault(
      "a\n  AND lenght(b) > 1",
      "lenght",
      "cannot read filter expression: there is no function lenght",
      "Did you mean length?",
    ),
  ]);
  assertGolden("plan_faults.txt", faultText(faults));
});
