import type { Path } from "../../core/mod.ts";
import { inputPattern } from "../pattern_input.ts";
import type { PortableJob } from "../portable_job.ts";
import type { Parsing } from "./parsing.ts";
import { pyText } from "./text.ts";
import type { UsedHelpers } from "./used_helpers.ts";

/**
 * How lines are read that a pattern takes apart. Spark gives '' for a group
 * that took no part; only of one that may also be empty more must be asked.
 *
 * @param names The fields that the job reads.
 */
export function patternRows(
  { input }: PortableJob,
  names: readonly string[],
  helpers: UsedHelpers,
): Parsing {
  const { source, group, groups } = inputPattern(input);
  const known = new Set(input.pattern?.fields.map(({ name }) => name));
  const fields = names.filter((name) => known.has(name));
  const values = fields.map((name) => {
    const number = group(name);
    const { optional, nullable } = groups[number - 1]!;
    const value = `F.regexp_extract("_line", PATTERN, ${number})`;
    if (!optional) return value;
    return nullable
      ? `F.when(${
        helpers.call("took_part", "PATTERN", `${number}`, `${groups.length}`)
      }, ${value})`
      : `F.nullif(${value}, F.lit(""))`;
  });
  const place = ([name]: Path) => fields.indexOf(String(name));
  return {
    constants: `# What takes a line apart.\nPATTERN = ${pyText(source)}\n`,
    cut: values.length === 0 ? "cut = lines" : `cut = lines.withColumn(
    "_row",
    F.array(
${values.map((value) => `        ${value},`).join("\n")}
    ),
)`,
    sound: [`F.col("_line").rlike(PATTERN)`],
    text: (path) =>
      place(path) === -1
        ? `F.lit(None).cast("string")`
        : `F.col("_row")[${place(path)}]`,
    kept: (path) =>
      place(path) === -1
        ? null
        : `lambda kind: ${helpers.call("bare", `${place(path)}`, "kind")}`,
    rows: `F.col("_line") != ""`,
  };
}
