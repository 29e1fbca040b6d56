import type { Printed } from "./answer.ts";
import type { Command } from "./measure.ts";
import { shellText } from "./shell_text.ts";
import type { Toolbox, ToolName } from "./tools.ts";

/** One way to do a job: a tool, its command line, and how to read its answer. */
export interface Contender {
  /** What the results call it; unique within a race. */
  readonly name: string;
  /** The tool. */
  readonly tool: ToolName;
  /** What is run. */
  readonly command: Command;
  /** What a reader would type. */
  readonly shown: string;
  /** How its answer is printed: `lines` for lines of the input as they came, `none` if it gives no answer. */
  readonly printed: Printed | "lines" | "none";
  /** Where the columns of the answer stand, if not first. */
  readonly positions?: readonly number[];
}

/** What every contender may be told. */
interface Ways {
  /** Runs on one core. */
  readonly oneCore?: boolean;
  /** A file on stdin. */
  readonly stdin?: string;
}

/** Makes contenders from command lines. */
export interface Contenders {
  /**
   * weir, with its arguments.
   *
   * Its windowed answers begin with the start and end of the window, of which
   * the end is left out.
   */
  weir(
    args: readonly string[],
    ways: Ways & {
      readonly windowed?: boolean;
      readonly lines?: boolean;
      /** Tells it from another weir in the same race. */
      readonly detail?: string;
    },
  ): Contender;
  /** Native DuckDB, which prints a SELECT as NDJSON, or as lines where it has one column of them. */
  duckdb(
    select: string,
    ways: Ways & { readonly threads: number; readonly lines?: boolean },
  ): Contender;
  /** jq, its lines counted by `sort` and `uniq`. */
  jqCounted(program: string, path: string, ways: Ways): Contender;
  /** Miller, printing NDJSON. */
  miller(args: readonly string[], ways: Ways): Contender;
  /** ripgrep. */
  ripgrep(pattern: string, path: string, ways: Ways): Contender;
  /** deno on a script. */
  deno(script: string): Contender;
}

/** Makes contenders for the tools and cores of this machine. */
export function contenders(toolbox: Toolbox): Contenders {
  const { tools, oneCore } = toolbox;

  function contender(
    tool: ToolName,
    own: {
      readonly args: readonly string[];
      readonly words?: readonly string[];
      readonly shown?: string;
      readonly detail?: string;
      readonly printed: Contender["printed"];
      readonly positions?: readonly number[];
    },
    ways: Ways,
  ): Contender {
    const pin = ways.oneCore ? oneCore : [];
    const words = [...pin, ...own.words ?? tools[tool].words, ...own.args];
    const details = [own.detail, pin.length > 0 ? "one core" : undefined]
      .filter((detail) => detail !== undefined);
    const program = { Miller: "mlr", ripgrep: "rg" }[tool as string] ?? tool;
    const from = ways.stdin === undefined ? "" : ` < ${ways.stdin}`;
    return {
      name: [tool, ...details].join(", "),
      tool,
      command: {
        words,
        ...ways.stdin === undefined ? {} : { stdin: ways.stdin },
      },
      shown: own.shown ?? `${program} ${shellText(own.args)}${from}`,
      printed: own.printed,
      ...own.positions === undefined ? {} : { positions: own.positions },
    };
  }

  return {
    weir: (args, ways) =>
      contender("weir", {
        args,
        printed: ways.lines ? "lines" : "ndjson",
        ...ways.detail === undefined ? {} : { detail: ways.detail },
        ...ways.windowed ? { positions: [0, 2, 3, 4, 5] } : {},
      }, ways),
    duckdb(select, ways) {
      // A delimiter that no line holds, and no quotes: lines come out as they are.
      const format = ways.lines
        ? "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER e'\\x01'"
        : "FORMAT json";
      const copy = `COPY (${select}) TO '/dev/stdout' (${format})`;
      return contender("DuckDB", {
        args: [String(ways.threads), copy],
        shown: copy,
        detail: ways.threads === 1 ? "1 thread" : `${ways.threads} threads`,
        printed: ways.lines ? "lines" : "ndjson",
      }, ways);
    },
    jqCounted(program, path, ways) {
      const shown = `jq -r ${
        shellText([program, path])
      } | LC_ALL=C sort | uniq -c`;
      return contender("jq", {
        words: ["sh", "-c", shown],
        args: [],
        shown,
        printed: "counted",
      }, ways);
    },
    miller: (args, ways) =>
      contender("Miller", { args, printed: "ndjson" }, ways),
    ripgrep: (pattern, path, ways) =>
      contender("ripgrep", {
        args: [pattern, path],
        printed: "lines",
      }, ways),
    deno: (script) =>
      contender("deno", {
        args: ["run", script],
        shown: "deno run empty.ts",
        printed: "none",
      }, {}),
  };
}
