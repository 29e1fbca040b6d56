/**
 * Apache Spark: what it makes of a job, the program that it runs, and how that
 * is submitted.
 *
 * @module
 */
export { sparkStreamTarget, sparkTarget } from "./target.ts";
export { printSpark } from "./print_spark.ts";
export { type SubmitOptions, submitSpark } from "./submit.ts";
