import { Fault } from "../../lib/core/mod.ts";
import type { ReadOptions, RunOptions } from "../../lib/pipeline/spec.ts";
import { runFlags } from "../options.ts";
import { patternOptions } from "./pattern_options.ts";
import { type FlagValues, flagValues } from "./flag_values.ts";
import type { Origin } from "./origin.ts";
import { type FlagsOf, lastGiven } from "./flags_of.ts";
import type { GivenFlag } from "./tokens.ts";

export type { FlagsOf } from "./flags_of.ts";

/**
 * The options of the run. Of a flag given twice the later one holds; a name
 * given twice to `--table` or `--param` has its later value.
 */
export function runOptions(
  given: readonly FlagsOf[],
  faults: Fault[],
): RunOptions {
  const values = gathered(given);
  const pairs = (name: string, form: RegExp) =>
    pairsOf(name, form, given, faults);
  return {
    output: values.value("output"),
    bad: oneOf(values.value("bad"), ["skip", "keep", "fail"]),
    badTo: values.value("bad-to"),
    tables: pairs("table", /^[A-Za-z_]\w*$/),
    engine: oneOf(values.value("engine"), ["wasm", "native"]) ?? "wasm",
    parameters: pairs("param", /^[A-Za-z_]\w*$/),
    late: values.value("late"),
    maxMemory: values.value("max-memory"),
    maxAhead: values.value("max-ahead"),
    now: values.value("now"),
    idle: values.value("idle"),
    precision: oneOf(values.value("precision"), ["us", "ms"]),
    csvSafe: values.isOn("csv-safe"),
    displayZone: values.value("display-zone"),
    threads: threads(given, faults),
    stats: values.isOn("stats"),
    strict: values.isOn("strict"),
  };
}

/** The options of reading, from all flags of all places: later ones hold. */
export function readOptions(
  given: readonly FlagsOf[],
  faults: Fault[],
): ReadOptions {
  const values = gathered(given);
  const fields = values.value("fields");
  return {
    ...patternOptions(given, faults),
    encoding: oneOf(values.value("encoding"), ["utf-8", "latin1"]),
    fields: fields === null ? null : parts(fields).map(unquoted),
    header: values.isOn("header"),
    types: typesOf(given, faults),
    time: values.value("time"),
    zone: values.value("zone"),
    since: values.value("since"),
    until: values.value("until"),
  };
}

function gathered(given: readonly FlagsOf[]): FlagValues {
  return flagValues(given.flatMap(({ flags }) => flags), runFlags);
}

/** The value, which was checked against the table; `null` where there is none. */
function oneOf<Choice extends string>(
  value: string | null,
  choices: readonly Choice[],
): Choice | null {
  return choices.find((choice) => choice === value) ?? null;
}

function threads(given: readonly FlagsOf[], faults: Fault[]): number | null {
  const { flag, origin } = lastGiven(given, "threads");
  if (flag?.value === undefined || flag.value === null) return null;
  const count = Number(flag.value);
  if (/^\d+$/.test(flag.value) && count >= 1 && count <= 1024) return count;
  faults.push(
    new Fault(
      "usage/number",
      `--threads is a number from 1 to 1024, not '${flag.value}'`,
      place(origin, flag, "For example: --threads 4"),
    ),
  );
  return null;
}

function pairsOf(
  name: string,
  form: RegExp,
  given: readonly FlagsOf[],
  faults: Fault[],
): Record<string, string> {
  // No prototype: a parameter may be called __proto__.
  const pairs: Record<string, string> = Object.create(null);
  for (const { flags, origin } of given) {
    for (const flag of flags) {
      if (flag.name !== name || flag.value === null) continue;
      const at = flag.value.indexOf("=");
      const key = at < 0 ? "" : flag.value.slice(0, at);
      if (form.test(key)) {
        pairs[key] = flag.value.slice(at + 1);
        continue;
      }
      const example = name === "table" ? "geo=geo.csv" : "least=500";
      // The value may be a secret, so the message does not repeat it.
      faults.push(
        new Fault(
          "usage/pair",
          at < 0
            ? `--${name} needs a name and a value`
            : `--${name} needs a name of letters, digits and _ before the =`,
          place(origin, flag, `For example: --${name} ${example}`),
        ),
      );
    }
  }
  return pairs;
}

function typesOf(
  given: readonly FlagsOf[],
  faults: Fault[],
): Record<string, string> {
  const types: Record<string, string> = Object.create(null);
  for (const { flags, origin } of given) {
    for (const flag of flags) {
      if (flag.name !== "types" || flag.value === null) continue;
      for (const part of parts(flag.value)) {
        const match = /^(.+?)\s*=\s*([^=]+)$/s.exec(part);
        if (match?.[1] !== undefined && match[2] !== undefined) {
          types[unquoted(match[1])] = match[2];
          continue;
        }
        faults.push(
          new Fault(
            "usage/types",
            `--types needs NAME=TYPE, and '${part}' is none`,
            place(
              origin,
              flag,
              "For example: --types status=BIGINT,at=TIMESTAMP",
            ),
          ),
        );
      }
    }
  }
  return types;
}

function place(origin: Origin | undefined, flag: GivenFlag, mend: string) {
  return origin === undefined
    ? { mend }
    : { place: origin.place(flag.valueWord), mend };
}

/** The parts between commas that stand outside double quotes and parentheses. */
function parts(list: string): string[] {
  return (list.match(/(?:"(?:[^"]|"")*"|\([^)]*\)|[^,])+/g) ?? [])
    .map((part) => part.trim()).filter((part) => part !== "");
}

function unquoted(name: string): string {
  return /^".*"$/s.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name;
}
