import { Fault, type FieldType, placeInText } from "../core/mod.ts";
import type { PathParts, Scope, SourceText, Span } from "../sql/mod.ts";
import type { PlanContext } from "./state.ts";
import { lookUp, type Ref, type Shape } from "./shape.ts";

/** The names of a shape as the expression language asks for them. */
export function scopeOf(shape: Shape, context: PlanContext): Scope {
  return {
    resolve(path) {
      const name = String(path[0]);
      const field = lookUp(shape, name, true);
      if (field === null) return null;
      const listed = shape.fields.includes(field);
      if (field.origin.kind === "pseudo" && name === "_time") {
        context.needTime();
      }
      if (!listed && field.origin.kind === "input") context.onName(name);
      const nested = path.length > 1;
      const type: FieldType = nested
        ? shape.types.get(pathText(path)) ?? "ANY"
        : field.type;
      return { type, known: listed && !nested };
    },
    has: (name) => shape.fields.some((field) => field.name === name),
    names: () => shape.fields.map((field) => field.name),
  };
}

/** A path as it is written: `geo.lat`, `tags[1]`. */
export function pathText(path: PathParts): string {
  return path.map((part, at) =>
    typeof part === "number" ? `[${part}]` : at === 0 ? part : `.${part}`
  ).join("");
}

/**
 * The column that a path into the fields of a shape is read from.
 *
 * @throws {Fault} Where the path leads into a value that no decoder can take apart.
 */
export function refOf(
  shape: Shape,
  path: PathParts,
  span: Span,
  source: SourceText,
): Ref {
  const name = String(path[0]);
  const field = lookUp(shape, name, true);
  if (field === null) {
    throw new TypeError(`Cannot read the field ${name}: it was never checked`);
  }
  const { origin } = field;
  if (origin.kind === "input") {
    return {
      kind: "input",
      path: [...origin.path, ...path.slice(1)],
      as: origin.moment === true ? "time" : "value",
    };
  }
  if (path.length > 1) {
    throw new Fault(
      "plan/path",
      `cannot read ${
        pathText(path)
      }: ${name} was computed, and only values of the input can be taken apart`,
      {
        place: placeInText(source.source, source.text, span.start, span.end),
        mend: `Take the part where the field is made, such as \`set '${
          path.at(-1)
        } = ${pathText(path)}'\` before ${name} is changed`,
      },
    );
  }
  return origin;
}
