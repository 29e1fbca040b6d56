import { type FieldType, Tag } from "../../core/mod.ts";
import { UTC } from "../../time/mod.ts";
import type { FieldUse } from "../checked.ts";
import { readText, valueReader } from "../read_value.ts";
import type { Emitted, Emitter } from "./emitter.ts";
import type { ColumnIndexOf, CompileOptions } from "./options.ts";

/** What the parts of the compiler need of each other. */
export interface Emission {
  readonly emitter: Emitter;
  readonly indexOf: ColumnIndexOf;
  readonly options: CompileOptions;
}

/** The tags whose slot is the value itself, each with what takes the value from it. */
function slotTags(
  type: FieldType,
): readonly { readonly tag: Tag; readonly take: (slot: string) => string }[] {
  const asIs = (slot: string) => slot;
  switch (type) {
    case "NUMBER":
      return [
        { tag: Tag.INTEGER, take: asIs },
        // A whole number has no -0.
        { tag: Tag.DOUBLE, take: (slot) => `${slot} + 0` },
      ];
    case "DOUBLE":
      return [
        { tag: Tag.INTEGER, take: asIs },
        { tag: Tag.DOUBLE, take: asIs },
      ];
    case "BIGINT":
    case "HUGEINT":
      return [{ tag: Tag.INTEGER, take: asIs }];
    case "TIMESTAMP":
    case "DATE":
      return [{ tag: Tag.TIME, take: asIs }];
    default:
      return [];
  }
}

/** The value that a variable of a type starts with, so that it keeps one shape. */
export function initialOf(type: FieldType): string {
  switch (type) {
    case "BOOLEAN":
      return "false";
    case "VARCHAR":
      return '""';
    case "ANY":
    case "JSON":
    case "INTERVAL":
    case "NULL":
      return "null";
    default:
      return "0";
  }
}

/**
 * Code that loads a field. The common tags are read in place; what is rare
 * goes through a reader, and what the fast loop cannot hold, unreadable values
 * and whole numbers beyond 2^53, leaves it.
 */
export function emitField(emission: Emission, field: FieldUse): Emitted {
  const { emitter, indexOf, options } = emission;
  const index = indexOf(field.path);
  const { type } = field;
  return emitter.once(`field ${index} ${type}`, () => {
    const { column, tags, numbers } = emitter.column(index);
    const value = emitter.declare(initialOf(type));
    const isNull = emitter.declare("false");
    const tag = emitter.name();
    emitter.push(`const ${tag} = ${tags}[i];`);
    const absent = `if (${tag} <= ${Tag.NULL}) ${isNull} = true;`;
    if (type === "VARCHAR") {
      const read = emitter.capture(readText);
      emitter.push(`${absent} else ${value} = ${read}(${column}, i);`);
    } else if (type === "BOOLEAN") {
      const read = emitReader();
      emitter.push(
        `if (${tag} === ${Tag.TRUE}) ${value} = true; else if (${tag} !== ${Tag.FALSE}) { ${absent} else { ${read} } }`,
      );
    } else {
      const read = emitReader();
      // One tag a branch: half the time of one branch for both.
      const slots = slotTags(type).map(({ tag: each, take }) =>
        `if (${tag} === ${each}) ${value} = ${take(`${numbers}[i]`)}; else `
      );
      emitter.push(`${slots.join("")}${absent} else { ${read} }`);
    }
    return { value, isNull };

    function emitReader(): string {
      const read = emitter.capture(valueReader(type, options.zone ?? UTC));
      const out = emitter.name();
      const leave = type === "ANY"
        ? ""
        : `if (${out} === undefined || typeof ${out} === "bigint") break fast;`;
      return `const ${out} = ${read}(${column}, i); ${leave} ${value} = ${out};`;
    }
  });
}
