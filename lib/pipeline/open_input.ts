import { Fault, type InputFormat, type Source } from "../core/mod.ts";
import { Beginning, type BeginningOptions } from "./beginning.ts";
import { formatsOf } from "./formats_of.ts";
import { type WeirState, weirState } from "./weir_input.ts";

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
export interface OpenOptions extends Omit<BeginningOptions, "source"> {
  /**
   * Whether the plan wants to see all fields of the beginning. Then a live
   * input is waited for a quarter of a second after its first line, so that
   * columns do not follow from how a pipe cuts its bytes.
   */
  readonly more: boolean;
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
  const beginning = new Beginning({ ...options, source: source.name });
  let ended = false;
  let rest = source;
  while (beginning.space.length > 0 && beginning.isWeir !== true) {
    // More of a regular file is there at once.
    const ready = !source.regular && beginning.told();
    if (ready && !options.more) break;
    const { space } = beginning;
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
    beginning.add(length);
  }
  const head = beginning.bytes;
  if (beginning.isWeir === true) return weirInput(rest, head, ended, options);
  return {
    source: rest,
    ...beginning.recognised(),
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
  const format = formatsOf(formats, weir?.pattern)
    .find(({ name }) => name === weir?.format);
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
