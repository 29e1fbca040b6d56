import {
  type Column,
  ColumnBuilder,
  type DecodedBatch,
  type Decoder,
  type FieldType,
  type InputFormat,
  type Lines,
  type ProjectedField,
} from "../core/mod.ts";
import { encodeLines } from "../format/mod.ts";
import { WeirDecoder } from "../format/weir_stream.ts";
import { decodeAll } from "./inspect.ts";
import { NO_LINES } from "./no_lines.ts";
import type { Shape, ShapeField } from "./shape.ts";
import type { PlanState } from "./state.ts";

/** How rows stand that come from another weir: plain data of a {@linkcode PlanState}. */
export interface WeirState {
  /** The format of the lines. */
  readonly format: string;
  /** The pattern that takes the lines apart, where that is their format. */
  readonly pattern?: string | null;
  /** Names fixed by their header or format; `null` where each row brings its own. */
  readonly names: readonly string[] | null;
  /** The header line, for lines that leave as they came. */
  readonly header: string | null;
  /** Names met at the beginning. */
  readonly met: readonly string[];
  /** The field that holds the event time. */
  readonly timeField: string | null;
  /** Whether the first input was a regular file (T5). */
  readonly regular: boolean;
  /** The state; sets and maps as lists. */
  readonly state:
    & Omit<PlanState, "shape" | "steps">
    & {
      readonly shape: Omit<Shape, "gone" | "types"> & {
        readonly gone: readonly string[];
        readonly types: readonly (readonly [string, FieldType])[];
      };
    };
  /** Columns have numbers below this. */
  readonly nextId: number;
}

/** The state of another weir, as it was there. */
export function stateFrom({ state }: WeirState): PlanState {
  const { shape } = state;
  return {
    ...state,
    steps: [],
    shape: {
      ...shape,
      gone: new Set(shape.gone),
      types: new Map(shape.types),
    },
  };
}

/** A state as plain data for the next weir. */
export function stateOf(state: PlanState): WeirState["state"] {
  const { steps: _steps, shape, ...rest } = state;
  return {
    ...rest,
    shape: { ...shape, gone: [...shape.gone], types: [...shape.types] },
  };
}

/** The columns of a shape that no decoder makes, and so go along in the stream. */
export function madeFields(shape: Shape): readonly ShapeField[] {
  return shape.fields.filter(({ origin }) => origin.kind !== "input");
}

/**
 * Reads the stream of another weir as if its rows were decoded here: fields
 * are read from the lines again, columns that it made follow them.
 */
export class WeirInput implements Decoder {
  readonly #stream: WeirDecoder;
  readonly #inner: InputFormat | null;
  readonly #names: readonly string[] | null;
  #projection: readonly ProjectedField[];

  /**
   * Waits for a stream.
   *
   * @param source What it is called in messages.
   * @param inner The format of its lines; `null` where rows have none.
   * @param about What its head says.
   * @param projection The fields wanted from the lines.
   */
  constructor(
    source: string,
    inner: InputFormat | null,
    about: WeirState,
    projection: readonly ProjectedField[],
  ) {
    this.#stream = new WeirDecoder(source);
    this.#inner = inner;
    this.#names = about.names;
    this.#projection = projection;
  }

  /** Every row brings what its lines hold. */
  get fields(): readonly string[] | null {
    return this.#names;
  }

  /** Free memory to read the next bytes into. */
  space(): Uint8Array {
    return this.#stream.space();
  }

  /** Replaces the fields wanted from the lines. */
  project(projection: readonly ProjectedField[]): void {
    this.#projection = projection;
  }

  /** The batches that are complete now. */
  *decode(length: number, last: boolean): Iterable<DecodedBatch> {
    for (const batch of this.#stream.decode(length, last)) {
      const own = this.#fromLines(batch.lines, batch.rows);
      yield {
        ...batch,
        columns: [...own, ...batch.columns],
        lines: batch.lines ?? NO_LINES,
        bad: [],
      };
    }
  }

  #fromLines(lines: Lines | null, rows: number): Column[] {
    const builders = this.#projection.map(({ as }) =>
      new ColumnBuilder(as === "text" ? "spans" : "values")
    );
    if (lines !== null && this.#inner !== null && rows > 0) {
      const decoder = this.#inner.decoder({
        source: lines.source,
        projection: this.#projection,
        header: false,
        ...(this.#names === null ? {} : { fields: this.#names }),
      });
      const bytes = encodeLines().encode({
        rows,
        columns: [],
        selection: null,
        selected: rows,
        lines,
        timesUs: null,
        newestUs: null,
        windows: null,
      });
      for (const part of decodeAll(decoder, bytes, true)) {
        part.columns.forEach((column, at) => {
          for (let row = 0; row < part.rows; row++) {
            builders[at]!.appendFrom(column, row);
          }
        });
      }
    }
    return builders.map((builder) => {
      while (builder.rows < rows) builder.appendNull(true);
      return builder.finish();
    });
  }
}

/** What the head of a stream says, read from its first bytes; `null` while there are too few. */
export function weirState(head: Uint8Array): WeirState | null {
  const decoder = new WeirDecoder("stdin");
  for (const _ of decodeAllHead(decoder, head)) break;
  const found = decoder.head;
  return found === null ? null : JSON.parse(found.about.state!) as WeirState;
}

function* decodeAllHead(
  decoder: WeirDecoder,
  head: Uint8Array,
): Iterable<unknown> {
  let rest = head;
  while (rest.length > 0) {
    const space = decoder.space();
    const length = Math.min(space.length, rest.length);
    space.set(rest.subarray(0, length));
    rest = rest.subarray(length);
    yield* decoder.decode(length, false);
  }
}
