import type { NameNode, PathParts } from "./ast.ts";
import { spanOf } from "./lex.ts";
import type { Cursor } from "./cursor.ts";

/** Reads the name of a field, with the way into it: `a.b`, `tags[1]`, `a['odd key']`. */
export function parseName(cursor: Cursor): NameNode {
  const first = cursor.peek();
  const { name } = cursor.expectName("the name of a field");
  let node: NameNode = {
    kind: "name",
    path: [name],
    quoted: first.kind === "quotedName",
    span: spanOf(first),
  };
  for (;;) {
    if (cursor.isOperator(".")) {
      cursor.next();
      const part = cursor.peek();
      // After a point any word is the name of a member, reserved or not.
      if (part.kind !== "word" && part.kind !== "quotedName") {
        throw cursor.unexpected("the name of a member after the point");
      }
      cursor.next();
      node = extend(cursor, node, part.value);
    } else if (cursor.isOperator("[")) {
      node = extend(cursor, node, parseSubscript(cursor));
    } else {
      return node;
    }
  }
}

function extend(
  cursor: Cursor,
  node: NameNode,
  part: string | number,
): NameNode {
  const path: PathParts = [...node.path, part];
  return { ...node, path, span: cursor.spanFrom(node.span.start) };
}

function parseSubscript(cursor: Cursor): string | number {
  const open = cursor.next();
  const token = cursor.next();
  if (token.kind === "string") {
    cursor.expectOperator("]", "after the key");
    return token.value;
  }
  const position = Number(token.value);
  if (token.kind !== "number" || !Number.isInteger(position) || position < 1) {
    throw cursor.fault(
      "subscript",
      "only a position counted from 1, or a key in single quotes, can stand in brackets",
      { start: open.start, end: token.end },
      "Use the stage `sql` for slices and computed positions",
    );
  }
  cursor.expectOperator("]", "after the position");
  return position;
}
