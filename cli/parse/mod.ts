/**
 * From the words of a command line to what it asks for.
 *
 * @module
 */
export { parseArguments } from "./arguments.ts";
export type { Command, JobFile } from "./command.ts";
export { shellText } from "./shell_text.ts";
export { realSurroundings, type Surroundings } from "./surroundings.ts";
