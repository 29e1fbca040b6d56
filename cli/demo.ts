/**
 * Shows the main job on an access log: `deno task demo`.
 *
 * It starts the command itself, feeds it the log through a pipe, and ends with
 * the command line that it ran.
 *
 * @module
 */
import { wrapped } from "./help/wrap.ts";
import { MARK } from "./install/shim.ts";
import { shellText } from "./parse/shell_text.ts";

const LOG = "fixtures/access.log";
const COLUMNS = 80;
/** The log is played back in so many pieces where somebody watches. */
const PIECES = 120;
const PIECE_MS = 40;

/** What the demo asks, a line each: as it is printed, and as it is run. */
const LINES: readonly (readonly string[])[] = [
  ["filter", "status >= 400"],
  ["then", "window", "1h", "--watermark", "1m"],
  [
    "then",
    "sql",
    `SELECT status, path, count(*) AS hits, count(DISTINCT ip) AS ips,
      round(100 * count(*) / sum(count(*)) OVER (), 1) AS percent
    FROM events GROUP BY ALL ORDER BY hits DESC LIMIT 2`,
  ],
  ["then", "drop", "window_end", "-o", "table"],
];

const root = new URL("../", import.meta.url);
const isWindows = Deno.build.os === "windows";
const encoder = new TextEncoder();

if (import.meta.main) Deno.exit(await demo());

async function demo(): Promise<number> {
  const watched = Deno.stdout.isTerminal();
  const pace = watched ? ", played back in a few seconds" : "";
  await say(
    `One Monday of a shop comes through a pipe: 20,000 lines of its access log${pace}. ` +
      "Failed requests are kept as they come. Whenever an hour is complete, " +
      "SQL tells the two that were most frequent in it.",
  );
  await write("\n");
  const status = await play(watched ? PIECE_MS : 0);
  if (status !== 0) return status;
  await write("\n");
  await say(
    "At 11:00 one address tried doors that are not there; at 13:00 the shop itself failed for many.",
  );
  await write(await ending());
  return 0;
}

/** Feeds the log to the command, whose results go straight to stdout. */
async function play(pieceMs: number): Promise<number> {
  const log = await Deno.readFile(new URL(LOG, root));
  const size = Math.ceil(log.length / PIECES);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "cli/main.ts", ...LINES.flat()],
    cwd: root,
    stdin: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  try {
    for (let at = 0; at < log.length; at += size) {
      await writer.write(log.subarray(at, at + size));
      if (pieceMs > 0) await new Promise((go) => setTimeout(go, pieceMs));
    }
    await writer.close();
  } catch (error) {
    // The command ended before its input did: its status tells why.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
  return (await child.status).code;
}

/** The command line, with the words that start weir here. */
async function ending(): Promise<string> {
  const { weir, task } = await commandWords();
  const advice = [
    "This was the command line. Change it, and run it again;",
    "with --stats it also tells what became of every row.",
    ...(task === null ? [] : [
      `\`${task} install\` puts a weir on your PATH, which is less to type.`,
    ]),
  ];
  const folder = decodeURIComponent(root.pathname).replace(/\/$/, "");
  const isHere = (Deno.env.get("INIT_CWD") ?? Deno.cwd()) === folder;
  const lines = LINES.map(shellText);
  return [
    ...wrapped(advice.join(" "), COLUMNS),
    "",
    ...(isHere ? [] : [`cd ${shellText([folder])}`]),
    [`cat ${LOG} | ${weir}`, ...lines].join(" \\\n  "),
    "",
  ].join("\n");
}

/**
 * How weir is started here, and how its tasks are, which is `null` where weir
 * is installed: by Deno, or by the Deno that npx fetches.
 */
async function commandWords(): Promise<
  { readonly weir: string; readonly task: string | null }
> {
  const folders = (Deno.env.get("PATH") ?? "").split(isWindows ? ";" : ":");
  const weirs = folders.map((folder) =>
    Deno.readTextFile(`${folder}/weir${isWindows ? ".cmd" : ""}`)
      .then((text) => text.includes(MARK), () => false)
  );
  if ((await Promise.all(weirs)).includes(true)) {
    return { weir: "weir", task: null };
  }
  // One that npx fetched is on the PATH only while npx runs.
  const lasting = folders.filter((folder) => !/[/\\]_npx[/\\]/.test(folder));
  const denos = lasting.map((folder) =>
    Deno.stat(`${folder}/deno${isWindows ? ".exe" : ""}`)
      .then(({ isFile }) => isFile, () => false)
  );
  const deno = (await Promise.all(denos)).includes(true)
    ? "deno"
    : "npx -y deno@2.9.6";
  return { weir: `${deno} run -A cli/main.ts`, task: `${deno} task` };
}

/** A paragraph. */
function say(text: string): Promise<void> {
  return write(`${wrapped(text, COLUMNS).join("\n")}\n`);
}

async function write(text: string): Promise<void> {
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length;) {
    at += await Deno.stdout.write(bytes.subarray(at));
  }
}
