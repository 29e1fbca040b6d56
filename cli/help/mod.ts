/**
 * Help and reference, made from the option table.
 *
 * @module
 */
export { helpText } from "./help_text.ts";
export { formatsText } from "./formats_text.ts";
export { allExamples, referenceText } from "./reference.ts";
