import type { FieldType, Path, ReadAs } from "../core/mod.ts";
import type { PseudoField } from "../stream/mod.ts";

/** Where the values of a field come from, at one place in the pipeline. */
export type Origin =
  | {
    readonly kind: "input";
    readonly path: Path;
    /** Whether the format says that it is a moment, in a form that only its decoder reads. */
    readonly moment?: true;
  }
  | { readonly kind: "pseudo"; readonly field: PseudoField }
  | { readonly kind: "computed"; readonly id: number }
  | { readonly kind: "output"; readonly id: number };

/** A column that some step reads: an origin, and for a decoded field how it is handed over. */
export type Ref =
  | { readonly kind: "input"; readonly path: Path; readonly as: ReadAs }
  | Exclude<Origin, { kind: "input" }>;

/** Tells refs apart. */
export function refKey(ref: Ref): string {
  return JSON.stringify(ref);
}

/** A field at one place in the pipeline. */
export interface ShapeField {
  /** Its name there. */
  readonly name: string;
  /** The type that the plan gives it. */
  readonly type: FieldType;
  /** Where its values come from. */
  readonly origin: Origin;
  /** Whether it stands in front of all fields of the row: `op`. */
  readonly first?: true;
}

/**
 * The fields of the rows at one place in the pipeline.
 *
 * An open shape has further fields that each row brings by itself: any name
 * that is neither listed nor gone is one of the row's own.
 */
export interface Shape {
  /** The fields known by name, in order. */
  readonly fields: readonly ShapeField[];
  /** Whether rows bring further fields of their own. */
  readonly open: boolean;
  /** Names of the row's own fields that were dropped or renamed away. */
  readonly gone: ReadonlySet<string>;
  /** Types that were declared or found by use for the row's own fields. */
  readonly types: ReadonlyMap<string, FieldType>;
  /** Whether a stage made the rows, so that they are at no line of an input: there is no `_line` then. */
  readonly made?: boolean;
}

const PSEUDO: ReadonlyMap<string, ShapeField> = new Map(
  ([
    ["_file", "VARCHAR"],
    ["_line", "BIGINT"],
    ["_raw", "VARCHAR"],
    ["_time", "TIMESTAMP"],
  ] as const).map(([name, type]) => [name, {
    name,
    type,
    origin: { kind: "pseudo", field: name },
  }]),
);

/** The field of a name; `null` where there is none. Fields that the row brings itself come before `_file` and its like. */
export function lookUp(
  shape: Shape,
  name: string,
  pseudo: boolean,
): ShapeField | null {
  const listed = shape.fields.find((field) => field.name === name);
  if (listed !== undefined) return listed;
  if (pseudo && shape.made !== true && PSEUDO.has(name)) {
    return PSEUDO.get(name)!;
  }
  if (shape.open && !shape.gone.has(name)) {
    return {
      name,
      type: shape.types.get(name) ?? "ANY",
      origin: { kind: "input", path: [name] },
    };
  }
  return null;
}
