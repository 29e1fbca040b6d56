/** The most of a message that is shown. */
const LONGEST = 300;

/**
 * What went wrong, out of a stack trace of Java: the last cause, without the
 * names of packages, on one line.
 *
 * @example The cause that the user can do something about
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const trace = `org.apache.flink.table.gateway.SqlExecutionException: Failed to execute
 * \tat org.apache.flink.Some.method(Some.java:1)
 * Caused by: org.apache.calcite.sql.validate.SqlValidatorException: Column 'x' not found
 * \tat org.apache.calcite.More.method(More.java:2)`;
 * assertEquals(causeText(trace), "Column 'x' not found");
 * ```
 */
export function causeText(trace: string): string {
  const causes = [
    ...trace.matchAll(
      /^(?:Caused by: )?([\w.$]+(?:Exception|Error)\b.*(?:\n(?!\s*at |Caused by: |\s*\.\.\. ).*)*)/gmu,
    ),
  ]
    .map((match) => match[1]!.trim());
  const last =
    causes.findLast((cause) => !/^[\w.$]*gateway[\w.$]*/u.test(cause)) ??
      causes.at(-1) ?? trace.trim();
  const line = last.replace(/>$/u, "").replace(/\s+/gu, " ").trim();
  const named = /^(?:[\w$]+\.)*([\w$]+)(?:: (.*))?$/u.exec(line);
  const shown = named === null
    ? line
    : named[2] === undefined || named[2] === ""
    ? named[1]!
    : PLAIN.has(named[1]!)
    ? named[2]
    : `${named[1]}: ${named[2]}`;
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}...` : shown;
}

/** Kinds of exception that say nothing beside their message. */
const PLAIN: ReadonlySet<string> = new Set([
  "SqlValidatorException",
  "SqlParserException",
  "ParseException",
  "SqlParseException",
  "ValidationException",
  "TableException",
  "RuntimeException",
  "FlinkException",
  "IllegalArgumentException",
  "IllegalStateException",
]);
