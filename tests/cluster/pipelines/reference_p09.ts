import { type PlainRow, tumbling } from "./plain.ts";
import type { Reference } from "./reference.ts";

/** A number of JSON with its own text, as doubles cannot hold all of them. */
interface Exact {
  readonly text: string;
}

const isExact = (value: unknown): value is Exact =>
  typeof value === "object" && value !== null && "text" in value;

/** What a value is as a whole number of 64 bits; `null` where it is none. */
function whole(value: unknown): bigint | null {
  if (typeof value === "boolean") return value ? 1n : 0n;
  const text = isExact(value) ? value.text : value;
  if (typeof text !== "string") return null;
  const trimmed = text.trim();
  if (!/^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/iu.test(trimmed)) return null;
  const number = /^[+-]?\d+$/u.test(trimmed)
    ? BigInt(trimmed.replace("+", ""))
    // Of two that are as near, the even one: 1.9 and 2.0 have no such.
    : BigInt(Math.round(Number(trimmed)));
  return BigInt.asIntN(64, number) === number ? number : null;
}

function double(value: unknown): number | null {
  const text = isExact(value) ? value.text : value;
  if (typeof text !== "string") return null;
  return /^(?:-?\d[\d.]*(?:e[+-]?\d+)?|NaN)$/iu.test(text)
    ? Number(text)
    : null;
}

function truth(value: unknown): boolean | null {
  const text = isExact(value) ? value.text : String(value);
  return ["true", "yes", "1"].includes(text) ? true : null;
}

function words(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return isExact(value) ? value.text : String(value);
}

/** A line that is a row of JSON with a time; duplicate names, whose last one counts, are JavaScript's rule too. */
function read(line: string): PlainRow | null {
  let row: Record<string, unknown>;
  try {
    row = JSON.parse(
      line,
      (_key, value: unknown, context?: { readonly source?: string }) =>
        typeof value === "number" ? { text: context?.source } : value,
    );
  } catch {
    return null;
  }
  const ts = row?.ts;
  if (typeof ts !== "string" || !/^2026-05-04T[01]\d:.*Z$/u.test(ts)) {
    return null;
  }
  return {
    timeMs: Date.parse(ts),
    kind: row.kind,
    n: whole(row.n),
    x: double(row.x),
    s: words(row.s),
    ok: truth(row.ok),
  };
}

/** P09: every group is one line, so that the greatest value is the only one. */
export const P09: Reference = {
  read,
  windowing: {
    windowsOf: tumbling(60_000),
    delayMs: 5_000,
    keys: ({ kind }) => [kind],
  },
  result: ({ keys: [kind], rows: [row] }) => {
    const { n, x, s, ok } = row!;
    const held = (value: unknown) => value === null ? 0 : 1;
    return {
      kind,
      held: 1,
      ns: held(n),
      n,
      xs: held(x),
      // JSON has no words for what is beyond doubles.
      x: Number.isFinite(x) ? x : null,
      texts: held(s),
      s,
      oks: held(ok),
      trues: held(ok),
    };
  },
};
