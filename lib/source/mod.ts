/**
 * Floor 2: where bytes come from.
 *
 * @module
 */
export { fileSource } from "./file_source.ts";
export { type GunzipOptions, gunzipSource } from "./gunzip_source.ts";
export { isPattern } from "./glob.ts";
export { exists, inputPaths, STDIN } from "./input_paths.ts";
export { latin1Source } from "./latin1_source.ts";
export { type MemoryOptions, memorySource } from "./memory_source.ts";
export { type InputHandle, isStdinFile, stdinSource } from "./stdin_source.ts";
