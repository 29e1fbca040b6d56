import { lookUp, type Shape, type ShapeField } from "./shape.ts";
import type { PlanContext } from "./state.ts";

/** A shape in which names are free, and what the fields that had them are called now. */
export interface GaveWay {
  /** The shape. */
  readonly shape: Shape;
  /** The new name of each field that has another. */
  readonly renamed: ReadonlyMap<string, string>;
}

/**
 * Frees names that weir gives to columns of its own (D3): a field that has
 * one gets another, and a note says so. Fields that rows bring by themselves
 * count where the first row has them.
 *
 * @param names The names.
 * @param why What the name is taken for, such as `is the window's`.
 */
export function giveWay(
  shape: Shape,
  names: readonly string[],
  why: string,
  context: Pick<PlanContext, "first" | "met" | "onNote">,
): GaveWay {
  const first = context.first ?? context.met;
  const taken = new Set([
    ...names,
    ...shape.fields.map(({ name }) => name),
    ...(shape.open ? first : []),
  ]);
  const renamed = new Map<string, string>();
  const gone = new Set(shape.gone);
  const own: ShapeField[] = [];
  const fields = [...shape.fields];
  for (const name of names) {
    const listed = fields.findIndex((field) => field.name === name);
    if (listed === -1) {
      // A field that is gone was dropped, or has another name.
      if (!shape.open || gone.has(name) || !first.includes(name)) continue;
    }
    const free = freeName(name, taken);
    taken.add(free);
    renamed.set(name, free);
    const field = fields[listed] ?? lookUp(shape, name, false)!;
    if (listed === -1) {
      own.push({ ...field, name: free });
      gone.add(name);
    } else fields[listed] = { ...field, name: free };
    const whose = field.origin.kind === "input" ? " of the input" : "";
    context.onNote(
      `the field ${name}${whose} is called ${free}, since ${name} ${why}`,
    );
  }
  if (renamed.size === 0) return { shape, renamed };
  return { shape: { ...shape, fields: [...fields, ...own], gone }, renamed };
}

/** The name with the least number behind it that nothing has. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1;; number++) {
    const free = `${name}_${number}`;
    if (!taken.has(free)) return free;
  }
}
