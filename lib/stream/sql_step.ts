import {
  type Account,
  type Batch,
  type Column,
  ColumnBuilder,
  type Engine,
  Fault,
  type Field,
  type Pane,
  type Query,
  rowAt,
  type Rows,
  type Table,
  Tag,
  type TimeWindow,
  type ToldWindow,
  valueAt,
} from "../core/mod.ts";
import type { MemoryBound } from "./memory_bound.ts";
import { keySpans } from "./key_spans.ts";
import { RowBuffer, sharedDictionaries } from "./row_buffer.ts";
import type { Emit, Step } from "./step.ts";
import { timeColumn } from "./window.ts";
import { resultTimes } from "./windowing.ts";
import { WindowHistory } from "./windows/window_history.ts";

/** Panes go to the engine in lots of about so many rows, so that answers leave while more is gathered. */
const ROWS_A_LOT = 1_000_000;

/** Options of {@linkcode sqlStep}. */
export interface SqlStepOptions {
  /** The engine, started at the first use at the latest. */
  readonly engine: () => Promise<Engine>;
  /** The user's query. */
  readonly query: Query;
  /** The rows of a pane as the table that the query may name: columns that own their memory. */
  readonly table: (batch: Batch) => Table;
  /** Indexes of columns that are the same for all rows of a pane, and lead its results after the bounds (W5). */
  readonly keys: readonly number[];
  /** Which completed windows before its own each window sees as `history`; not there where it sees none. */
  readonly history?: {
    /** How many. */
    readonly windows: number;
    /** Those of `keys` that are of `window --key`: windows of other keys are not seen. */
    readonly keys: readonly number[];
    /** What their rows may take. */
    readonly memory: MemoryBound;
  };
  /** Whether rows come from windows, so that their bounds lead every result (D3). */
  readonly windowed: boolean;
  /** Whether batches own their memory and hold one pane each, so that nothing needs to be copied. */
  readonly owned: boolean;
  /** Goes on with the other windows where the query fails on one (V5). */
  readonly skipFailed: boolean;
  /** Told of a window on which the query failed, where the run goes on. */
  readonly onFailed: (fault: Fault) => void;
  /** Told of what ends the run, so that it does not go on waiting for input. */
  readonly onFailure: (error: unknown) => void;
  /** Names that lead every answer already, and so are left out of what the query selects (D3). */
  readonly leading: readonly string[];
  /** Told of the other columns of the answer, before the first leaves. */
  readonly onFields: (fields: readonly Field[]) => void;
  /** Counts failures. */
  readonly account: Account;
}

/** Answers for a window that is taken back. */
const NOTHING: Rows = { fields: [], columns: [], rows: 0 };

/** A pane on its way to the engine. */
interface Waiting {
  readonly pane: Pane;
  readonly window: ToldWindow | null;
  readonly reachedUs: number;
  /** What leads its results, in the first row of each column; `null` where it has no rows to ask about. */
  readonly keys: readonly Column[] | null;
}

/**
 * Runs the user's query over each completed window, or over the whole input.
 *
 * Answers leave in the order of the windows. While the engine works the next
 * rows are read; `settle` waits for it.
 */
export function sqlStep(options: SqlStepOptions): Step {
  const history = options.history === undefined ? null : {
    keys: options.history.keys,
    windows: new WindowHistory({
      windows: options.history.windows,
      memory: options.history.memory,
    }),
  };
  let waiting: Waiting[] = [];
  let waitingRows = 0;
  let backlogBytes = 0;
  /** Rows whose answer is awaited. */
  let sentRows = 0;
  let tail: Promise<void> = Promise.resolve();
  let failure: unknown = null;
  let told: readonly string[] | null = null;
  /** Windows that were not answered, whose tellings those behind have not seen. */
  const dropped: Waiting[] = [];

  function take(batch: Batch): void {
    const reachedUs = batch.newestAfterUs ?? Infinity;
    if (options.owned) {
      enqueue(batch, batch.windows?.[0] ?? null, reachedUs);
      return;
    }
    const spans = keySpans(batch, options.keys);
    const keeping = {
      columns: batch.columns.map((_, index) => index),
      layouts: batch.columns.map((column) => column.layout),
      // A query that asks for all fields reads the lines again.
      lines: batch.lines !== null,
    };
    const dictionaries = sharedDictionaries(keeping);
    spans.forEach(({ from, to, window }, at) => {
      const rows = new Uint32Array(to - from);
      for (let place = from; place < to; place++) {
        rows[place - from] = rowAt(batch, place);
      }
      const buffer = new RowBuffer(keeping, dictionaries);
      buffer.append(batch, rows, rows.length);
      const last = at === spans.length - 1;
      enqueue(
        buffer.batch(),
        window,
        last || window === null ? reachedUs : window.endUs - 1,
      );
    });
  }

  function enqueue(
    batch: Batch,
    window: ToldWindow | null,
    reachedUs: number,
  ): void {
    const table = options.table(batch);
    const keys = keysOf(batch, window);
    const past = window === null || keys === null
      ? null
      : historyOf(keys, window, table);
    waiting.push({
      pane: { ...table, window, ...(past && { history: past }) },
      window,
      reachedUs,
      keys,
    });
    waitingRows += batch.rows;
  }

  /** What leads the results of a window, which says so itself where it answers without rows; `null` where it does not (W10). */
  function keysOf(
    batch: Batch,
    window: ToldWindow | null,
  ): readonly Column[] | null {
    return batch.rows > 0 || window === null
      ? options.keys.map((index) => batch.columns[index]!)
      : window.leading ?? null;
  }

  /** The rows of the windows before one, which is remembered from now on. */
  function historyOf(
    keys: readonly Column[],
    window: ToldWindow,
    table: Table,
  ): readonly Table[] | null {
    if (history === null) return null;
    const key = JSON.stringify(
      history.keys.map((index) => keyText(keys[options.keys.indexOf(index)]!)),
    );
    const past = history.windows.before(key, window);
    history.windows.take(key, window, table);
    return past;
  }

  function send(emit: Emit): void {
    if (waiting.length === 0) return;
    const lot = waiting;
    const bytes = waiting.reduce(
      (sum, { pane }) => sum + pane.rows * (pane.columns.length * 16 + 16),
      0,
    );
    const rows = waitingRows;
    waiting = [];
    waitingRows = 0;
    backlogBytes += bytes;
    sentRows += rows;
    tail = tail.then(() => answer(lot, emit)).catch((error) => {
      if (failure !== null) return;
      failure = error;
      options.onFailure(error);
    }).finally(() => {
      backlogBytes -= bytes;
      sentRows -= rows;
    });
  }

  async function answer(lot: readonly Waiting[], emit: Emit): Promise<void> {
    if (failure !== null) return;
    const engine = await options.engine();
    // What is taken back has no rows to ask about, nor have windows that a filter has emptied.
    const asked = lot.filter(({ window, keys }) =>
      window?.telling?.kind !== "withdrawal" && keys !== null
    );
    const panes = asked.map(({ pane }) => pane);
    let answers: readonly (Rows | null)[] = [];
    try {
      if (panes.length > 0) answers = await engine.run(options.query, panes);
    } catch (error) {
      if (!options.skipFailed || !(error instanceof Fault)) throw error;
      answers = await oneByOne(engine, panes);
    }
    let next = 0;
    for (const from of lot) {
      const rows = from === asked[next] ? answers[next++] : NOTHING;
      // Nothing was told before the first answer, so nothing is taken back.
      const none = rows == null || (rows === NOTHING && told === null);
      if (none) dropped.push(from);
      else hand(from, rows, emit);
    }
  }

  /** The window, told of what was forgotten with answers that did not come. */
  function handedWindow({ window }: Waiting): ToldWindow | null {
    const telling = window?.telling;
    if (window === null || telling === undefined || dropped.length === 0) {
      return window;
    }
    const forgotten = dropped.splice(0).flatMap(({ window }) => {
      const telling = window?.telling;
      return telling === undefined
        ? []
        : [...telling.forgotten, ...(telling.last ? [telling.window] : [])];
    });
    return {
      ...window,
      telling: {
        ...telling,
        forgotten: [...forgotten, ...telling.forgotten],
      },
    };
  }

  async function oneByOne(
    engine: Engine,
    panes: readonly Pane[],
  ): Promise<(Rows | null)[]> {
    const answers: (Rows | null)[] = [];
    for (const pane of panes) {
      try {
        answers.push((await engine.run(options.query, [pane]))[0]!);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        options.account.failed++;
        options.account.firstFailed ??= error;
        options.onFailed(error);
        answers.push(null);
      }
    }
    return answers;
  }

  function hand(from: Waiting, answer: Rows, emit: Emit): void {
    const own = answer.fields.flatMap(({ name }, at) =>
      options.windowed && options.leading.includes(name) ? [] : [at]
    );
    if (told === null) {
      told = own.map((at) => answer.fields[at]!.name);
      options.onFields(own.map((at) => answer.fields[at]!));
    }
    const { rows } = answer;
    const window = handedWindow(from);
    const batch: Batch = {
      rows,
      columns: [
        ...(options.windowed && window !== null ? bounds(window, rows) : []),
        ...options.keys.map((_, at) => repeated(from.keys?.[at], rows)),
        ...asTold(told, own, answer),
      ],
      selection: null,
      selected: rows,
      lines: null,
      timesUs: null,
      newestUs: null,
      windows: null,
    };
    if (window === null) {
      emit(batch);
      return;
    }
    const windows = [{ ...window, from: 0, to: rows }];
    emit({
      ...batch,
      ...resultTimes(rows, windows, from.reachedUs),
      windows,
    });
  }

  return {
    get backlogBytes() {
      return backlogBytes;
    },
    get heldBytes() {
      return history?.windows.byteLength ?? 0;
    },
    report: () => ({
      held: {
        rows: waitingRows + sentRows,
        bytes: backlogBytes,
        windows: null,
        oldest: [],
        completed: 0,
      },
    }),
    push(batch, emit) {
      take(batch);
      if (waitingRows >= ROWS_A_LOT) send(emit);
    },
    flush: send,
    end: send,
    async settle() {
      await tail;
      if (failure !== null) throw failure;
    },
  };
}

/** The value of a key in the first row, told apart from those of other kinds. */
function keyText(column: Column): string {
  const value = valueAt(column, 0);
  return `${typeof value} ${value}`;
}

function bounds(window: TimeWindow, rows: number): [Column, Column] {
  const tags = new Uint8Array(rows).fill(Tag.TIME);
  return [
    timeColumn(tags, new Float64Array(rows).fill(window.startUs)),
    timeColumn(tags, new Float64Array(rows).fill(window.endUs)),
  ];
}

/** The first value of a column, once for each row; there is one where there are rows. */
function repeated(column: Column | undefined, rows: number): Column {
  const builder = new ColumnBuilder(column?.layout);
  for (let row = 0; row < rows; row++) builder.appendFrom(column!, 0);
  return builder.finish();
}

/**
 * The columns of an answer as the first one had them: where the query asks for
 * all fields, windows whose rows have others answer with others.
 */
function asTold(
  told: readonly string[],
  own: readonly number[],
  answer: Rows,
): Column[] {
  const names = own.map((at) => answer.fields[at]!.name);
  if (
    names.length === told.length && names.every((name, at) => name === told[at])
  ) return own.map((at) => answer.columns[at]!);
  const late = names.find((name) => !told.includes(name));
  if (late !== undefined) {
    throw new Fault(
      "sql/columns",
      `cannot write the column ${
        JSON.stringify(late)
      }: the first window had no such field, and fixed the columns of all answers`,
      { mend: "Name the columns that you want in place of *" },
    );
  }
  return told.map((name) => {
    const at = own[names.indexOf(name)];
    return at === undefined ? nulls(answer.rows) : answer.columns[at]!;
  });
}

function nulls(rows: number): Column {
  const builder = new ColumnBuilder();
  for (let row = 0; row < rows; row++) builder.appendNull(true);
  return builder.finish();
}
