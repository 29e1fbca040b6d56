/** Where something stands: in an input, a query, a job file or the command line. */
export interface Place {
  /** A path, `stdin`, or what the text is called (`filter expression`). */
  readonly source: string;
  /** Physical line, counted from 1. */
  readonly line?: number;
  /** Column in characters, counted from 1. */
  readonly column?: number;
  /** The text around the spot: one line, not yet cut or escaped. */
  readonly excerpt?: string;
  /** Characters from the start of the excerpt to the spot. */
  readonly caret?: number;
  /** How many characters the spot covers; 1 when not given. */
  readonly caretLength?: number;
}

/** What a {@linkcode Fault} is made from. */
export interface FaultOptions {
  /** Where it stands. */
  readonly place?: Place;
  /** How to mend it: an imperative that names a real flag or edit. */
  readonly mend?: string;
  /** What led to it. */
  readonly cause?: unknown;
  /** Exit status that the command ends with; 2 when not given. */
  readonly status?: number;
}

/**
 * A fault in data, query, flags or files: what could not be done and why,
 * where, and how to mend it. Thrown when the run cannot go on; counted and
 * reported when it can.
 *
 * @example What a user would read
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const fault = new Fault("json/truncated", "cannot read row as JSON: input ends inside an object", {
 *   mend: "Pass --bad-to FILE to keep such lines, or --bad fail to stop at the first",
 * });
 * assertEquals(fault.code, "json/truncated");
 * ```
 */
export class Fault extends Error {
  /** The name of the class. */
  override readonly name = "Fault";
  /** A stable code of the form `area/cause`. */
  readonly code: string;
  /** Where it stands, if anywhere. */
  readonly place: Place | null;
  /** How to mend it, if there is a way. */
  readonly mend: string | null;
  /** Exit status that the command ends with. */
  readonly status: number;

  /**
   * Describes a fault.
   *
   * @param code A stable code of the form `area/cause`.
   * @param what What could not be done and why, without a full stop.
   * @param options Where it stands, how to mend it, what led to it.
   */
  constructor(code: string, what: string, options: FaultOptions = {}) {
    super(
      what,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.place = options.place ?? null;
    this.mend = options.mend ?? null;
    this.status = options.status ?? 2;
  }
}

/** Several faults of one plan, reported together. */
export class Faults extends Error {
  /** The name of the class. */
  override readonly name = "Faults";
  /** The faults, in the order of the text they stand in. */
  readonly faults: readonly Fault[];

  /**
   * Gathers faults.
   *
   * @param faults At least one fault.
   */
  constructor(faults: readonly Fault[]) {
    super(faults.map((fault) => fault.message).join("; "));
    this.faults = faults;
  }
}

/** The place of a span of characters in a text that may have several lines. */
export function placeInText(
  source: string,
  text: string,
  start: number,
  end: number = start + 1,
): Place {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text.indexOf("\n", lineStart);
  const excerpt = text.slice(
    lineStart,
    lineEnd === -1 ? text.length : lineEnd,
  );
  return {
    source,
    line: text.slice(0, lineStart).split("\n").length,
    column: start - lineStart + 1,
    excerpt,
    caret: start - lineStart,
    caretLength: Math.max(1, Math.min(end, lineStart + excerpt.length) - start),
  };
}
