import {
  calls,
  type Counterpart,
  firstOf,
  inText,
  isWhole,
  type Rule,
  when,
} from "./rules.ts";

/**
 * A function of a text and a count from 0 on.
 *
 * @param most The greatest count that the target bears.
 */
export function counted(
  sql: (x: string, count: number) => string,
  most?: number,
): Rule {
  return when(
    ["VARCHAR", "BIGINT"],
    ({ constants: [, count] }) =>
      isWhole(count, 0, most)
        ? calls((x) => sql(x!, count))
        : inText(`the number, from 0 ${most ? `to ${most}` : "on"},`),
  );
}

/**
 * `substr`.
 *
 * @param rest The text from a place on, which is counted from the end where it is negative.
 * @param part So many characters from a place on, which is positive.
 */
export function substring(
  rest: (x: string, start: number) => string,
  part: (x: string, start: number, length: number) => string,
): Rule {
  return firstOf(
    when(
      ["VARCHAR", "BIGINT"],
      ({ constants: [, start] }) =>
        isWhole(start) && start !== 0
          ? calls((x) => rest(x!, start))
          : inText("where it begins, counted from 1 or from the end,"),
    ),
    when(
      ["VARCHAR", "BIGINT", "BIGINT"],
      ({ constants: [, start, length] }) =>
        isWhole(start, 1) && isWhole(length, 0)
          ? calls((x) => part(x!, start, length))
          : inText("where it begins, counted from 1, and its length"),
    ),
  );
}

/** `split_part`; its index is counted from 1, or from the end where it is negative. */
export function splitPart(
  sql: (x: string, separator: string, index: number) => string,
): Rule {
  return when(
    ["VARCHAR", "VARCHAR", "BIGINT"],
    ({ constants: [, separator, index] }) =>
      typeof separator === "string" && separator !== "" && isWhole(index) &&
        index !== 0
        ? calls((x, by) => sql(x!, by!, index))
        : inText("the separator and the index"),
  );
}

/**
 * `lpad` and `rpad`.
 *
 * @param make Of the size and of the text that fills up, which is not empty.
 */
export function padded(make: (size: number) => Counterpart): Rule {
  return when(
    ["VARCHAR", "BIGINT", "VARCHAR"],
    ({ constants: [, size, fill] }) =>
      isWhole(size, 0, LONGEST) && typeof fill === "string" && fill !== ""
        ? make(size)
        : inText(`the size, at most ${LONGEST}, and what fills up`),
  );
}

/** More characters than this fill the memory of a cluster's worker soon. */
const LONGEST = 1_000_000;
