import {
  ColumnBuilder,
  type Field,
  type Query,
  type Table,
  textAt,
} from "../core/mod.ts";
import { type Edit, type EditedText, editText } from "./edits.ts";
import { type SafeNames, safeNames } from "./names.ts";
import { sortRows } from "./sort_rows.ts";
import { readStatement, type Statement } from "./statement.ts";
import { findTail, orderEdits } from "./tail.ts";
import { groupedForm } from "./grouped_form.ts";
import { lateralForm } from "./lateral_form.ts";
import {
  ALL_EVENTS,
  ALL_HISTORY,
  PANE_NUMBER,
  PANES,
  type TogetherForm,
} from "./together.ts";
import { wordOf } from "./tokens.ts";
import { bucketEdits, type ValueEdit, valueEdits } from "./values.ts";

/** A query read and rewritten, as far as that needs no database. */
export interface ReadQuery {
  /** The query. */
  readonly query: Query;
  /** Its tokens. */
  readonly statement: Statement;
  /** The names that DuckDB gets. */
  readonly names: SafeNames;
  /** What is rewritten whatever happens to the query as a whole. */
  readonly edits: readonly Edit[];
  /** Those of them that put a value in. */
  readonly values: readonly ValueEdit[];
}

/** A query that is ready for panes of one schema. */
export interface PreparedQuery extends ReadQuery {
  /** What DuckDB gets. */
  readonly sql: EditedText;
  /** Names and DuckDB types of the answer; `null` where DuckDB cannot tell before it runs. */
  readonly answer: readonly Described[] | null;
}

/** One column of an answer, as DuckDB describes it. */
export interface Described {
  /** Its name, as DuckDB has it. */
  readonly name: string;
  /** Its type, in DuckDB's words. */
  readonly type: string;
}

/**
 * Reads a query: what it may do, and what is rewritten by position.
 *
 * @param query The query.
 * @param tables The columns of `events` and of the other tables, by their names.
 * @throws {Fault} If it may not be run.
 */
export function readQuery(
  query: Query,
  tables: ReadonlyMap<string, readonly Field[]>,
): ReadQuery {
  const statement = readStatement(query);
  const names = safeNames(tables, statement.tokens);
  const fields = new Set([...tables.values()].flat().map(({ name }) => name));
  const values = valueEdits(query, statement, (name) => fields.has(name));
  const covered = new Set(values.map(({ start }) => start));
  const last = statement.tokens.at(-2)!.end;
  return {
    query,
    statement,
    names,
    values,
    edits: [
      // A last semicolon, and comments behind the query.
      { start: last, end: query.text.length, text: "" },
      ...values,
      ...bucketEdits(statement),
      ...names.edits.filter(({ start }) => !covered.has(start)),
    ],
  };
}

/** Types that DuckDB-wasm gives wrong or not at all as Arrow, and so as text. */
const AS_TEXT = /\b(?:BIT|TIME WITH TIME ZONE|TIMETZ|TIME_NS|VARIANT)\b/gu;

/**
 * Finishes a query for panes of one schema, of which one stands as `events`.
 *
 * @param read The query.
 * @param ask Asks the database.
 */
export async function prepareQuery(
  read: ReadQuery,
  ask: (sql: EditedText) => Promise<Table>,
): Promise<PreparedQuery> {
  const { statement, query } = read;
  const { text } = query;
  if (isDynamic(statement)) {
    // Its columns are those of the values that this pane has.
    const ordered = statement.verb === "pivot" ||
        findTail(statement).orderFrom !== null
      ? read.edits
      : [...orderEdits(statement, 0), ...read.edits];
    return { ...read, sql: editText(text, ordered), answer: null };
  }
  const edits = statement.verb === "summarize"
    ? enclose(text, read.edits, "SELECT * FROM (", ")")
    : read.edits;
  const answer = describedColumns(
    await ask(
      editText(text, [{ start: 0, end: 0, text: "DESCRIBE " }, ...edits]),
    ),
  );
  const ordered = statement.verb === "summarize"
    ? enclose(text, read.edits, "SELECT * FROM (", ") ORDER BY ALL")
    : [...orderEdits(statement, answer.length), ...edits];
  const sql = answer.some(({ type }) => type.search(AS_TEXT) >= 0)
    ? enclose(text, ordered, ...castsAround(answer))
    : ordered;
  return { ...read, sql: editText(text, sql), answer };
}

/** A query that is ready for many panes at once. */
export interface TogetherQuery {
  /** What DuckDB gets. */
  readonly sql: EditedText;
  /** What is done to each pane's rows afterwards. */
  readonly form: TogetherForm;
}

/**
 * Rewrites a query for many panes at once; `null` where that could change an answer.
 *
 * @param history Whether panes have a `history` of the same columns.
 */
export function prepareTogether(
  prepared: PreparedQuery,
  events: readonly Field[],
  history = false,
): TogetherQuery | null {
  const { statement, query, edits, answer } = prepared;
  const ours = new Set([ALL_EVENTS, ALL_HISTORY, PANES, PANE_NUMBER, "all~"]);
  if (
    answer === null || answer.length === 0 ||
    answer.some(({ type }) => type.search(AS_TEXT) >= 0) ||
    events.some(({ name }) => ours.has(name.toLowerCase())) ||
    statement.tokens.some(({ value }) => ours.has(value.toLowerCase()))
  ) return null;
  const form = groupedForm(statement, answer.length) ??
    lateralForm(statement, events, answer.length, history);
  if (form === null) return null;
  return { sql: editText(query.text, [...form.edits, ...edits]), form };
}

/** Puts a query into brackets; what is put in at the same place is put in inside. */
function enclose(
  text: string,
  edits: readonly Edit[],
  before: string,
  after: string,
): Edit[] {
  return [
    { start: 0, end: 0, text: `${before}\n` },
    ...edits,
    { start: text.length, end: text.length, text: `\n${after}` },
  ];
}

function castsAround(answer: readonly Described[]): [string, string] {
  const names = answer.map((_, at) => `c${at}`);
  const items = answer.map(({ type }, at) => {
    const mended = type.replaceAll(AS_TEXT, "VARCHAR");
    return mended === type ? names[at] : `CAST(${names[at]} AS ${mended})`;
  });
  return [
    `SELECT ${items.join(", ")} FROM (`,
    `) AS q(${names.join(", ")})`,
  ];
}

function describedColumns(table: Table): Described[] {
  const [names, types] = table.columns;
  return Array.from({ length: table.rows }, (_, row) => ({
    name: textAt(names!, row) ?? "",
    type: textAt(types!, row) ?? "",
  }));
}

/** Whether the columns of an answer depend on the rows: PIVOT, wherever it stands. */
export function isDynamic({ tokens }: Statement): boolean {
  return tokens.some((token) => /^pivot(_wider)?$/u.test(wordOf(token)));
}

/**
 * Gives an answer the names that the user's own words have, and the order that DuckDB could not be asked for.
 *
 * @param events The columns of a pane, as DuckDB knows them.
 */
export function nameAnswer(
  prepared: PreparedQuery,
  table: Table,
  events: readonly Field[],
): Table {
  const { answer, names, values, statement } = prepared;
  const loose = events.some(({ type }) => type === "NULL");
  const fields = table.fields.map((field, at): Field => ({
    // What has no type answers as INTEGER, which says nothing of other panes.
    type: loose && answer?.[at]?.type === "INTEGER" ? "ANY" : field.type,
    name: withoutValues(
      names.original(answer?.[at]?.name ?? field.name),
      values,
    ),
  }));
  const named = { ...table, fields };
  if (statement.verb === "summarize") return nameSummary(named, names);
  return statement.verb === "pivot" && findTail(statement).orderFrom === null
    ? sortRows(named)
    : named;
}

/** SUMMARIZE names columns in its rows. */
function nameSummary(table: Table, names: SafeNames): Table {
  const [column, ...rest] = table.columns;
  const builder = new ColumnBuilder();
  for (let row = 0; row < table.rows; row++) {
    builder.appendText(names.original(textAt(column!, row) ?? ""));
  }
  return { ...table, columns: [builder.finish(), ...rest] };
}

/** Puts the user's words back where a column is called after a value: `now()`, not the moment it was. */
function withoutValues(name: string, values: readonly ValueEdit[]): string {
  let mended = name;
  for (const { display, words } of values) {
    if (display !== null) mended = mended.replaceAll(display, words);
  }
  return mended;
}
