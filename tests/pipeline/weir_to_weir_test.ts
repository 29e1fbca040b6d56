// C6: stages joined by `then` and stages in two processes with `-o weir` between them give the same bytes.
import { assertEquals } from "@std/assert";
import { recut } from "../recut.ts";
import { weir } from "./weir.ts";

const ROWS = '{"t":1,"x":3,"y":"a","g":{"k":1}}\n' +
  '{"t":12,"x":1,"y":"b"}\n' +
  '{"t":5,"x":2.0,"y":"a","x2":[1,2]}\n' +
  '{"t":31,"x":9007199254740993}\n' +
  'no json\n{"t":28,"x":"q","y":"é\\n"}\n{"t":52,"x":-0.0}\n';
const CSV = 't,x,y\n1,3,a\n12,1,b\n5,2.0,a\n31,,\n28,q,"é\n"\n52,0,\n';
const TEXT = "1 3 a\n12 1 b\n5 2.0 a\n31 \nno match\n28 q é\n52 0 \n";
const PATTERN = ["--pattern", "^(?P<t>\\d+) (?:(?P<x>\\S+) )?(?<y>.*)$"];
const WINDOW = ["window", "10s", "--time", "t", "--watermark", "3s"];
const TIME = ["--time", "t"];

const FIRST: readonly (readonly string[])[] = [
  ["filter", "x > 1"],
  ["filter", "_time IS NOT NULL", ...TIME],
  ["set", "z = x * 2"],
  ["set", "x = upper(y), at = _time", ...TIME],
  ["select", "y, x, t"],
  ["rename", "x AS w"],
  ["drop", "y"],
  ["limit", "3"],
  ["sort", "x DESC"],
  ["top", "2", "y"],
  ["agg", "count(*) AS n, sum(t) AS x", "--by", "y"],
  WINDOW,
  [...WINDOW, "--key", "y"],
  [...WINDOW, "then", "sort", "x"],
  [...WINDOW, "then", "limit", "1"],
  [...WINDOW, "then", "agg", "count(*) AS n, max(t) AS x", "--by", "y"],
  [...WINDOW, "then", "top", "1", "y"],
];
const THEN: readonly (readonly string[])[] = [
  ["filter", "true"],
  ["filter", "x > 1"],
  ["set", "q = x"],
  ["set", "l = _line"],
  ["select", "x"],
  ["agg", "count(*) AS c, max(x) AS x"],
  ["sort", "x"],
  ["limit", "2"],
  ["top", "1", "x"],
  ["window", "1m", "then", "agg", "count(*) AS c"],
  ["window", "20s", "--watermark", "0s", "then", "sort", "x"],
];

const INPUTS: readonly [string, string, ...string[]][] = [
  ["NDJSON", ROWS],
  ["CSV", CSV],
  ["text", TEXT, ...PATTERN],
];

for (const [format, stdin, ...read] of INPUTS) {
  for (const first of FIRST) {
    Deno.test(`${first.join(" ")} of ${format} may end one process, whatever the next one does`, async (t) => {
      const passed = await weir([...read, ...first, "-o", "weir"], {
        stdin,
      });
      for (const then of THEN) {
        const joined = await weir([...read, ...first, "then", ...then], {
          stdin,
        });
        // What `then` refuses, a process of its own may refuse in other words.
        if (joined.exit !== 0) continue;
        await t.step(then.join(" "), async () => {
          for (const length of [passed.bytes.length, 3]) {
            const apart = await weir(then, {
              stdin: recut(passed.bytes, length, "weir"),
            });
            assertEquals(apart.stdout, joined.stdout, apart.stderr);
          }
        });
      }
    });
  }
}

Deno.test("a pattern goes along through any number of processes", async () => {
  const one = await weir([...PATTERN, "filter", "t > 1", "-o", "weir"], {
    stdin: TEXT,
  });
  const two = await weir(["filter", "t < 50", "-o", "weir"], {
    stdin: [one.bytes],
  });
  const three = await weir(["select", "t, x, y"], { stdin: [two.bytes] });
  assertEquals(
    three.stdout,
    '{"t":12,"x":1,"y":"b"}\n{"t":5,"x":2.0,"y":"a"}\n' +
      '{"t":31,"x":null,"y":""}\n{"t":28,"x":"q","y":"é"}\n',
  );
});
