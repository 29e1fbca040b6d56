/** Why a row is not JSON, and at which byte. */
export interface RowFault {
  /** What is wrong, to follow "cannot read row as JSON: ". */
  readonly reason: string;
  /** Offset of the byte where it shows. */
  readonly at: number;
}

/** What {@linkcode JsonRow} tells of the values it meets; all of a container's own come before its end. */
export interface RowVisitor<Node> {
  /** The place of a member of an object at `node`; `null` to hear nothing of it. The key stands between its quotes. */
  member(
    node: Node,
    start: number,
    end: number,
    escaped: boolean,
    depth: number,
  ): Node | null;
  /** The place of an element of a list at `node`, counted from 1. */
  element(node: Node, index: number): Node | null;
  /** A value at a place begins; a second time in a row where a key is double. */
  begin(node: Node): void;
  /** Text; the span lies between the quotes. */
  string(node: Node, start: number, end: number, escaped: boolean): void;
  /** A number; `whole` if it has neither point nor exponent. */
  number(node: Node, start: number, end: number, whole: boolean): void;
  /** `true`, `false` or `null`. */
  literal(node: Node, start: number, end: number): void;
  /** An object or a list, whole. */
  container(node: Node, start: number, end: number): void;
}
