import type { ScannerField } from "./ndjson_scanner.ts";

/** A place in a row's value that a projected path leads to or through. */
export interface FieldNode {
  /** Columns that take the value here, by number. */
  readonly columns: number[];
  /** Columns of all places below, which a second value of a duplicate key empties again. */
  readonly below: number[];
  /** Members of an object. */
  readonly members: Map<string, FieldNode>;
  /** Elements of a list, counted from 1. */
  readonly elements: Map<number, FieldNode>;
}

/**
 * Lays the paths of fields over each other: one node for each distinct place.
 *
 * @throws {RangeError} If a path is empty.
 */
export function fieldTree(fields: readonly ScannerField[]): FieldNode {
  const root = fieldNode();
  for (const [column, { path }] of fields.entries()) {
    if (path.length === 0) {
      throw new RangeError(
        "Cannot project a field as its path must have a name: current value is []",
      );
    }
    let node = root;
    for (const step of path) {
      node.below.push(column);
      node = typeof step === "number"
        ? childOf(node.elements, step)
        : childOf(node.members, step.toWellFormed());
    }
    node.columns.push(column);
  }
  return root;
}

function fieldNode(): FieldNode {
  return {
    columns: [],
    below: [],
    members: new Map(),
    elements: new Map(),
  };
}

function childOf<K>(children: Map<K, FieldNode>, key: K): FieldNode {
  let child = children.get(key);
  if (child === undefined) {
    child = fieldNode();
    children.set(key, child);
  }
  return child;
}
