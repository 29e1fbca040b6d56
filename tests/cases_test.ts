import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parse } from "@std/toml/parse";
import { main } from "../cli/main.ts";
import type { Account } from "../lib/core/mod.ts";
import { FixedClock, parseTimestamp } from "../lib/time/mod.ts";
import { type GoldenCase, goldenFaults } from "./golden_case.ts";
import { recut } from "./recut.ts";

const FOLDER = new URL("./cases/", import.meta.url);
const NOW = "2026-05-05T00:00:00Z";

function* casePaths(folder = ""): Generator<string> {
  const entries = [...Deno.readDirSync(new URL(folder, FOLDER))]
    .sort((a, b) => a.name < b.name ? -1 : 1);
  for (const { name, isDirectory } of entries) {
    if (isDirectory) yield* casePaths(`${folder}${name}/`);
    else if (name.endsWith(".toml")) yield folder + name;
  }
}

function readCase(path: string): GoldenCase {
  const value = parse(Deno.readTextFileSync(new URL(path, FOLDER)));
  const faults = goldenFaults(value);
  if (faults.length > 0) throw new TypeError(faults.join("; "));
  return value as unknown as GoldenCase;
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

/** What one run of a case gave. */
interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
  readonly account: Account | null;
}

async function run(
  golden: GoldenCase,
  folder: string,
  chunks: readonly Uint8Array[],
): Promise<Outcome> {
  const output: number[] = [];
  let stderr = "";
  let account: Account | null = null;
  const exit = await main(
    golden.args.map((word) => word.replaceAll("@/", `${folder}/`)),
    {
      stdin: ReadableStream.from(chunks),
      stdout: (bytes) => {
        // The bytes are the writer's again once the promise is settled.
        for (const byte of bytes) output.push(byte);
        return Promise.resolve();
      },
      stderr: (text) => {
        stderr += text;
      },
      isTerminal: golden.columns !== undefined,
      columns: golden.columns ?? 80,
      clock: new FixedClock(parseTimestamp(golden.now ?? NOW)!),
      onAccount: (counted) => {
        account = counted;
      },
    },
  );
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const plain = (text: string) => text.replaceAll(`${folder}/`, "@/");
  return {
    stdout: plain(strict.decode(Uint8Array.from(output))),
    stderr: plain(stderr),
    exit,
    account,
  };
}

/** The account as plain data: two faults are the same where they say the same. */
function counts(account: Account | null): unknown {
  return account === null ? null : JSON.parse(JSON.stringify(account));
}

/** Every row is one of bad, filtered, late, open and kept (D6). */
function assertBalances(account: Account): void {
  const { read, bad, filtered, late, open, kept } = account;
  for (
    const [name, count] of Object.entries({
      read,
      bad,
      filtered,
      late,
      open,
      kept,
    })
  ) {
    assert(
      Number.isSafeInteger(count) && count >= 0,
      `the account does not balance: ${name} is ${count}`,
    );
  }
  assertEquals(kept + filtered + late + bad + open, read);
}

function assertOutcome(golden: GoldenCase, outcome: Outcome): void {
  const { stdout, stderr, exit, account } = outcome;
  assertEquals(stdout, golden.stdout, `stdout differs; stderr was:\n${stderr}`);
  if (golden.stderr !== undefined) assertEquals(stderr, golden.stderr);
  for (const part of golden.stderr_has ?? []) {
    assertStringIncludes(stderr, part);
  }
  for (const part of golden.stderr_lacks ?? []) {
    assert(!stderr.includes(part), `stderr has ${part}:\n${stderr}`);
  }
  // Never a stack trace, and every message is ours.
  assert(!/^\s+at .*\.ts:\d+/m.test(stderr), stderr);
  assert(stderr === "" || stderr.startsWith("weir: "), stderr);
  assertEquals(exit, golden.exit ?? 0, `exit status; stderr was:\n${stderr}`);
  if (account !== null) assertBalances(account);
  if (golden.account !== undefined) {
    const counted = account as Account | null;
    assert(counted !== null, "the command gave no account");
    const names = Object.keys(
      golden.account,
    ) as (keyof typeof golden.account)[];
    assertEquals(
      Object.fromEntries(names.map((name) => [name, counted[name]])),
      golden.account,
    );
  }
}

/** Runs a case in a folder of its own, with its stdin in these chunks. */
async function check(
  golden: GoldenCase,
  chunks: readonly Uint8Array[],
): Promise<Outcome> {
  const folder = await Deno.makeTempDir({ prefix: "weir-case-" });
  try {
    for (const [name, content] of Object.entries(golden.files ?? {})) {
      await Deno.writeTextFile(`${folder}/${name}`, content);
    }
    for (const [name, content] of Object.entries(golden.files_base64 ?? {})) {
      await Deno.writeFile(`${folder}/${name}`, bytesOf(content));
    }
    const outcome = await run(golden, folder, chunks);
    assertOutcome(golden, outcome);
    for (const [name, content] of Object.entries(golden.written ?? {})) {
      const written = await Deno.readTextFile(`${folder}/${name}`);
      assertEquals(written, content, `what was written to ${name}`);
    }
    return outcome;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const path of casePaths()) {
  Deno.test(`case ${path.replace(/\.toml$/, "")}`, async (t) => {
    const golden = readCase(path);
    const stdin = golden.stdin_base64 !== undefined
      ? bytesOf(golden.stdin_base64)
      : new TextEncoder().encode(golden.stdin ?? "");
    let whole: Outcome | null = null;
    await t.step("as it stands", async () => {
      whole = await check(golden, stdin.length === 0 ? [] : [stdin]);
    });
    if (stdin.length < 2 || whole === null) return;
    const first: Outcome = whole;
    // The engine takes a second to start: queries are cut one way, the rest two.
    const sizes = golden.args.some((word) =>
        /^(sql|SELECT |FROM |WITH )/.test(word)
      )
      ? [7]
      : [1, 7];
    for (const size of sizes) {
      await t.step(
        size === 1 ? "byte by byte" : `re-cut at random, 1 to ${size} bytes`,
        async () => {
          const again = await check(golden, recut(stdin, size, path));
          assertEquals(again.stderr, first.stderr, "stderr depends on chunks");
          assertEquals(
            counts(again.account),
            counts(first.account),
            "the account depends on chunks",
          );
        },
      );
    }
  });
}
