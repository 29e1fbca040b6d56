import {
  type Engine,
  type Field,
  type Pane,
  type Query,
  type Rows,
  type Table,
  textAt,
} from "../core/mod.ts";
import { quoteName } from "../sql/mod.ts";
import { DatabaseError, type Driver } from "./driver.ts";
import type { EditedText } from "./edits.ts";
import { isBindError, isQueryError, refuseHistoryTable } from "./failures.ts";
import {
  isDynamic,
  nameAnswer,
  type PreparedQuery,
  prepareQuery,
  prepareTogether,
  type ReadQuery,
  readQuery,
  type TogetherQuery,
} from "./prepare.ts";
import { looseTypes } from "./loose_types.ts";
import { memoryFault, queryFault } from "./query_faults.ts";
import {
  emptyLike,
  eventsTable,
  lots,
  numbersBelow,
  pastFields,
  type Placed,
  placePane,
  withoutColumn,
} from "./panes.ts";
import { readStatement } from "./statement.ts";
import { sliceTable, stackPanes } from "./stack_panes.ts";
import { TableShelf } from "./table_shelf.ts";
import { ALL_EVENTS, ALL_HISTORY, PANE_NUMBER, PANES } from "./together.ts";

/** The table that stands for a pane. */
const EVENTS = "events";
/** The table that stands for the windows before it. */
const HISTORY = "history";

/** A pane of more rows is not worth sharing a query. */
const SMALL_ROWS = 10_000;
/** Queries kept ready, each for one schema. */
const KEPT_QUERIES = 64;

interface HeldTable {
  readonly table: Table;
  /** The names of its columns when it was loaded last; `null` before. */
  loadedAs: string | null;
}

/** A query ready for panes of one schema. */
interface Ready {
  readonly prepared: PreparedQuery;
  /** The columns of `events`, as DuckDB knows them. */
  readonly fields: readonly Field[];
  /** Those of `history`; `null` where there is none. */
  readonly past: readonly Field[] | null;
  /** How it runs over many panes at once; `null` where it does not, `undefined` while nobody asked. */
  together: Together | null | undefined;
}

interface Together extends TogetherQuery {
  /** The answer over no rows, which is that of every pane without rows in the shared answer. */
  readonly empty: Rows;
}

/**
 * An engine on a driver.
 *
 * Runs are carried out one after another, in the order they were asked for.
 *
 * @param driver The database.
 * @param together Whether small panes may share a query. Tests that compare turn it off.
 */
export function engineOn(driver: Driver, together = true): Engine {
  const tables = new Map<string, HeldTable>();
  const kept = new Map<string, Ready>();
  /** Types for columns without a value, where a query does not take them as text. */
  const loose = new Map<string, readonly Field[] | null>();
  const shelf = new TableShelf(driver);
  let last: Promise<unknown> = Promise.resolve();

  /** One at a time: a run has `events` to itself. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  }

  async function ask(
    read: ReadQuery,
    sql: EditedText,
    pane: Pane,
    running: boolean,
  ): Promise<Table> {
    try {
      return await driver.query(sql.text);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      throw queryFault(error, {
        read,
        sql,
        pane: running ? pane : null,
        columns: pane.fields.map(({ name }) => name),
        tables: [
          ...tables.keys(),
          ...(pane.history === undefined ? [] : [HISTORY]),
        ],
        engine: driver.name,
      });
    }
  }

  /** Hands the rows of a pane over; what goes wrong there is that they are too many. */
  async function loadEvents(
    read: ReadQuery,
    { pane, past }: Placed,
    fields: readonly Field[],
    pastTypes: readonly Field[] | null,
  ): Promise<void> {
    try {
      await shelf.load(EVENTS, eventsTable(pane, fields));
      if (past !== null && pastTypes !== null) {
        await shelf.load(HISTORY, eventsTable(past.table, pastTypes));
      }
    } catch (error) {
      if (!(error instanceof DatabaseError || error instanceof RangeError)) {
        throw error;
      }
      throw memoryFault(error, read, pane, driver.name);
    }
  }

  async function loadTables(read: ReadQuery): Promise<void> {
    for (const [name, held] of tables) {
      const fields = read.names.fields(held.table.fields);
      const loadedAs = JSON.stringify(fields);
      if (held.loadedAs === loadedAs) continue;
      await driver.load(name, { ...held.table, fields });
      held.loadedAs = loadedAs;
    }
  }

  /** Makes a query ready for panes like this one, which stands as `events` then. */
  async function ready(query: Query, placed: Placed): Promise<Ready> {
    const { pane, fields } = placed;
    const pastTypes = placed.past === null ? null : pastFields(placed);
    if (pastTypes !== null) refuseHistoryTable(tables.keys());
    const key = keyOf([query, fields, pastTypes, tables.size]);
    const known = kept.get(key);
    const read = known?.prepared ?? readQuery(
      query,
      new Map([
        [EVENTS, fields],
        ...(pastTypes === null ? [] : [[HISTORY, pastTypes] as const]),
        ...[...tables].map(([name, { table }]) =>
          [name, table.fields] as const
        ),
      ]),
    );
    await loadTables(read);
    const safe = read.names.fields(fields);
    const past = pastTypes === null ? null : read.names.fields(pastTypes);
    await loadEvents(read, placed, safe, past);
    if (known !== undefined) return known;
    const made: Ready = {
      prepared: await prepareQuery(
        read,
        (sql) => ask(read, sql, pane, false),
      ),
      fields: safe,
      past,
      together: undefined,
    };
    if (kept.size >= KEPT_QUERIES) kept.clear();
    kept.set(key, made);
    return made;
  }

  async function runPane(query: Query, placed: Placed): Promise<Rows> {
    const known = loose.get(looseKey(query, placed));
    if (known) return await runTyped(query, { ...placed, fields: known });
    try {
      return await runTyped(query, placed);
    } catch (error) {
      const mended = isBindError(error) ? await loosened(query, placed) : null;
      if (mended === null) throw error;
      return await runTyped(query, mended);
    }
  }

  async function runTyped(query: Query, placed: Placed): Promise<Rows> {
    const { prepared } = await ready(query, placed);
    const answer = nameAnswer(
      prepared,
      await ask(prepared, prepared.sql, placed.pane, true),
      placed.fields,
    );
    if (isDynamic(prepared.statement)) await dropTypes();
    if (placed.pane.rows > SMALL_ROWS) {
      // The next pane may be long in coming, and its memory is wanted elsewhere.
      shelf.drop(EVENTS).catch(() => {});
    }
    return placed.fields.length === 0 ? withoutColumn(answer) : answer;
  }

  function looseKey(query: Query, placed: Placed): string {
    const { fields, untyped, past } = placed;
    const types = past === null ? null : pastFields(placed);
    return keyOf([query, fields, untyped, types, tables.size]);
  }

  /** The pane with other types for columns without a value; `null` where that does not mend the query. */
  async function loosened(
    query: Query,
    placed: Placed,
  ): Promise<Placed | null> {
    if (placed.untyped.length === 0) return null;
    const key = looseKey(query, placed);
    let fields = loose.get(key);
    if (fields === undefined) {
      const words = new Set(
        readStatement(query).tokens.map(({ value }) => value),
      );
      fields = await looseTypes(
        placed.fields,
        placed.untyped,
        ({ name }) => words.has(name),
        (types) =>
          runTyped(query, emptyLike({ ...placed, fields: types })).then(
            () => true,
            (error) => {
              if (!isQueryError(error)) throw error;
              return false;
            },
          ),
      );
      if (loose.size >= KEPT_QUERIES) loose.clear();
      loose.set(key, fields);
    }
    return fields === null ? null : { ...placed, fields };
  }

  /** PIVOT leaves a type behind each time it runs; a pane starts from a clean catalogue (D4). */
  async function dropTypes(): Promise<void> {
    const { columns: [names], rows } = await driver.query(
      "SELECT type_name FROM duckdb_types() WHERE database_name = 'temp' AND NOT internal",
    );
    for (let row = 0; row < rows; row++) {
      await driver.query(`DROP TYPE ${quoteName(textAt(names!, row)!)}`);
    }
  }

  /** Finds out, once for a query and a schema, whether and how panes can share it. */
  async function readyTogether(
    query: Query,
    placed: Placed,
  ): Promise<(Ready & { readonly together: Together }) | null> {
    const none = emptyLike(placed);
    const found = await ready(query, none);
    if (found.together === undefined) {
      const shared = placed.fields.length === 0
        ? null
        : prepareTogether(found.prepared, found.fields, found.past !== null);
      found.together = shared === null
        ? null
        : { ...shared, empty: await runTyped(query, none) };
    }
    return found.together === null
      ? null
      : { ...found, together: found.together };
  }

  async function runShared(
    { prepared, fields, past, together: { sql, form, empty } }: Ready & {
      readonly together: Together;
    },
    lot: readonly Placed[],
    answers: Rows[],
  ): Promise<void> {
    const panes = lot.map(({ pane }) => pane);
    const loaded = [
      shelf.load(ALL_EVENTS, stackPanes(panes, fields, PANE_NUMBER)),
      driver.load(PANES, numbersBelow(panes.length)),
      ...(past === null ? [] : [
        shelf.load(
          ALL_HISTORY,
          stackPanes(lot.map((each) => each.past!.table), past, PANE_NUMBER),
        ),
      ]),
    ];
    await Promise.all(loaded);
    const table = await driver.query(sql.text);
    const numbers = table.columns.at(-1)!.numbers;
    const named = nameAnswer(prepared, table, fields);
    let from = 0;
    lot.forEach(({ index }, number) => {
      let to = from;
      while (to < table.rows && numbers[to] === number) to++;
      const first = Math.min(from + form.offset, to);
      answers[index] = from === to && form.whole !== true
        ? empty
        : sliceTable(named, first, Math.min(to, first + form.limit));
      from = to;
    });
  }

  /** Answers the small panes that can share a query; what fails is left to be run one by one, so that the message is right. */
  async function runTogether(
    query: Query,
    placed: readonly Placed[],
    answers: Rows[],
  ): Promise<void> {
    const small = placed.filter(({ pane }) => pane.rows <= SMALL_ROWS);
    for (const alike of Map.groupBy(small, schemaOf).values()) {
      if (await answerTogether(query, alike, answers)) continue;
      const lacking = alike.filter(({ untyped }) => untyped.length > 0);
      for (
        const some of Map.groupBy(lacking, ({ untyped }) => String(untyped))
          .values()
      ) {
        const mended = await loosened(query, some[0]!);
        if (mended === null) continue;
        const { fields } = mended;
        const typed = some.map((each): Placed => ({ ...each, fields }));
        await answerTogether(query, typed, answers);
      }
    }
  }

  /** Answers panes of one schema; `false` where the query does not bind. */
  async function answerTogether(
    query: Query,
    alike: readonly Placed[],
    answers: Rows[],
  ): Promise<boolean> {
    if (alike.length < 2) return true;
    try {
      const found = await readyTogether(query, alike[0]!);
      if (found === null) return true;
      for (const lot of lots(alike)) await runShared(found, lot, answers);
    } catch (error) {
      if (!isQueryError(error)) throw error;
      return !isBindError(error);
    }
    return true;
  }

  return {
    name: driver.name,
    version: () => driver.version(),
    addTable(name: string, table: Table): Promise<void> {
      if (name.toLowerCase() === EVENTS) {
        throw new RangeError(
          `Cannot add a table as its name stands for the rows: current value is ${name}`,
        );
      }
      return inTurn(() => {
        tables.set(name, { table, loadedAs: null });
        kept.clear();
        loose.clear();
        return Promise.resolve();
      });
    },
    run(query: Query, panes: readonly Pane[]): Promise<readonly Rows[]> {
      return inTurn(async () => {
        const placed = panes.map(placePane);
        const answers = new Array<Rows>(panes.length);
        if (together && panes.length > 1) {
          await runTogether(query, placed, answers);
        }
        for (const each of placed) {
          answers[each.index] ??= await runPane(query, each);
        }
        return answers;
      });
    },
    close: () => driver.close(),
  };
}

function schemaOf(placed: Placed): string {
  const past = placed.past === null ? null : pastFields(placed);
  return JSON.stringify([placed.fields, past]);
}

function keyOf(parts: readonly unknown[]): string {
  return JSON.stringify(
    parts,
    (_, value) => typeof value === "bigint" ? `${value}n` : value,
  );
}
