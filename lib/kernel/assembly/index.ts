// What the loader calls (../ndjson_kernel.ts).

import { clearAdded, codeOf, keepTexts } from "./dictionaries";
import { addNodeEntry, setPatterns } from "./patterns";

export { addName, meetName, setNames, setOverflow } from "./names";
export { metCount, overflow } from "./names";
export { setZonelessIsUtc } from "./moments";
export { scan, setRows } from "./scan";
export { keepLines } from "./lines";
export { addNodeEntry, setPatterns };

/** Gives a text its code, as it was before the fields changed. */
export function addText(dictionary: usize, at: usize, length: u32): void {
  codeOf(dictionary, at, length);
  keepTexts(dictionary);
  clearAdded();
}

/** Where the compiler's data ends. */
export function staticEnd(): usize {
  return __heap_base;
}
