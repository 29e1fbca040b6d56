import { Fault, type InputFormat, type Source } from "../core/mod.ts";
import { detectFormat, firstLine } from "../format/mod.ts";
import { isWeirStream } from "../format/weir_stream.ts";
import { nearestName } from "../sql/mod.ts";
import { type WeirState, weirState } from "./weir_input.ts";

/** As much of an input as is looked at to recognise it. */
const HEAD_BYTES = 65_536;
/** How long a live input is waited for once its first line is there. */
const WAIT_MS = 250;

/** An input that is open, with its beginning read. */
export interface OpenedInput {
  /** Where the rest comes from. */
  readonly source: Source;
  /** Its format. */
  readonly format: InputFormat;
  /** Why it was taken for that, in a few words. */
  readonly reason: string;
  /** The bytes that were read. */
  readonly head: Uint8Array;
  /** Whether they are all there is. */
  readonly ended: boolean;
  /** What another weir says of its rows, where the input is its stream (C6). */
  readonly weir: WeirState | null;
}

/** How an input is opened. */
export interface OpenOptions {
  /** The formats, in the order in which they are tried. */
  readonly formats: readonly InputFormat[];
  /** `--format`; `null` to detect it. */
  readonly format: string | null;
  /**
   * Whether the plan wants to see all fields of the beginning. Then a live
   * input is waited for a quarter of a second after its first line, so that
   * columns do not follow from how a pipe cuts its bytes.
   */
  readonly more: boolean;
  /**
   * Whether the beginning of a live input tells what the plan wants to know of
   * its first row. The first line alone may be a header, or bad. When not
   * given, the first line is enough.
   */
  readonly enough?: (format: InputFormat, head: Uint8Array) => boolean;
}

/**
 * Reads the beginning of an input and recognises its format by the first
 * line (C7).
 *
 * @throws {Fault} Where the format is unknown.
 */
export async function openInput(
  source: Source,
  options: OpenOptions,
): Promise<OpenedInput> {
  const buffer = new Uint8Array(HEAD_BYTES);
  let filled = 0;
  let ended = false;
  let line: string | null = null;
  let rest = source;
  while (filled < buffer.length) {
    const weir = filled === 0 ? null : isWeirStream(buffer.subarray(0, filled));
    if (weir === true) break;
    // Too few bytes of what may be a stream are no line either.
    if (weir === false) line ??= firstLine(buffer.subarray(0, filled), false);
    const ready = line !== null && !source.regular &&
      (options.enough?.(
        recognised(line, source, options).format,
        buffer.subarray(0, filled),
      ) ?? true);
    if (ready && !options.more) break;
    const space = buffer.subarray(filled);
    const reading = source.read(space);
    let length: number | null | "late";
    if (typeof reading === "object" && reading !== null) {
      length = await (ready ? within(reading) : reading);
    } else length = reading;
    if (length === "late") {
      rest = continued(source, reading as Promise<number | null>, space);
      break;
    }
    if (length === null) {
      ended = true;
      break;
    }
    filled += length;
  }
  const head = buffer.subarray(0, filled);
  if (isWeirStream(head) === true) return weirInput(rest, head, ended, options);
  line ??= firstLine(head, true) ?? "";
  return {
    source: rest,
    ...recognised(line, source, options),
    head,
    ended,
    weir: null,
  };
}

/** The stream of another weir: its rows are in the format that their lines are in. */
function weirInput(
  source: Source,
  head: Uint8Array,
  ended: boolean,
  { formats }: OpenOptions,
): OpenedInput {
  const weir = weirState(head);
  const format = formats.find(({ name }) => name === weir?.format);
  if (weir === null || format === undefined) {
    throw new Fault(
      "input/weir",
      "cannot read the stream of another weir: its head is too long, or it reads a format that this one does not",
      { mend: "Use the same version of weir at both ends of the pipe" },
    );
  }
  const reason = "it begins as the stream of another weir";
  return { source, format, reason, head, ended, weir };
}

function recognised(
  line: string,
  source: Source,
  { format, formats }: OpenOptions,
): { readonly format: InputFormat; readonly reason: string } {
  if (format !== null) {
    const named = formats.find(({ name }) => name === format);
    if (named !== undefined) return { format: named, reason: "--format" };
    const names = formats.map(({ name }) => name);
    const nearest = nearestName(format, names);
    throw new Fault("input/format", `cannot find the format ${format}`, {
      mend: nearest === null
        ? `The formats are: ${names.join(", ")}`
        : `Did you mean --format ${nearest}?`,
    });
  }
  if (line.trim() === "") {
    return { format: formats[0]!, reason: "the input is empty" };
  }
  return detectFormat({ line, source: source.name }, formats);
}

async function within<T>(reading: Promise<T>): Promise<T | "late"> {
  const late = Promise.withResolvers<"late">();
  const timer = setTimeout(() => late.resolve("late"), WAIT_MS);
  try {
    return await Promise.race([reading, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** A source whose first bytes are those of a read that is still under way. */
function continued(
  source: Source,
  reading: Promise<number | null>,
  from: Uint8Array,
): Source {
  let held: Uint8Array | null = null;
  let waiting: Promise<number | null> | null = reading;
  const hand = (into: Uint8Array): number => {
    const length = Math.min(into.length, held!.length);
    into.set(held!.subarray(0, length));
    held = held!.length === length ? null : held!.subarray(length);
    return length;
  };
  return {
    name: source.name,
    regular: source.regular,
    read(into) {
      if (held !== null) return hand(into);
      if (waiting === null) return source.read(into);
      const pending = waiting;
      return pending.then((length) => {
        waiting = null;
        if (length === null) return null;
        held = from.subarray(0, length);
        return hand(into);
      });
    },
    close: () => source.close(),
  };
}
