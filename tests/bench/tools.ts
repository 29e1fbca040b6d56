import { runLimited } from "./limited_process.ts";

/** Telling a version takes no longer unless it hangs. */
const LIMIT_MS = 20_000;

/** The programs that a benchmark may run. */
export type ToolName =
  | "weir"
  | "DuckDB"
  | "jq"
  | "Miller"
  | "ripgrep"
  | "deno";

/** What is known of a tool on this machine. */
export interface Tool {
  /** Words that start it. */
  readonly words: readonly string[];
  /** What it says of its version; `null` where it cannot be run. */
  readonly version: string | null;
  /** Why it cannot be run, and what to install; empty where it can. */
  readonly missing: string;
}

/** The tools, and how a command is kept on one core. */
export interface Toolbox {
  /** The tools by name. */
  readonly tools: Readonly<Record<ToolName, Tool>>;
  /** Words to put before a command to keep it on one core; none where the system has no way. */
  readonly oneCore: readonly string[];
}

const deno = Deno.execPath();
const duckdbWords = [deno, "run", "-A", "tests/bench/duckdb_peer.ts"];
const versionQuery =
  "COPY (SELECT 'DuckDB ' || version()) TO '/dev/stdout' (FORMAT csv, HEADER false)";

/**
 * Finds out which tools there are.
 *
 * @param weir Words that start weir.
 */
export async function findTools(weir: readonly string[]): Promise<Toolbox> {
  const taskset = ["taskset", "-c", "0"];
  const pinned = await firstLine([...taskset, "true"]);
  return {
    oneCore: "line" in pinned ? taskset : [],
    tools: {
      weir: await ownTool(weir),
      DuckDB: await tool(
        duckdbWords,
        ["1", versionQuery],
        "its npm package is @duckdb/node-api",
      ),
      jq: await tool(["jq"], ["--version"], "install the Debian package jq"),
      Miller: await tool(
        ["mlr"],
        ["--version"],
        "install the Debian package miller",
      ),
      ripgrep: await tool(
        ["rg"],
        ["--version"],
        "install the Debian package ripgrep",
      ),
      deno: await tool([deno], ["--version"], "install deno"),
    },
  };
}

/** weir is run whatever it says of its version: a fault of it belongs into the results. */
async function ownTool(words: readonly string[]): Promise<Tool> {
  const told = await firstLine([...words, "--version"]);
  const version = "line" in told ? told.line : `not told: ${told.failure}`;
  return { words, version, missing: "" };
}

async function tool(
  words: readonly string[],
  versionArgs: readonly string[],
  mend: string,
): Promise<Tool> {
  const told = await firstLine([...words, ...versionArgs]);
  return "line" in told
    ? { words, version: told.line, missing: "" }
    : { words, version: null, missing: `${told.failure}; ${mend}` };
}

type Told = { readonly line: string } | { readonly failure: string };

async function firstLine(words: readonly string[]): Promise<Told> {
  try {
    const { code, expired, stdout, stderr } = await runLimited(words, {
      limitMs: LIMIT_MS,
      env: { NO_COLOR: "1" },
      stdout: "piped",
    });
    if (expired) return { failure: `silent for ${LIMIT_MS / 1000} s` };
    return code === 0
      ? { line: firstOf(stdout) }
      : { failure: firstOf(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { failure: "not found" };
    throw error;
  }
}

function firstOf(text: string): string {
  return text.split("\n")[0]!.slice(0, 200);
}
