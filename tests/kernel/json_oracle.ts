import { EXACT_LIMIT, Tag } from "../../lib/core/mod.ts";
import { MAX_DEPTH } from "../../lib/kernel/mod.ts";
import type { Cell } from "./scan_rows.ts";

/** A value as `JSON.parse` reads it, with the text of each number. */
type Parsed =
  | null
  | boolean
  | string
  | { readonly number: string }
  | readonly Parsed[]
  | ReadonlyMap<string, Parsed>;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads a line as the platform does: strict UTF-8, then `JSON.parse`.
 *
 * @returns `undefined` where it is no JSON, or deeper than the bound.
 */
export function parseLine(line: Uint8Array): Parsed | undefined {
  try {
    const text = utf8.decode(line);
    const parsed = JSON.parse(text, parsedValue as Reviver) as Parsed;
    return depthOf(text) > MAX_DEPTH ? undefined : parsed;
  } catch {
    return undefined;
  }
}

type Reviver = (key: string, value: unknown) => unknown;

/** Keeps the text of numbers, and makes objects maps: keys may be anything. */
function parsedValue(
  _key: string,
  value: unknown,
  context: { readonly source?: string },
): Parsed {
  if (typeof value === "number") return { number: context.source! };
  if (
    typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Map) && !isNumber(value)
  ) {
    return new Map(
      Object.entries(value as Record<string, Parsed>).map((
        [key, member],
      ) => [key.toWellFormed(), member]),
    );
  }
  return value as Parsed;
}

function isNumber(value: object): value is { readonly number: string } {
  return Object.keys(value).join() === "number" &&
    typeof (value as { number: unknown }).number === "string";
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text[at]!;
    if (quoted) {
      if (unit === "\\") at++;
      else if (unit === '"') quoted = false;
    } else if (unit === '"') quoted = true;
    else if (unit === "{" || unit === "[") deepest = Math.max(deepest, ++depth);
    else if (unit === "}" || unit === "]") depth--;
  }
  return deepest;
}

/** Follows a path from a row; `undefined` where it leads nowhere. */
export function follow(
  row: Parsed,
  path: readonly (string | number)[],
): Parsed | undefined {
  let value: Parsed | undefined = row instanceof Map
    ? row
    : new Map([["value", row]]);
  for (const step of path) {
    if (typeof step === "number") {
      value = Array.isArray(value) ? value[step - 1] as Parsed : undefined;
    } else value = value instanceof Map ? value.get(step) : undefined;
  }
  return value;
}

/** What a column of values must hold for a value, texts unescaped; nested values by tag alone. */
export function cellFor(value: Parsed | undefined): Cell {
  if (value === undefined) return [Tag.MISSING, null];
  if (value === null) return [Tag.NULL, null];
  if (value === true) return [Tag.TRUE, null];
  if (value === false) return [Tag.FALSE, null];
  if (typeof value === "string") return [Tag.STRING, value.toWellFormed()];
  if (!("number" in value)) return [Tag.NESTED, null];
  const number = Number(value.number);
  if (/[.eE]/.test(value.number) || Object.is(number, -0)) {
    return [Tag.DOUBLE, number];
  }
  const digits = BigInt(value.number);
  return digits >= -EXACT_LIMIT && digits <= EXACT_LIMIT
    ? [Tag.INTEGER, number]
    : [Tag.BIG, value.number];
}
