import {
  type DecodedBatch,
  type Decoder,
  Fault,
  type ProjectedField,
} from "../core/mod.ts";
import { nearestName } from "../sql/mod.ts";
import { floored, timeAt } from "../stream/mod.ts";
import type { Drive } from "./drive.ts";
import { decodeAll, metFields } from "./inspect.ts";
import { LateAgain } from "./late_again.ts";
import type { InputFacts } from "./make_plan.ts";
import { MergeInputs } from "./merge/merge_inputs.ts";
import type { Opened } from "./open_and_plan.ts";
import { RunInput } from "./run_input.ts";
import type { RunIo, RunResult } from "./run_io.ts";
import type { Settings } from "./settings.ts";
import type { RunSpec } from "./spec.ts";
import { CLOCK_TICK_MS } from "./while_silent.ts";

/** What the inputs of a run are read with. */
export interface RunInputsOptions {
  /** The run as the user wrote it. */
  readonly spec: RunSpec;
  /** What stands around it. */
  readonly io: RunIo;
  /** Its options, read. */
  readonly settings: Settings;
  /** The input that was opened for the plan, and those that were opened before it. */
  readonly first: Pick<Opened, "opened" | "at" | "given">;
  /** What is known of it. */
  readonly facts: InputFacts;
  /** Told when windows are about to complete by the wall clock. */
  readonly onIdle: () => void;
  /** Stops the reading. */
  readonly signal: AbortSignal;
}

/** Reads the inputs of a run: in turn, or as one where their rows have times. */
export class RunInputs {
  readonly #options: RunInputsOptions;
  readonly #met = new Set<string>();
  /** Whether all fields that rows have are met. */
  #complete = true;
  #waiting = false;
  #live: boolean;
  /** Which of inputs that are read in turn is read. */
  #at = 0;
  #merge: MergeInputs | null = null;
  /** Whether the rows of merged inputs have times of their own. */
  #timed = false;
  #decoder: Decoder | null = null;

  /** Reads nothing yet. */
  constructor(options: RunInputsOptions) {
    this.#options = options;
    this.#live = !options.facts.regular;
  }

  /** The decoder of the first input, which has its header; `null` before that is read. */
  get decoder(): Decoder | null {
    return this.#decoder;
  }

  /** Whether an input is read, so that what is made meanwhile should not wait for more of it. */
  get waiting(): boolean {
    return this.#waiting;
  }

  /** How far the reading is, for a report. */
  progress(): {
    readonly live: boolean;
    readonly at: number;
    readonly clocks: ReturnType<MergeInputs["clocks"]> | null;
  } {
    const clocks = this.#timed ? this.#merge?.clocks() ?? null : null;
    return { live: this.#live, at: this.#at, clocks };
  }

  /** Those of the names that no row had, with the nearest that one had; none where not all names are known. */
  missing(names: readonly string[]): RunResult["missing"] {
    const { account } = this.#options.io;
    if (!this.#complete || account.read === account.bad) return [];
    const met = [...this.#met];
    return names.filter((name) => !this.#met.has(name)).map((name) => ({
      name,
      nearest: nearestName(name, met),
    }));
  }

  /** The late rows that are read again behind the inputs, learnt before those are; `null` where there are none. */
  async lateAgain(): Promise<LateAgain | null> {
    const { io, first } = this.#options;
    const { inputs, restated = 0 } = io;
    if (restated === 0) return null;
    const { source, format, weir } = first.opened;
    if (weir !== null) throw mixedInputs(source.name);
    const again = new LateAgain(format.name);
    for (let at = inputs.length - restated; at < inputs.length; at++) {
      const input = this.#input(at, [], () => {});
      const { source, decoder, head } = await input.open();
      try {
        for (const batch of decodeAll(decoder, head, false)) again.learn(batch);
        for (let ended = false; !ended;) {
          const space = decoder.space();
          const length = await source.read(space);
          ended = length === null;
          for (const batch of decoder.decode(length ?? 0, ended)) {
            again.learn(batch);
          }
        }
      } finally {
        source.close();
      }
    }
    return again;
  }

  /**
   * Reads all inputs to their ends, or until the run is done.
   *
   * @param timeColumn Where event times stand; `null` where rows have none.
   * @param again The late rows that come behind them.
   */
  async read(
    drive: Drive,
    projection: readonly ProjectedField[],
    timeColumn: number | null,
    again: LateAgain | null,
  ): Promise<void> {
    const { first, io } = this.#options;
    const { inputs: names, restated = 0 } = io;
    const all = names.map((_, at) =>
      this.#input(at, projection, (decoder) => {
        // Inputs before the one that the plan goes by have no rows.
        if (at === first.at || this.#decoder === null) this.#decoder = decoder;
      })
    );
    const inputs = all.slice(0, all.length - restated);
    const live = inputs.length > 1 && drive.ticking &&
      names.some((name) => io.isRegular?.(name) === false);
    if ((timeColumn !== null && inputs.length > 1) || live) {
      await this.#readMerged(drive, inputs, timeColumn);
    } else await this.#readInTurn(drive, inputs);
    again?.beginLate();
    await this.#readInTurn(drive, all.slice(inputs.length));
  }

  #input(
    at: number,
    projection: readonly ProjectedField[],
    onDecoder: (decoder: Decoder) => void,
  ): RunInput {
    const { first, spec, io, facts } = this.#options;
    const options = { projection, facts, onDecoder };
    return new RunInput(at, first, spec.read, io, options);
  }

  async #readInTurn(
    drive: Drive,
    inputs: readonly RunInput[],
  ): Promise<void> {
    for (const input of inputs) {
      if (drive.done || drive.broken !== null) break;
      const open = await input.open();
      this.#live ||= !open.source.regular;
      try {
        this.#waiting = true;
        const met = await drive.read(open);
        // What another weir passes on does not tell which fields rows had.
        if (input.isWeir || met === null) this.#complete = false;
        for (const field of met ?? []) this.#met.add(field);
        input.checkFields(open.decoder);
        // A run that is stopped has not come to the end of it.
        if (!drive.done) this.#at++;
      } finally {
        this.#waiting = false;
        open.source.close();
      }
    }
  }

  /** Inputs whose rows have times are read as one (T6); so are live ones whose rows have the time of reading (T9). */
  async #readMerged(
    drive: Drive,
    inputs: readonly RunInput[],
    timeColumn: number | null,
  ): Promise<void> {
    const { io, settings, onIdle, signal } = this.#options;
    this.#timed = timeColumn !== null;
    const merge = this.#merge = new MergeInputs({
      inputs: inputs.map((input, at) => ({
        isRegular: io.isRegular?.(io.inputs[at]!) ?? true,
        open: async () => {
          const open = await input.open();
          this.#live ||= !open.source.regular;
          if (input.isWeir) throw mixedInputs(open.source.name);
          return open;
        },
        done: ({ decoder }) => {
          for (const field of metFields(decoder) ?? []) this.#met.add(field);
          input.checkFields(decoder);
          this.#at++;
        },
      })),
      asTheyCome: timeColumn === null,
      timesOf: (batch) =>
        timeColumn === null
          ? new Float64Array(batch.rows)
          : timesOf(batch, timeColumn, settings),
      onPause: () => drive.pause(),
      idleUs: settings.idleUs,
      clock: settings.clock,
      onIdle,
      onSilence: (byUs) => drive.silence(byUs),
      ...(drive.ticking
        ? { ticks: { everyMs: CLOCK_TICK_MS, onTick: () => drive.tick() } }
        : {}),
      onBytes: (length) => io.account.bytes += length,
      signal,
    });
    this.#waiting = true;
    try {
      // A run that ended early does not know which fields the other rows have.
      if (!await drive.readMerged(merge)) this.#complete = false;
    } finally {
      this.#waiting = false;
      merge.close();
    }
  }
}

/** Event times of rows; NaN for what is too far ahead too: it is bad, and moves no clock (T8). */
function timesOf(
  batch: DecodedBatch,
  timeColumn: number,
  { clock, maxAheadUs, zone, precisionUs }: Settings,
): Float64Array {
  const latestUs = clock.nowUs() + maxAheadUs;
  const column = batch.columns[timeColumn]!;
  return Float64Array.from({ length: batch.rows }, (_, row) => {
    const timeUs = floored(timeAt(column, row, zone), precisionUs);
    return timeUs <= latestUs ? timeUs : NaN;
  });
}

function mixedInputs(name: string): Fault {
  return new Fault(
    "input/weir",
    `cannot read ${name} beside other inputs, as it is the stream of another weir`,
    { mend: "Name all files in the first weir of the pipe" },
  );
}
