import { Fault } from "../../lib/core/mod.ts";

/** What reading a command line may look at outside of it; tests bring their own. */
export interface Surroundings {
  /** Whether there is a file of that name. */
  exists(path: string): boolean;
  /**
   * The text of a job file.
   *
   * @throws {Fault} If it cannot be read.
   */
  readText(path: string): string;
  /** The file that standard output was redirected to, where that can be told. */
  outputPath(): string | null;
}

/** The real files. */
export const realSurroundings: Surroundings = {
  exists(path) {
    try {
      Deno.lstatSync(path);
      return true;
    } catch {
      return false;
    }
  },
  readText(path) {
    try {
      return Deno.readTextFileSync(path);
    } catch (cause) {
      throw new Fault(
        "job/unreadable",
        `cannot read job file ${path}: ${reason(cause)}`,
        {
          cause,
          mend: "Name the job first, then its files: weir run JOB FILE",
        },
      );
    }
  },
  outputPath() {
    if (Deno.stdout.isTerminal()) return null;
    try {
      const path = Deno.readLinkSync("/proc/self/fd/1");
      return path.startsWith("/") && !path.startsWith("/dev/") ? path : null;
    } catch {
      // Not Linux, or not permitted, as for an installed weir.
      return freshFile();
    }
  },
};

/**
 * A file here that a shell made just now for `> 500` or `>= 500`: its name is
 * the number, or begins with the equals sign.
 */
function freshFile(): string | null {
  try {
    const secondsAgo = (time: Date | null) =>
      time === null
        ? Infinity
        : (performance.timeOrigin - time.getTime()) / 1000;
    for (const { name, isFile } of Deno.readDirSync(".")) {
      if (!isFile || !/^(?:=.*|\d+(?:\.\d+)?)$/.test(name)) continue;
      const { mtime, size } = Deno.statSync(name);
      if (size === 0 && secondsAgo(mtime) < 2) return name;
    }
  } catch {
    // Advice that cannot be had is left out.
  }
  return null;
}

function reason(cause: unknown): string {
  if (cause instanceof Deno.errors.NotFound) return "there is no such file";
  if (cause instanceof Deno.errors.PermissionDenied) {
    return "permission denied";
  }
  if (cause instanceof Deno.errors.IsADirectory) return "it is a directory";
  if (cause instanceof Deno.errors.InvalidData) return "it is not valid UTF-8";
  return cause instanceof Error ? cause.message : String(cause);
}
