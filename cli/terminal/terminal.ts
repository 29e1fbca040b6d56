/** What weir has around it: terminals or pipes, and how wide they are. */
export interface Terminal {
  /** Whether standard input is typed by a person. */
  readonly inputIsTerminal: boolean;
  /** Whether results go to a person. */
  readonly outputIsTerminal: boolean;
  /** Whether messages go to a person. */
  readonly errorIsTerminal: boolean;
  /** Columns of the terminal; `null` where there is none. */
  readonly columns: number | null;
  /** Rows of the terminal; `null` where there is none. */
  readonly rows: number | null;
  /** Whether results may be coloured. */
  readonly outputColour: boolean;
  /** Whether messages may be coloured. */
  readonly errorColour: boolean;
}

/** Looks at the terminal, and at the variables `NO_COLOR` and `TERM`. */
export function terminal(): Terminal {
  const outputIsTerminal = Deno.stdout.isTerminal();
  const errorIsTerminal = Deno.stderr.isTerminal();
  const size = outputIsTerminal || errorIsTerminal ? consoleSize() : null;
  const colour = !Deno.noColor && variable("TERM") !== "dumb";
  return {
    inputIsTerminal: Deno.stdin.isTerminal(),
    outputIsTerminal,
    errorIsTerminal,
    columns: size?.columns ?? null,
    rows: size?.rows ?? null,
    outputColour: outputIsTerminal && colour,
    errorColour: errorIsTerminal && colour,
  };
}

function consoleSize(): { columns: number; rows: number } | null {
  try {
    const { columns, rows } = Deno.consoleSize();
    return columns > 0 ? { columns, rows } : null;
  } catch {
    return null;
  }
}

/** A variable of the environment, where weir may look at it. */
function variable(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch {
    return undefined;
  }
}
