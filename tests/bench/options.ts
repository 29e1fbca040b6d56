import { parseArgs } from "@std/cli/parse-args";

/** What the user asked for. */
export interface BenchOptions {
  /** Which data. */
  readonly seed: number;
  /** Size of each large file in megabytes. */
  readonly megabytes: number;
  /** How often each pair is run. */
  readonly rounds: number;
  /** How often a pair with a slow peer is run. */
  readonly slowRounds: number;
  /** Names of the only jobs to run; empty for all. */
  readonly only: readonly string[];
  /** Words that start weir; `null` to install this checkout and run that. */
  readonly weir: readonly string[] | null;
  /** Where the results go; `null` for the usual place. */
  readonly results: string | null;
}

/** What `--help` prints. */
export const USAGE = `deno task bench [OPTIONS]

  --size MB          size of each large file (512)
  --seed N           which data (1)
  --runs N           how often each pair is run (5)
  --slow-runs N      how often a pair with jq, Miller or another slow peer is run (1)
  --only JOB,JOB     only these jobs; --only help names them
  --weir COMMAND     how weir is started (this checkout is installed for the run, and started as users do)
  --results FILE     where the results go: RESULTS.md beside the script for all jobs
                     at full size, else beside the data
`;

const NAMES = ["size", "seed", "runs", "slow-runs", "only", "weir", "results"];

/**
 * Reads the command line.
 *
 * @returns What was asked for, or `null` where help was.
 * @throws {TypeError} If a word cannot be understood.
 */
export function readOptions(args: readonly string[]): BenchOptions | null {
  const unknown: string[] = [];
  const parsed = parseArgs(args, {
    string: NAMES,
    boolean: ["help"],
    alias: { help: "h" },
    unknown: (arg) => {
      unknown.push(arg);
      return false;
    },
  });
  if (unknown.length > 0) {
    throw new TypeError(
      `Cannot understand ${unknown.join(" ")}: --help tells what there is`,
    );
  }
  if (parsed.help === true) return null;
  const text = (name: string) => {
    const value = parsed[name];
    return typeof value === "string" ? value : null;
  };
  const whole = (name: string, usual: number, least: number) => {
    const value = Number(text(name) ?? usual);
    if (!Number.isSafeInteger(value) || value < least) {
      throw new TypeError(
        `Cannot take --${name} as ${
          text(name)
        }: give a whole number from ${least} up`,
      );
    }
    return value;
  };
  return {
    megabytes: whole("size", 512, 1),
    seed: whole("seed", 1, 0),
    rounds: whole("runs", 5, 1),
    slowRounds: whole("slow-runs", 1, 1),
    only: text("only")?.split(",") ?? [],
    weir: text("weir")?.split(" ") ?? null,
    results: text("results"),
  };
}
