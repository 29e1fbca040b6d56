import {
  type Account,
  type Clock,
  type DecodedBatch,
  type Decoder,
  Fault,
  type Source,
} from "../core/mod.ts";
import { chain, type Emit, type Step } from "../stream/mod.ts";
import type { BadPolicy } from "./bad_policy.ts";
import type { Findings } from "./findings.ts";
import { metFields } from "./inspect.ts";
import { endInTurn } from "./late.ts";
import { bytesOf, newestAt, unreadBytes } from "./part_of_batch.ts";
import { turn } from "./turn.ts";
import { unlessStopped } from "./unless_stopped.ts";
import { whileSilent } from "./while_silent.ts";

/** How long a file is read before signals and workers get a turn. */
const TURN_MS = 16;
/** Bytes that may wait in a step whose answers come later. */
const BACKLOG_BYTES = 64 * 1024 * 1024;

/** One input that is open and recognised. */
export interface OpenInput {
  /** Where its bytes come from. */
  readonly source: Source;
  /** Its decoder, already told what to project. */
  readonly decoder: Decoder;
  /** Bytes that were read to recognise it. */
  readonly head: Uint8Array;
  /** The names of fields that rows bring, where each may bring its own. */
  readonly namesIn: (rows: Uint8Array) => readonly string[];
}

/** Several inputs as one. */
export interface Runs {
  /** The rows that come next, and where the bytes that were read end in their buffer; `null` where there are no more. */
  next(): Promise<{ batch: DecodedBatch; end: number } | null>;
}

/** What drives the steps and takes their results. */
export interface DriveOptions {
  /** The steps, first to last. */
  readonly steps: readonly Step[];
  /** Takes what leaves the last step. */
  readonly emit: Emit;
  /** Writes results that were gathered; awaited where they are many or the input pauses. */
  readonly write: () => Promise<void>;
  /** Whether so much was gathered that it must be written before more is made. */
  readonly full: () => boolean;
  /** Counts rows and bytes. */
  readonly account: Account;
  /** What becomes of bad rows. */
  readonly bad: BadPolicy;
  /** What steps find amiss about rows. */
  readonly findings: Findings;
  /**
   * Whether rows are pushed one by one: where rows that a stage made may end
   * the run, those behind the one that they came of were never read.
   */
  readonly byRow: boolean;
  /** How many of the steps take rows of the input, which alone are counted as open. */
  readonly inputSteps: number;
  /** Stops the run where it is. */
  readonly signal: AbortSignal;
  /** How long a live input may be silent before windows complete by the wall clock (T7). */
  readonly idleUs: number;
  /** What time it is. */
  readonly clock: Clock;
  /** Told when windows are about to complete by the wall clock. */
  readonly onIdle: () => void;
}

/**
 * Pushes inputs through steps, one batch at a time.
 *
 * Nothing is read before what came of the last chunk was taken: a slow reader
 * of the results slows the source, and memory stays flat.
 */
export class Drive {
  readonly #options: DriveOptions;
  readonly #feeds: readonly Emit[];
  #turnedMs = performance.now();
  #broken: Fault | null = null;
  /** How many rows of the batch at hand were looked at. */
  #covered = 0;
  /** How many rows of the batch that ended the run count as read. */
  #counted = 0;
  /** Whether the input has been silent for too long. */
  #silent = false;

  /**
   * Joins the steps.
   *
   * @param options The steps, what takes their results, and what counts.
   */
  constructor(options: DriveOptions) {
    this.#options = options;
    this.#feeds = chain(options.steps, options.emit);
  }

  /** Whether no later input can change the results. */
  get done(): boolean {
    return this.#options.signal.aborted ||
      this.#options.steps.some((step) => step.done === true);
  }

  /**
   * Reads one input to its end, or until the run is done.
   *
   * @returns The names of fields that its rows have, without those behind the one
   * that ended the run; `null` where they are too many to be kept.
   */
  async read(input: OpenInput): Promise<readonly string[] | null> {
    const { source, decoder } = input;
    const canEnd = this.#options.steps.some(({ done }) => done !== undefined);
    let head = input.head;
    let before: readonly string[] = [];
    while (!this.done) {
      const space = decoder.space();
      let length: number | null;
      if (head.length > 0) {
        length = Math.min(head.length, space.length);
        space.set(head.subarray(0, length));
        head = head.subarray(length);
      } else {
        length = await this.#next(source, space);
        if (this.#options.signal.aborted) break;
      }
      const end = space.byteOffset + (length ?? 0);
      this.#options.account.bytes += length ?? 0;
      for (const batch of decoder.decode(length ?? 0, length === null)) {
        this.#push(batch, end);
        if (this.done) {
          return decoder.fields ??
            [...before, ...input.namesIn(bytesOf(batch, this.#counted))];
        }
        if (canEnd) before = [...metFields(decoder) ?? []];
      }
      if (length === null) break;
      await this.#breathe();
    }
    return metFields(decoder);
  }

  /**
   * Reads several inputs as one, until all have ended or the run is done.
   *
   * @returns Whether they have ended.
   */
  async readMerged(inputs: Runs): Promise<boolean> {
    while (!this.done) {
      let run;
      try {
        run = await inputs.next();
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        this.#broken = error;
        return false;
      }
      if (run === null) return !this.#options.signal.aborted;
      this.#push(run.batch, run.end);
      await this.#breathe();
    }
    return false;
  }

  /** Whether the input at hand is silent, so that windows complete by the wall clock. */
  get silent(): boolean {
    return this.#silent;
  }

  /** Whether some windows complete by the clock alone (T9). */
  get ticking(): boolean {
    return this.#options.steps.some(({ tick }) => tick !== undefined);
  }

  /** What broke an input off, if anything did. */
  get broken(): Fault | null {
    return this.#broken;
  }

  /** Reads on. A file that is cut off or damaged ends there: what came before counts. */
  async #next(source: Source, space: Uint8Array): Promise<number | null> {
    try {
      const reading = source.read(space);
      if (typeof reading !== "object" || reading === null) return reading;
      // It may fail while results are written, before anybody waits for it.
      reading.catch(() => {});
      await this.pause();
      return await this.#whileIdle(
        unlessStopped(reading, this.#options.signal),
        source,
      );
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#broken = error;
      return null;
    }
  }

  /** Ends the input: every window completes, and everything is written. */
  async end(): Promise<void> {
    await endInTurn(this.#options.steps, this.#feeds);
    await this.#options.write();
  }

  /** Stops early: what is complete is written, what is not counts as open. */
  async stop(): Promise<void> {
    const { steps, inputSteps, account } = this.#options;
    for (const step of steps.slice(0, inputSteps)) {
      account.open += step.heldRows ?? 0;
    }
    for (const step of steps) await step.settle?.();
    await this.#options.write();
  }

  /** @param end Where the bytes that were read end in their buffer. */
  #push(batch: DecodedBatch, end: number): void {
    const { account, findings } = this.#options;
    findings.within(batch, 0, () => {
      const before = { ...account };
      account.read += batch.rows;
      const covered = this.#pushRows(batch);
      if (!this.#ended) return Infinity;
      const rows = this.#counted = this.#takeBack(covered, before);
      account.bytes -= unreadBytes(batch, rows - 1, end);
      return rows;
    });
  }

  /** Pushes rows until the run is done; tells how many of the batch's rows were looked at. */
  #pushRows(batch: DecodedBatch): number {
    const { account, bad, findings } = this.#options;
    let position = 0;
    for (const { row, fault } of batch.bad) {
      if (bad.policy !== "aside") {
        position = this.#pushUpTo(row, batch, position);
        if (this.#ended) return this.#covered;
        findings.settle(row);
      }
      account.bad++;
      findings.addBad(row, () => bad.take(batch.lines, row, fault));
      if (bad.policy === "inTurn") findings.settle(row + 1);
      if (bad.policy === "fail") return row + 1;
    }
    this.#pushUpTo(batch.rows, batch, position);
    return this.#covered;
  }

  /** Whether no further row is to be pushed. */
  get #ended(): boolean {
    const { bad, findings } = this.#options;
    return this.done || (bad.policy === "fail" && findings.bad.length > 0);
  }

  /**
   * Pushes the selected rows before a row.
   *
   * @param from The position in the selection to start at.
   * @returns The position behind them.
   */
  #pushUpTo(row: number, batch: DecodedBatch, from: number): number {
    const { bad, byRow, findings } = this.#options;
    const feed = this.#feeds[0]!;
    this.#covered = row;
    if (from === 0 && row === batch.rows && (!byRow || row === 0)) {
      feed(batch);
      from = batch.selected;
    } else {
      const selection = batch.selection ??
        Uint32Array.from({ length: batch.rows }, (_, at) => at);
      let to = from;
      while (to < batch.selected && selection[to]! < row) to++;
      while (from < to && !this.#ended) {
        const part = selection.subarray(from, byRow ? from + 1 : to);
        from += part.length;
        feed({
          ...batch,
          ...newestAt(batch, selection, from),
          selection: part,
          selected: part.length,
        });
        this.#covered = selection[from - 1]! + 1;
      }
      if (!this.#ended) this.#covered = row;
    }
    // The time step stops at the first row that ends the run.
    const [failed] = findings.bad;
    if (bad.policy === "fail" && failed !== undefined) {
      this.#covered = failed + 1;
    }
    return from;
  }

  /**
   * Rows behind the one that ended the run count as not read, however much of
   * them a chunk held.
   *
   * @param covered How many rows of the batch were looked at.
   * @returns How many of them count.
   */
  #takeBack(
    covered: number,
    before: Pick<Account, "read" | "bad" | "filtered">,
  ): number {
    const { account, findings, steps } = this.#options;
    const rows = Math.min(
      covered,
      ...steps.flatMap(({ done, lastRow }) =>
        done === true && lastRow !== undefined ? [lastRow + 1] : []
      ),
    );
    const bad = findings.bad.filter((row) => row < rows).length;
    const filtered = account.filtered - before.filtered;
    // Rows that a stage of another weir made are not counted where they are dropped.
    if (rows < covered && filtered > 0) {
      const all = findings.bad.filter((row) => row < covered).length;
      const kept = covered - all - filtered;
      account.filtered = before.filtered + rows - bad - kept;
    }
    account.read = before.read + rows;
    account.bad = before.bad + bad;
    return rows;
  }

  /** After a chunk: starts what was saved up, and waits where too much is under way. */
  async #breathe(): Promise<void> {
    const { steps, full, write } = this.#options;
    for (let at = 0; at < steps.length; at++) {
      steps[at]!.flush?.(this.#feeds[at + 1]!);
    }
    if (full()) await write();
    for (const step of steps) {
      if ((step.backlogBytes ?? 0) > BACKLOG_BYTES) await step.settle?.();
    }
    if (performance.now() - this.#turnedMs > TURN_MS) {
      await turn();
      this.#turnedMs = performance.now();
    }
  }

  /** Before waiting for input: results that are ready leave at once. */
  async pause(): Promise<void> {
    await this.#options.write();
  }

  /** While input is silent: event time has gone on with the wall clock by so much. */
  async silence(byUs: number): Promise<void> {
    const idle = this.#idleSteps();
    await this.#move((step, emit) => {
      if (idle.includes(step)) step.advance?.(byUs, emit);
    });
  }

  /** While input is silent: steps whose rows have the time of reading look at the clock. */
  async tick(): Promise<void> {
    await this.#move((step, emit) => step.tick?.(emit));
  }

  async #move(one: (step: Step, emit: Emit) => void): Promise<void> {
    const { steps, write } = this.#options;
    steps.forEach((step, at) => {
      one(step, this.#feeds[at + 1]!);
      step.flush?.(this.#feeds[at + 1]!);
    });
    await write();
  }

  /** The steps that event time moves: those behind a clock are told by it. */
  #idleSteps(): readonly Step[] {
    const { steps } = this.#options;
    const ticking = steps.findIndex(({ tick }) => tick !== undefined);
    return ticking < 0 ? steps : steps.slice(0, ticking);
  }

  /** Waits for input; while it is silent too long, event time goes on with the clock. */
  async #whileIdle<T>(reading: Promise<T>, source: Source): Promise<T> {
    const { clock, idleUs, onIdle } = this.#options;
    const timed = this.#idleSteps().some(({ advance }) => advance);
    const { ticking } = this;
    if ((!timed && !ticking) || source.regular) return await reading;
    const sinceUs = clock.nowUs();
    try {
      return await whileSilent(reading, {
        idleMs: timed ? idleUs / 1_000 : Infinity,
        onIdle: async () => {
          this.#silent = true;
          onIdle();
          await this.silence(clock.nowUs() - sinceUs);
        },
        onTick: ticking ? () => this.tick() : null,
      });
    } finally {
      this.#silent = false;
    }
  }
}
