import type { InputFormat } from "../core/mod.ts";
import { patternFormat } from "../format/mod.ts";

/**
 * The formats that an input may be in, that of `--pattern` among them where
 * there is one.
 *
 * @throws {Fault} Where the pattern takes no line apart.
 */
export function formatsOf(
  formats: readonly InputFormat[],
  pattern: string | null | undefined,
): readonly InputFormat[] {
  return pattern === null || pattern === undefined
    ? formats
    : [...formats, patternFormat(pattern)];
}
