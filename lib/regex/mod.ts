/**
 * Floor 0: regular expressions of the RE2 dialect, read, run in bounded time,
 * and kept as plain data for those who write them in other dialects.
 *
 * @module
 */
export {
  type CompiledPattern,
  compilePattern,
  type Match,
  type PatternOptions,
} from "./compile_pattern.ts";
export {
  escaped,
  type ParsedPattern,
  parsePattern,
  type PatternFlags,
} from "./parse_pattern.ts";
export { replacementParts, replacePattern } from "./replace_pattern.ts";
export {
  type Alternatives,
  type Anchor,
  type Capture,
  type CharacterSet,
  type Pattern,
  PatternError,
  PatternTooHeavy,
  type Repeat,
  type Sequence,
} from "./syntax.ts";
