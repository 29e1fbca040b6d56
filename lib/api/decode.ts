import { Account, Fault, type InputFormat } from "../core/mod.ts";
import { combined, csv, lines, ndjson, PATTERN, tsv } from "../format/mod.ts";
import {
  Beginning,
  firstRow,
  firstState,
  formatsOf,
  inspect,
  type InspectOptions,
  type PlanState,
  timeFieldOf,
} from "../pipeline/mod.ts";
import { ownedBatch, StreamBatch, type StreamInput } from "./stream_batch.ts";
import { UTC } from "../time/mod.ts";

/** The formats that inputs may be in, in the order in which detection tries them. */
export const inputFormats: readonly InputFormat[] = [
  ndjson,
  combined,
  csv,
  tsv,
  lines,
];

/** How bytes are decoded. */
export interface DecodeOptions {
  /** `ndjson`, `csv`, `tsv`, `combined` or `lines`; detected from the first line when not given. */
  readonly format?: string;
  /** A regular expression that takes lines apart, as `--pattern`: its named groups are the fields. In place of `format`. */
  readonly pattern?: string;
  /** Names of the fields, for CSV without a header. */
  readonly fields?: readonly string[];
  /** `false` for CSV without a header line. */
  readonly header?: boolean;
  /** The field that holds the event time; found by its name when not given. */
  readonly time?: string;
  /** Whether the input is finite: windows then wait for its end unless they say otherwise. `true` when not given. */
  readonly finite?: boolean;
  /** Name of the input, for messages. */
  readonly source?: string;
  /** Where rows and bad rows are counted. */
  readonly account?: Account;
  /** Told of each row that is not well-formed; such rows are left out. */
  readonly onBad?: (fault: Fault) => void;
}

/**
 * Decodes bytes into batches of rows. Fields are decoded when a later
 * transform asks for them; here rows are found and checked.
 *
 * @throws {Fault} Where the format cannot be told, or the pattern takes no line apart.
 *
 * @example Rows of CSV as objects
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { decode, objects } from "../../mod.ts";
 *
 * const rows = ReadableStream.from([new TextEncoder().encode("a,b\n1,x\n")])
 *   .pipeThrough(decode({ format: "csv" })).pipeThrough(objects());
 * assertEquals(await Array.fromAsync(rows), [{ a: 1, b: "x" }]);
 * ```
 */
export function decode(
  options: DecodeOptions = {},
): TransformStream<Uint8Array, StreamBatch> {
  const logic = new DecodeLogic(options);
  return new TransformStream({
    transform: (chunk, controller) =>
      logic.take(chunk, (batch) => controller.enqueue(batch)),
    flush: (controller) => logic.end((batch) => controller.enqueue(batch)),
  });
}

type Hand = (batch: StreamBatch) => void;

const NONE = new Uint8Array(0);

class DecodeLogic {
  readonly #options: DecodeOptions;
  readonly #account: Account;
  readonly #inspecting: InspectOptions;
  readonly #beginning: Beginning;
  #open: {
    readonly input: StreamInput;
    readonly state: PlanState;
    readonly decoder: ReturnType<InputFormat["decoder"]>;
  } | null = null;

  constructor(options: DecodeOptions) {
    const { source = "stream", pattern, fields, header = true } = options;
    const formats = formatsOf(inputFormats, pattern);
    const format = options.format ??
      (pattern === undefined ? undefined : PATTERN);
    if (format !== undefined && !formats.some(({ name }) => name === format)) {
      throw new RangeError(
        `Cannot decode the stream as there is no such format: current value is ${format}`,
      );
    }
    this.#options = options;
    this.#account = options.account ?? new Account();
    this.#inspecting = { source, header, fields: fields ?? null, zone: UTC };
    this.#beginning = new Beginning({
      source,
      formats,
      format: format ?? null,
      enough: (format, head) =>
        firstRow(format, head, this.#inspecting) !== null,
    });
  }

  take(chunk: Uint8Array, hand: Hand): void {
    if (this.#open !== null) {
      this.#feed(chunk, false, hand);
      return;
    }
    const beginning = this.#beginning;
    const { space } = beginning;
    const first = chunk.subarray(0, space.length);
    space.set(first);
    beginning.add(first.length);
    if (!beginning.told() && beginning.space.length > 0) return;
    this.#begin(false);
    this.#feed(beginning.bytes, false, hand);
    this.#feed(chunk.subarray(first.length), false, hand);
  }

  end(hand: Hand): void {
    const begun = this.#open !== null;
    if (!begun) this.#begin(true);
    this.#feed(begun ? NONE : this.#beginning.bytes, true, hand);
  }

  #begin(ended: boolean): void {
    const { source, header, fields } = this.#inspecting;
    const beginning = this.#beginning;
    if (beginning.isWeir === true) {
      throw new Fault(
        "input/weir",
        "cannot decode the stream of another weir in a program",
        { mend: "Write it with `-o ndjson` or `-o csv` instead of `-o weir`" },
      );
    }
    const { format } = beginning.recognised();
    const found = inspect(format, beginning.bytes, ended, this.#inspecting);
    // How much more came with the first good row follows from the cuts.
    const met = found.fields ?? found.first ?? [];
    const input: StreamInput = {
      source,
      format,
      fields: found.fields,
      time: () =>
        timeFieldOf(
          this.#options.time ?? null,
          { ...found, met },
          "decode({ time: FIELD })",
        ),
      met,
      finite: this.#options.finite ?? true,
    };
    const types = new Map(
      (format.fixedFields ?? []).map(({ name, type }) => [name, type]),
    );
    this.#open = {
      input,
      state: firstState({
        fields: (found.fields ?? []).map((name) => ({
          name,
          type: types.get(name) ?? "ANY",
          origin: {
            kind: "input",
            path: [name],
            ...(types.get(name) === "TIMESTAMP"
              ? { moment: true as const }
              : {}),
          },
        })),
        open: found.fields === null,
        gone: new Set(),
        types,
      }),
      decoder: format.decoder({
        source,
        projection: [],
        header,
        ...(fields === null ? {} : { fields }),
      }),
    };
  }

  #feed(bytes: Uint8Array, last: boolean, hand: Hand): void {
    const { decoder } = this.#open!;
    let rest = bytes;
    do {
      const space = decoder.space();
      const length = Math.min(space.length, rest.length);
      space.set(rest.subarray(0, length));
      rest = rest.subarray(length);
      for (
        const batch of decoder.decode(length, last && rest.length === 0)
      ) this.#hand(batch, hand);
    } while (rest.length > 0);
  }

  #hand(
    batch: Parameters<typeof ownedBatch>[0] & {
      readonly bad: readonly { readonly row: number; fault(): Fault }[];
    },
    hand: Hand,
  ): void {
    const account = this.#account;
    account.read += batch.rows;
    account.bad += batch.bad.length;
    for (const { fault } of batch.bad) {
      if (account.firstBad === null || this.#options.onBad !== undefined) {
        const found = fault();
        account.firstBad ??= found;
        this.#options.onBad?.(found);
      }
    }
    const { input, state } = this.#open!;
    const { bad: _bad, ...plain } = batch;
    const lines = plain.lines!;
    const from = batch.rows === 0 ? 0 : lines.starts[0]!;
    const to = batch.rows === 0 ? 0 : lines.ends[batch.rows - 1]!;
    const first = batch.rows === 0 ? 0 : lines.lineOf(0);
    const moved = (offsets: Uint32Array) =>
      Uint32Array.from(
        offsets.subarray(0, batch.rows),
        (offset) => offset - from,
      );
    const bytes = lines.bytes.slice(from, to);
    const starts = moved(lines.starts);
    const owned = ownedBatch({
      ...plain,
      lines: {
        bytes,
        starts,
        ends: moved(lines.ends),
        source: lines.source,
        lineOf: (row) => first + lineEnds(bytes, starts[row]!),
      },
    }, []);
    hand(new StreamBatch(input, state, owned, new Map()));
  }
}

function lineEnds(bytes: Uint8Array, to: number): number {
  let count = 0;
  for (let at = 0; at < to; at++) if (bytes[at] === 10) count++;
  return count;
}
