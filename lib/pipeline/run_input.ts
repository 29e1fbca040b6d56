import { type Decoder, Fault, type InputFormat } from "../core/mod.ts";
import { UTC } from "../time/mod.ts";
import type { OpenInput } from "./drive.ts";
import { formatsOf } from "./formats_of.ts";
import { namesIn } from "./input_columns.ts";
import type { InputFacts } from "./make_plan.ts";
import type { Opened } from "./open_and_plan.ts";
import { type OpenedInput, openInput } from "./open_input.ts";
import type { RunIo } from "./run_io.ts";
import type { ReadOptions } from "./spec.ts";
import { WeirInput } from "./weir_input.ts";

/** What the inputs of a run share. */
export interface InputOptions {
  /** The fields to decode. */
  readonly projection: Parameters<InputFormat["decoder"]>[0]["projection"];
  /** What is known of the first input. */
  readonly facts: InputFacts;
  /** Told of each decoder as it is made. */
  readonly onDecoder: (decoder: Decoder) => void;
}

/** One input of a run: opens it as the plan wants it. */
export class RunInput {
  readonly #at: number;
  readonly #read: ReadOptions;
  readonly #io: RunIo;
  readonly #options: InputOptions;
  /** The place of the input that the plan goes by. */
  readonly #planned: number;
  /** The input, where it is open already, until it is taken. */
  #first: OpenedInput | null;
  #opened: OpenedInput;

  /**
   * Opens nothing yet.
   *
   * @param at Its place among the inputs.
   * @param first The one that was opened for the plan, and those before it.
   */
  constructor(
    at: number,
    first: Pick<Opened, "opened" | "at" | "given">,
    read: ReadOptions,
    io: RunIo,
    options: InputOptions,
  ) {
    this.#at = at;
    this.#planned = first.at;
    this.#first = first.given.get(at) ?? null;
    this.#opened = first.opened;
    this.#read = read;
    this.#io = io;
    this.#options = options;
  }

  /** Whether it is the stream of another weir; known once it is open. */
  get isWeir(): boolean {
    return this.#opened.weir !== null;
  }

  /** Opens it at its beginning; a regular file may be opened again. */
  async open(): Promise<OpenInput> {
    const { formats, inputs, open } = this.#io;
    const { format, pattern, fields, header, zone } = this.#read;
    const opened = this.#opened = this.#first ??
      await openInput(open(inputs[this.#at]!), {
        formats: formatsOf(formats, pattern),
        format,
        more: false,
      });
    this.#first = null;
    const source = opened.source.name;
    const { projection } = this.#options;
    const decoder = opened.weir === null
      ? opened.format.decoder({
        source,
        projection,
        header,
        zonelessIsUtc: zone === null || zone === UTC.name,
        ...(fields === null ? {} : { fields }),
      })
      : new WeirInput(source, opened.format, opened.weir, projection);
    this.#options.onDecoder(decoder);
    return {
      source: opened.source,
      decoder,
      head: opened.head,
      namesIn: (rows) => namesIn(opened.format, source, rows),
    };
  }

  /** Tells where the header of an input lacks fields of the first. */
  checkFields({ fields }: Decoder): void {
    const { facts } = this.#options;
    const first = facts.inspection.fields;
    if (this.#at === this.#planned || first === null || fields === null) return;
    const missing = first.filter((name) => !fields.includes(name));
    if (missing.length === 0) return;
    this.#io.onNote(
      new Fault(
        "input/header",
        `${this.#opened.source.name} has no field ${missing.join(", ")}`,
        { mend: "They are NULL in its rows" },
      ),
    );
  }
}
