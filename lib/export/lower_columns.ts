import type { FieldType, Path } from "../core/mod.ts";
import type {
  PlannedExpression,
  PlannedOutput,
  PlannedStep,
  Ref,
} from "../pipeline/mod.ts";
import {
  type Checked,
  type FieldUse,
  mapParts,
  partsOf,
  simplify,
} from "../sql/mod.ts";
import { FLINK_NAMES } from "./flink/own_names.ts";
import { Names } from "./names.ts";
import { SPARK_NAMES } from "./spark/own_names.ts";
import type { InputColumn, MadeColumn, MomentForm } from "./portable_job.ts";

/** What rows of the input have, as the plan knows it. */
export interface InputFields {
  /** The type of a field. */
  readonly type: (path: Path) => FieldType;
  /** How a moment in it is written. */
  readonly form: (path: Path) => MomentForm | null;
  /** The column that holds the event time; `null` where no stage asks for time. */
  readonly time: string | null;
}

/** Names that printers use themselves. */
const RESERVED_NAMES: readonly string[] = [
  "events",
  ...FLINK_NAMES,
  ...SPARK_NAMES,
];

/** What columns are called where they leave: their names in the job too, where those are free. */
export function preferredNames(
  planned: readonly PlannedStep[],
  output: PlannedOutput | null,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const outputs = [
    output,
    ...planned.map((step) => step.kind === "write" ? step.output : null),
  ];
  for (const one of outputs) {
    if (one?.kind !== "fields") continue;
    for (const { name, input } of one.fields) {
      if (!names.has(keyOf(input))) names.set(keyOf(input), name);
    }
  }
  return names;
}

/** Tells columns apart; a field of the input is one column however it is read. */
export function keyOf(ref: Ref): string {
  switch (ref.kind) {
    case "input":
      return `input ${JSON.stringify(ref.path)}`;
    case "pseudo":
      return `pseudo ${ref.field}`;
    default:
      return `column ${ref.id}`;
  }
}

/** The columns of a job, found as the steps of a plan ask for them. */
export class JobColumns {
  readonly #fields: InputFields;
  readonly #preferred: ReadonlyMap<string, string>;
  readonly #refuse: (code: string, why: string, mend: string) => void;
  readonly #columns: InputColumn[] = [];
  readonly #withheld = new Set<string>();
  #missing = false;
  #names = new Names(RESERVED_NAMES);
  /** The name of each column, by key. */
  readonly #known = new Map<string, string>();
  readonly #types = new Map<string, FieldType>();

  /**
   * Starts with no columns.
   *
   * @param preferred What columns are called where they leave.
   * @param refuse Told of what no cluster has.
   */
  constructor(
    fields: InputFields,
    preferred: ReadonlyMap<string, string>,
    refuse: (code: string, why: string, mend: string) => void,
  ) {
    this.#fields = fields;
    this.#preferred = preferred;
    this.#refuse = refuse;
  }

  /** Refuses what asks for a ref: a bound of windows whose rows are not aggregated yet. */
  withhold(ref: Ref): void {
    this.#withheld.add(keyOf(ref));
  }

  /** What has been asked of the input so far. */
  get columns(): readonly InputColumn[] {
    return this.#columns;
  }

  /** Whether a column was asked for that no step has made. */
  get missing(): boolean {
    return this.#missing;
  }

  /** The type of a column. */
  typeOf(column: string): FieldType {
    return this.#types.get(column)!;
  }

  /** What rows had is gone behind an aggregate, and so are its names. */
  forget(): void {
    this.#names = new Names(RESERVED_NAMES);
  }

  /** An expression over the columns of the job. */
  expression({ checked, refs }: PlannedExpression): Checked {
    const named = (node: Checked): Checked => {
      if (node.kind !== "field") return mapParts(node, named);
      const field = this.read(refs[JSON.stringify(node.path)]!);
      if (!isReadAs(node.type, field.type)) {
        this.#refuse(
          "P002",
          `${
            node.path.join(".")
          } is read as ${node.type} here and as ${field.type} elsewhere`,
          `Give it one type: --types ${node.path.join(".")}=${node.type}`,
        );
      }
      return { ...field, span: node.span };
    };
    return this.#folded(named(checked));
  }

  /**
   * An expression whose constant parts are their values: engines compute them in
   * types of their own, in which `86400 * 1000 * 1000` is another number.
   */
  #folded(node: Checked): Checked {
    const simpler = mapParts(node, (part) => this.#folded(part));
    if (!partsOf(simpler).every(({ kind }) => kind === "constant")) {
      return simpler;
    }
    if (simpler.kind !== "call" && simpler.kind !== "cast") return simpler;
    const value = simplify(simpler, 0);
    if (value.kind !== "constant") {
      const what = simpler.kind === "call" ? simpler.name : "CAST";
      this.#refuse(
        "P006",
        `${what} of constants fails, on every row that comes to it`,
        "Write NULL",
      );
      return simpler;
    }
    return typeof value.value !== "number" || Number.isFinite(value.value)
      ? value
      : simpler;
  }

  /** A column as an expression. */
  read(ref: Ref): FieldUse {
    const column = this.column(ref);
    const type = this.#types.get(column)!;
    return {
      kind: "field",
      path: [column],
      type,
      declared: type,
      span: { start: 0, end: 0 },
    };
  }

  /** The column of a ref; what is asked of the input for the first time is read from now on. */
  column(ref: Ref): string {
    const key = keyOf(ref);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (
      ref.kind === "pseudo" && ref.field === "_time" &&
      this.#fields.time !== null
    ) {
      this.#types.set(this.#fields.time, "TIMESTAMP");
      this.#known.set(key, this.#fields.time);
      return this.#fields.time;
    }
    if (ref.kind === "pseudo" && ref.field === "_raw") {
      return this.#input(key, ["_raw"], "VARCHAR", true);
    }
    if (ref.kind === "input") {
      return this.#input(key, ref.path, this.#fields.type(ref.path), false);
    }
    if (ref.kind === "pseudo") {
      this.#refuse(
        "P017",
        `${ref.field} says where weir read a row, and a cluster reads elsewhere`,
        "Leave it out",
      );
      return this.#input(key, [ref.field], "ANY", false);
    }
    if (this.#withheld.has(key)) {
      this.#refuse(
        "P002",
        "the bounds of a window have no column in its rows, only in its results",
        "Use them behind the aggregate: agg ... then set 'hour = hour(window_start)'",
      );
      return this.made(ref, "TIMESTAMP", "bound").column;
    }
    // A step that no cluster has would have made it.
    this.#missing = true;
    const { column } = this.made(ref, "ANY", "missing");
    return column;
  }

  /** The column that a ref is written from: moments that nobody has given a type leave in the text that they have. */
  written(ref: Ref): string {
    const isOwnText = ref.kind === "input" && ref.as === "text" &&
      this.#fields.type(ref.path) === "TIMESTAMP";
    if (!isOwnText) return this.column(ref);
    const key = `text ${JSON.stringify(ref.path)}`;
    return this.#known.get(key) ?? this.#input(key, ref.path, "VARCHAR", false);
  }

  #input(key: string, path: Path, type: FieldType, line: boolean): string {
    const column = this.#names.free(
      line ? "raw_line" : path.map(String).join("_"),
    );
    const form = type === "TIMESTAMP" ? this.#fields.form(path) : null;
    this.#columns.push({ column, path, type, form, line });
    this.#known.set(key, column);
    this.#types.set(column, type);
    return column;
  }

  /** A column that a step makes, called as it is where it leaves. */
  made(
    ref: Ref & { readonly id: number },
    type: FieldType,
    otherwise: string,
  ): MadeColumn {
    const column = this.#names.free(
      this.#preferred.get(keyOf(ref)) ?? otherwise,
    );
    this.#known.set(keyOf(ref), column);
    this.#types.set(column, type);
    return { column, type };
  }

  /** Gives a ref a column that is there, or has a name of its own. */
  bind(ref: Ref, column: string, type: FieldType): void {
    this.#known.set(keyOf(ref), column);
    this.#types.set(column, type);
  }
}

/** Whether a column of one type is what an expression takes for another. */
function isReadAs(asked: FieldType, column: FieldType): boolean {
  return asked === column || asked === "ANY" || asked === "NUMBER" ||
    column === "ANY" || column === "JSON";
}

/** The type that the plan gives, or, where each row would bring its own, that of the column. */
export function settled(planned: FieldType, own: FieldType): FieldType {
  return planned === "ANY" || planned === "NUMBER" || planned === "NULL"
    ? own
    : planned;
}
