import { assert, assertEquals } from "@std/assert";
import {
  accountMatters,
  accountText,
  lateText,
} from "../../cli/terminal/account_text.ts";
import { Account, Fault } from "../../lib/core/mod.ts";

function account(counts: Partial<Account>): Account {
  return Object.assign(new Account(), counts);
}

Deno.test("accountText() balances what was read (D6)", () => {
  assertEquals(
    accountText(account({ read: 20_000, bad: 127 })),
    "weir: read 20,000 = kept 19,873 + filtered 0 + late 0 + bad 127\n",
  );
  assertEquals(
    accountText(
      account({ read: 10, filtered: 2, late: 1, bad: 3, open: 4 }),
    ),
    "weir: read 10 = kept 0 + filtered 2 + late 1 + bad 3 + open 4\n",
  );
  assertEquals(
    accountText(account({})),
    "weir: read 0 = kept 0 + filtered 0 + late 0 + bad 0\n",
  );
});

Deno.test("accountText() names the first place of each kind of trouble, aligned", () => {
  const at = (line: number, what: string) =>
    new Fault("x", what, { place: { source: "a\nb.log", line } });
  assertEquals(
    accountText(account({
      read: 20_000,
      bad: 1_270,
      firstBad: at(17, "cannot read row"),
      unreadable: 3,
      firstUnreadable: at(2, "'-' is no number"),
      failed: 12,
    })),
    `weir: read 20,000 = kept 18,730 + filtered 0 + late 0 + bad 1,270
  bad         1,270  first at a\\nb.log:17: cannot read row
  unreadable      3  first at a\\nb.log:2: '-' is no number
  failed         12
`,
  );
});

Deno.test("accountText() tells of partly late rows and refires where there are any (D6)", () => {
  assertEquals(
    accountText(account({ read: 9, partlyLate: 2, refired: 3, refires: 1 })),
    `weir: read 9 = kept 9 + filtered 0 + late 0 + bad 0
  partly late  2
  refired      3  in 1 answer of windows that had answered
`,
  );
  // A row that a window misses is lost to it; one that it answers again for is not.
  assert(accountMatters(account({ read: 9, partlyLate: 1 })));
  assert(!accountMatters(account({ read: 9, refired: 1, refires: 1 })));
});

Deno.test("accountText() tells bytes, time and windows when asked", () => {
  assertEquals(
    accountText(
      account({ read: 2, bytes: 5_000_000, windows: 1 }),
      { elapsedMs: 500, idleFired: true },
    ),
    `weir: read 2 = kept 2 + filtered 0 + late 0 + bad 0
  5.0 MB in 500 ms, 10 MB/s, 1 window
  the input was silent, so windows completed by the clock: another run may answer otherwise
`,
  );
});

Deno.test("accountMatters() is true for what was bad, late or unreadable", () => {
  assert(!accountMatters(account({ read: 5, filtered: 5 })));
  for (const name of ["bad", "late", "unreadable", "failed"] as const) {
    assert(accountMatters(account({ read: 5, [name]: 1 })), name);
  }
});

Deno.test("lateText() names the delay that would have kept the rows (T5)", () => {
  const us = 12_000_000;
  const few = account({ read: 1000, late: 2, latestByUs: us, missedByUs: us });
  assertEquals(
    lateText(few, { delayUs: 17_000_000, argv: ["window", "1m"] }),
    "weir: 2 rows were late (0.2 %), by up to 12s; --watermark 17s would have kept them\n",
  );
  assertEquals(lateText(account({ read: 9 }), { delayUs: 0, argv: [] }), "");
});

Deno.test("lateText() tells rows apart that were late for some of their windows only (T5)", () => {
  const text = (counts: Partial<Account>) =>
    lateText(
      account({ read: 1000, missedByUs: 7_000_000, ...counts }),
      { delayUs: 8_000_000, argv: ["window", "10s", "--every", "5s"] },
    );
  assertEquals(
    text({ partlyLate: 1 }),
    "weir: 1 row was late for some of its windows (0.1 %), by up to 7s; --watermark 8s would have kept it in all\n",
  );
  assertEquals(
    text({ late: 2, latestByUs: 2_000_000, partlyLate: 3 }),
    "weir: 2 rows were late (0.2 %), by up to 2s, and 3 for some of their windows; --watermark 8s would have kept them in all\n",
  );
  // The first window of a row that missed all of them was over for longer than the last.
  assertEquals(
    text({ late: 1, latestByUs: 2_000_000 }),
    "weir: 1 row was late (0.1 %), by up to 2s; --watermark 8s would have kept it in all of its windows\n",
  );
  assertEquals(
    text({ late: 1, partlyLate: 10 }).split("\n")[1],
    "  Run again: weir window --watermark 8s 10s --every 5s",
  );
});

Deno.test("lateText() has the command to run again where more than 1 % were late", () => {
  const many = account({
    read: 100,
    late: 2,
    latestByUs: 1_500_000,
    missedByUs: 1_500_000,
  });
  const again = (argv: readonly string[]) =>
    lateText(many, { delayUs: 6_500_000, argv }).split("\n")[1];
  const delay = "--watermark 6s500ms";
  assertEquals(
    again(["window", "--time", "ts", "1m", "--param", "pw=x"]),
    `  Run again: weir window ${delay} --time ts 1m --param pw=...`,
  );
  assertEquals(
    again(["window", "1m", "--watermark", "5s"]),
    `  Run again: weir window 1m ${delay}`,
  );
  assertEquals(
    again(["window", "1m", "--watermark=5s"]),
    "  Run again: weir window 1m --watermark=6s500ms",
  );
  assertEquals(
    again(["run", "job.weir"]),
    `  Put it behind the window of the job: window SIZE ${delay}`,
  );
  // Exactly one row in a hundred is not more than that.
  const edge = account({
    read: 100,
    late: 1,
    latestByUs: 1_000_000,
    missedByUs: 1_000_000,
  });
  assertEquals(
    lateText(edge, { delayUs: 6_000_000, argv: ["window", "1m"] }),
    "weir: 1 row was late (1.0 %), by up to 1s; --watermark 6s would have kept it\n",
  );
});
