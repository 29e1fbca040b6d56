/**
 * Writes the inputs of the reference pipelines anew from their seeds:
 * `deno run -A tests/cluster/make_pipelines.ts`. A test makes them again and
 * compares the bytes.
 *
 * @module
 */
import {
  failures,
  paths,
  statuses,
  visitors,
} from "./pipelines/make/access.ts";
import { dirty } from "./pipelines/make/dirty.ts";
import { edges } from "./pipelines/make/edges.ts";
import {
  calls,
  clicks,
  containers,
  levels,
  metrics,
  samples,
} from "./pipelines/make/events.ts";

/** The input of every pipeline, by its path in the folder `pipelines`. */
export function pipelineInputs(): ReadonlyMap<string, Uint8Array> {
  const lines = new Map<string, readonly string[]>([
    ["p01/requests.log", statuses(101)],
    ["p02/events.ndjson", levels(202)],
    ["p03/requests.log", paths(303)],
    ["p04/calls.ndjson", calls(404)],
    ["p05/requests.log", visitors(505)],
    ["p06/clicks.ndjson", clicks(606)],
    ["p07/edges.ndjson", edges()],
    ["p08/samples.ndjson", samples(808)],
    ["p10/requests.log", failures(1_010)],
    ["p11/containers.ndjson", containers(1_111)],
    ["p12/metrics.csv", metrics(1_212)],
  ]);
  const encoder = new TextEncoder();
  const files = [...lines].map(([path, rows]): [string, Uint8Array] => [
    path,
    encoder.encode(rows.map((row) => `${row}\n`).join("")),
  ]);
  return new Map<string, Uint8Array>([
    ...files,
    ["p09/dirty.ndjson", dirty()],
  ]);
}

if (import.meta.main) {
  const folder = new URL("pipelines/", import.meta.url);
  for (const [path, content] of pipelineInputs()) {
    Deno.writeFileSync(new URL(path, folder), content);
  }
}
