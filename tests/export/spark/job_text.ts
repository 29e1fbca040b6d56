import { jobOf } from "../../../lib/export/mod.ts";
import { printSpark } from "../../../lib/export/spark/mod.ts";
import { planOf } from "../plan_of.ts";
import { type Pipeline, printOptions } from "./pipelines.ts";

/** A row with a field of each common type. */
export const ROW =
  `{"ts":"2024-01-01T00:00:01Z","user":"ann","path":"/a","ms":1,"x":1.5,"ok":true}\n`;

/** The program of a pipeline. */
export async function printed(pipeline: Pipeline): Promise<string> {
  const { words, input, finite } = pipeline;
  const plan = await planOf(words, input, finite);
  return printSpark(jobOf(plan), printOptions(pipeline));
}

/** The program of a command line over one row. */
export function jobText(...words: string[]): Promise<string> {
  return printed({ name: "job", words, input: ROW });
}
