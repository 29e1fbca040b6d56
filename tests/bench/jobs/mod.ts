/**
 * The jobs of the benchmark.
 *
 * @module
 */
import type { Bench, MemoryCurve, Race } from "../job.ts";
import { countCombined, countCsv, countNdjson } from "./count.ts";
import { filterRaces } from "./filter.ts";
import { filterMemory, foldMemory, openState } from "./memory.ts";
import { nested, p99, wide } from "./rows.ts";
import { startFilter, startSql } from "./start.ts";
import { hopping, sessions } from "./windows.ts";

/** The jobs that are timed, in the order of the results. */
export function races(bench: Bench): readonly Race[] {
  return [
    countNdjson(bench),
    countCsv(bench),
    countCombined(bench),
    wide(bench),
    nested(bench),
    p99(bench),
    ...filterRaces(bench),
    sessions(bench),
    hopping(bench),
    startFilter(bench),
    startSql(bench),
  ];
}

/** The jobs whose memory is measured. */
export function memoryCurves(bench: Bench): readonly MemoryCurve[] {
  return [filterMemory(bench), foldMemory(bench), openState(bench)];
}
