/** The counters of an account that a golden case may name. */
const COUNTERS = [
  "read",
  "kept",
  "filtered",
  "late",
  "bad",
  "open",
  "unreadable",
  "failed",
] as const;

/** One of the counters of an account. */
export type Counter = typeof COUNTERS[number];

/**
 * One behaviour of the command: what goes in, and what must come out.
 *
 * `@/` in an argument is the folder of the case's files; where its path comes
 * out on stdout or stderr, it is written `@/` again.
 */
export interface GoldenCase {
  /** Why it must be so, where the name of the file does not say: the rule, the trap. */
  readonly about?: string;
  /** The command line, without `weir`. */
  readonly args: readonly string[];
  /** What stands on stdin; nothing when not given. */
  readonly stdin?: string;
  /** The same for bytes that are no text. */
  readonly stdin_base64?: string;
  /** Files by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Files by name, for bytes that are no text. */
  readonly files_base64?: Readonly<Record<string, string>>;
  /** Every byte of stdout. */
  readonly stdout: string;
  /** All of stderr; not looked at when not given. */
  readonly stderr?: string;
  /** Texts that stderr must have, in any order. */
  readonly stderr_has?: readonly string[];
  /** Texts that stderr must not have. */
  readonly stderr_lacks?: readonly string[];
  /** Exit status; 0 when not given. */
  readonly exit?: number;
  /** Counters of the account (D6). */
  readonly account?: Readonly<Partial<Record<Counter, number>>>;
  /** Files that the command must have written, by name. */
  readonly written?: Readonly<Record<string, string>>;
  /** What the clock says; 2026-05-05T00:00:00Z when not given. */
  readonly now?: string;
  /** Stdout is a terminal of so many columns; a pipe when not given. */
  readonly columns?: number;
}

const text = (value: unknown) => typeof value === "string";
const number = (value: unknown) => Number.isSafeInteger(value);
const list = (value: unknown) => Array.isArray(value) && value.every(text);
const table = (check: (value: unknown) => boolean) => (value: unknown) =>
  typeof value === "object" && value !== null && !Array.isArray(value) &&
  Object.values(value).every(check);

const KEYS: Readonly<
  Record<keyof GoldenCase, [form: string, check: (value: unknown) => boolean]>
> = {
  about: ["a text", text],
  args: ["a list of texts", list],
  stdin: ["a text", text],
  stdin_base64: ["a text", text],
  files: ["a table of texts", table(text)],
  files_base64: ["a table of texts", table(text)],
  stdout: ["a text", text],
  stderr: ["a text", text],
  stderr_has: ["a list of texts", list],
  stderr_lacks: ["a list of texts", list],
  exit: ["a whole number", number],
  account: ["a table of whole numbers", table(number)],
  written: ["a table of texts", table(text)],
  now: ["a text", text],
  columns: ["a whole number", number],
};

/** What is wrong with a case as it was read from TOML; empty where nothing is. */
export function goldenFaults(
  value: Readonly<Record<string, unknown>>,
): string[] {
  const faults: string[] = [];
  for (const key of ["args", "stdout"]) {
    if (!Object.hasOwn(value, key)) faults.push(`${key} is missing`);
  }
  for (const [key, content] of Object.entries(value)) {
    if (!Object.hasOwn(KEYS, key)) {
      faults.push(`${key} is unknown`);
      continue;
    }
    const [form, check] = KEYS[key as keyof GoldenCase];
    if (!check(content)) faults.push(`${key} must be ${form}`);
  }
  for (const counter of Object.keys(Object(value.account))) {
    if (!COUNTERS.includes(counter as Counter)) {
      faults.push(`account.${counter} is unknown`);
    }
  }
  return faults;
}
