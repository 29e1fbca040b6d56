import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { errorText } from "../../cli/fault_text.ts";
import { parseArguments } from "../../cli/parse/arguments.ts";
import { Fault, Faults } from "../../lib/core/mod.ts";
import type { RunSpec, SourceText } from "../../lib/pipeline/spec.ts";
import { assertGolden } from "./golden.ts";
import { pretended } from "./surroundings.ts";

function runJob(job: string, ...argv: readonly string[]): RunSpec {
  const command = parseArguments(
    ["run", "job.weir", ...argv],
    pretended({ "job.weir": job }),
  );
  if (command.kind !== "run") throw new TypeError("no run");
  assertEquals(command.job, { path: "job.weir", text: job });
  return command.spec;
}

/** A run without what differs between a job file and a command line: the blanks before texts, and their source. */
function bare(spec: RunSpec): { readonly stages: unknown } {
  const isText = (value: unknown): value is SourceText =>
    typeof value === "object" && value !== null && "source" in value;
  return JSON.parse(JSON.stringify(
    spec,
    (_key, value) =>
      isText(value) ? value.text.trim().replaceAll(/\s+/g, " ") : value,
  ));
}

function assertSame(job: string, argv: readonly string[]): void {
  const command = parseArguments(argv, pretended());
  if (command.kind !== "run") throw new TypeError("no run");
  assertEquals(bare(runJob(job)), bare(command.spec), job);
}

/** A job, and the command line that says the same. */
const JOBS: readonly (readonly [string, string[]])[] = [
  ["filter status >= 500\n", ["filter", "status >= 500"]],
  // As it is pasted from a shell.
  ["filter 'status >= 500'", ["filter", "status >= 500"]],
  ['filter "status >= 500"', ["filter", "status >= 500"]],
  [`filter 'level = '\\''error'\\'''`, ["filter", "level = 'error'"]],
  [`filter "level = 'error'"`, ["filter", "level = 'error'"]],
  [`filter "\\"odd name\\" > 1"`, ["filter", '"odd name" > 1']],
  // Quotes of the text's own.
  ["filter level = 'error'", ["filter", "level = 'error'"]],
  ["filter 'error' = level", ["filter", "'error' = level"]],
  ["filter 'a' || 'b' = 'c'", ["filter", "'a' || 'b' = 'c'"]],
  ["filter name = 'it''s'", ["filter", "name = 'it''s'"]],
  ['sort "odd name" DESC', ["sort", '"odd name" DESC']],
  // Continued lines, comments, empty lines.
  [
    "# first\n\nfilter a\n  AND b\n\n  # in between\n\tAND c\nlimit 5 # five\n",
    [
      "filter",
      "a AND b AND c",
      "then",
      "limit",
      "5",
    ],
  ],
  ["filter a # b\n  AND c", ["filter", "a AND c"]],
  ["filter x = '# no comment' AND a#b", [
    "filter",
    "x = '# no comment' AND a#b",
  ]],
  ["sql SELECT 1\n  FROM events\n  LIMIT 5", [
    "sql",
    "SELECT 1 FROM events LIMIT 5",
  ]],
  ["SELECT level\n  FROM events", ["SELECT level FROM events"]],
  // A text ends at a flag of its stage, or of the run, outside quotes.
  ["agg count(*) AS n --by service,level", [
    "agg",
    "count(*) AS n",
    "--by",
    "service,level",
  ]],
  ["agg 'count(*) AS n' --by 'lower(a), b'", [
    "agg",
    "count(*) AS n",
    "--by",
    "lower(a), b",
  ]],
  ["agg --by service", ["agg", "--by", "service"]],
  ["agg", ["agg"]],
  ["filter a = ' --stats' --stats", ["filter", "a = ' --stats'", "--stats"]],
  ["filter a - --b", ["filter", "a - --b"]],
  ["sql SELECT 1 -- not a flag", ["sql", "SELECT 1 -- not a flag"]],
  ["sql FROM events JOIN geo USING (ip) --table geo=geo.csv --no-stats", [
    "sql",
    "FROM events JOIN geo USING (ip)",
    "--table",
    "geo=geo.csv",
  ]],
  // Other stages have POSIX words.
  ["top 10 path --sum bytes", ["top", "10", "path", "--sum", "bytes"]],
  ["write 'my file.csv' --format csv", [
    "write",
    "my file.csv",
    "--format",
    "csv",
  ]],
  ["write my\\ file.csv", ["write", "my file.csv"]],
  ["rename old AS new,\n  b AS c", ["rename", "old AS new, b AS c"]],
  ["window 1d --offset -5h --zone Europe/Berlin --key 'a, b'", [
    "window",
    "1d",
    "--offset",
    "-5h",
    "--zone",
    "Europe/Berlin",
    "--key",
    "a, b",
  ]],
  // Inputs, and options of the run on lines of their own.
  ["read 'logs/*.gz' b.log --format combined\nlimit 1", [
    "read",
    "logs/*.gz",
    "b.log",
    "--format",
    "combined",
    "then",
    "limit",
    "1",
  ]],
  ["--stats -o csv\n--bad fail # at once\nlimit 1", [
    "--stats",
    "-o",
    "csv",
    "--bad",
    "fail",
    "limit",
    "1",
  ]],
  ["\ufefflimit 1\r\nfilter a\r\n", ["limit", "1", "then", "filter", "a"]],
  // `then` of CASE is none of ours.
  ["set a = CASE WHEN b THEN limit ELSE 0 END", [
    "set",
    "a = CASE WHEN b THEN limit ELSE 0 END",
  ]],
  ["set a = case when b then limit else 0 end", [
    "set",
    "a = case when b then limit else 0 end",
  ]],
];

Deno.test("a job file is the same run as its command line (C4)", () => {
  for (const [job, argv] of JOBS) assertSame(job, argv);
});

Deno.test("a place in a text of a job is a place in its file", () => {
  const job = `# a job
filter 'level = '\\''error'\\'' AND SPOT > 1'
agg count(*) AS n, # of rows
    # and
    sum(SPOT) AS s --by "SPOT"
window 1h --key=SPOT
top 5 SPOT --sum 'lower(SPOT)'
SELECT SPOT
  FROM events
`;
  const texts: SourceText[] = [];
  JSON.stringify(runJob(job), (_key, value) => {
    if (typeof value?.source === "string") texts.push(value);
    return value;
  });
  const found = texts.map(({ text, source }) => {
    assertEquals(source, "job.weir");
    return text.indexOf("SPOT");
  });
  const expected = [...job.matchAll(/SPOT/g)].map(({ index }) => index);
  assertEquals(found, expected);
});

Deno.test("--param fills words, and stays a parameter in texts (C4)", () => {
  const job = "filter ms > $least AND host = ${HOST:-x}\n" +
    "top $N \"$FIELD\" --by '$N'\n" +
    "write $OUT/${NAME:-a b}.csv\n";
  const spec = runJob(
    job,
    "--param=least=5; drop",
    "--param",
    "N=3",
    "--param",
    "FIELD=a b",
    "--param",
    "OUT=my dir",
  );
  assertEquals(bare(spec).stages, [
    { verb: "filter", expression: "ms > $least AND host = ${HOST:-x}" },
    { verb: "top", count: 3, field: "a b", sum: null, by: "$N" },
    { verb: "write", path: "my dir/a b.csv", format: null },
  ]);
  assertEquals({ ...spec.options.parameters }, {
    least: "5; drop",
    N: "3",
    FIELD: "a b",
    OUT: "my dir",
  });
});

Deno.test("a parameter is never taken from the environment", () => {
  Deno.env.set("WEIR_TEST_SIZE", "1m");
  try {
    assertThrows(() => runJob("window $WEIR_TEST_SIZE"), Fault, "no value");
  } finally {
    Deno.env.delete("WEIR_TEST_SIZE");
  }
});

Deno.test("a job's own --param is a default that the command line overrules", () => {
  const job =
    "--param SIZE=1m\nwindow $SIZE\nfilter n > $least --param least=5";
  const size = (spec: RunSpec) =>
    spec.stages.flatMap((stage) => stage.verb === "window" ? [stage.size] : []);
  assertEquals(size(runJob(job)), ["1m"]);
  const spec = runJob(job, "--param", "SIZE=1h", "--param", "least=7");
  assertEquals(size(spec), ["1h"]);
  assertEquals({ ...spec.options.parameters }, { SIZE: "1h", least: "7" });
});

Deno.test("the command line overrules options and inputs of a job", () => {
  const job = "read a.log --format csv --time t\nlimit 5 -o csv --stats";
  assertEquals(runJob(job).inputs, ["a.log"]);
  const spec = runJob(
    job,
    "b.log",
    "c.log",
    "-o",
    "table",
    "--no-stats",
    "--format",
    "lines",
  );
  assertEquals(spec.inputs, ["b.log", "c.log"]);
  assertEquals(spec.options.output, "table");
  assertEquals(spec.options.stats, false);
  assertEquals(spec.read.format, "lines");
  assertEquals(spec.read.time, "t");
});

Deno.test("explain reads a job as well", () => {
  const files = pretended({ "job.weir": "limit 5" });
  const command = parseArguments(["explain", "run", "job.weir"], files);
  assertEquals(command.kind, "explain");
});

Deno.test("what is wrong with a job is told with line, column and caret", () => {
  const jobs = [
    "",
    "# nothing\n",
    "  filter a\n",
    "filter a\nfiler b",
    "filter a\nwhere status >= 500",
    "filter a\nhead 5",
    "then filter a",
    "weir filter a",
    "limit 5 then filter a",
    "filter 'a > 1' then top 10 ip",
    "filter a > 1 then top 10 ip",
    "read a.log filter b",
    "filter a\nread b.log",
    "filter name = 'it's'",
    "write 'x",
    "window $SIZE",
    "agg count(*)\n  AS n --by",
    "limit 5 --by x",
    "limit ten\ntop ip",
    "--stats limit 5",
    "filter\nlimit 5",
    "filter a -o json",
    "limit 5 -o json",
    "window 1m --zone\tMars --bogus",
  ];
  const text = jobs.map((job) => {
    let answer: string;
    try {
      answer = `no fault: ${JSON.stringify(bare(runJob(job)).stages)}\n`;
    } catch (error) {
      answer = errorText(error, { texts: new Map([["job.weir", job]]) });
    }
    return `$ ${JSON.stringify(job)}\n${answer}`;
  }).join("\n");
  assertGolden("jobs.txt", text);
});

Deno.test("reading a job ends in a run or in faults, whatever it holds", () => {
  const piece = fc.constantFrom(
    ..."filter limit top agg sql read then window write set 5 x = > ' \" \\ # $ ${ } $a ${b:-c} --by --stats -o csv ( ) é 😀"
      .split(" "),
    " ",
    "\n",
    "\n  ",
    "\t",
    "\r\n",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        runJob(pieces.join(""));
      } catch (error) {
        if (!(error instanceof Fault || error instanceof Faults)) throw error;
        errorText(error);
      }
    }),
    { numRuns: 2000 },
  );
});

Deno.test("reading a command line ends in a command or in faults, whatever it holds", () => {
  const word = fc.constantFrom(
    ..."filter limit top agg sql read then window write set run explain help formats where grep head 5 x x=1 a>1 ' \" \\ # $a --by --by=x --stats --no-stats -o -ocsv csv -- - -x --zz -1 --param k=v --types"
      .split(" "),
    "",
    "SELECT 1",
    "a\nb",
    "status >= 500",
    "\u001b[2J",
  );
  const files = pretended({ x: "limit 5", "5": "" }, "/tmp/=5");
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (argv) => {
      try {
        parseArguments(argv, files);
      } catch (error) {
        if (!(error instanceof Fault || error instanceof Faults)) throw error;
        errorText(error);
      }
    }),
    { numRuns: 5000 },
  );
});
