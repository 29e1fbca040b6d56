import { expectationOf } from "./expectation.ts";
import type { MemoryCurve, MemoryPoint } from "./job.ts";
import { measure, type Place, type Ran } from "./measure.ts";
import { measureOpen } from "./measure_open.ts";
import type { Sample } from "./meter.ts";
import type { RunOptions } from "./run_race.ts";
import { median } from "./stats.ts";

/** What became of one place on a curve. */
export interface PointResult {
  /** The place. */
  readonly point: MemoryPoint;
  /** Greatest memory of all runs, in bytes; `null` where it is not known. */
  readonly peakBytes: number | null;
  /** Median wall time, in milliseconds; `null` where it is not known. */
  readonly wallMs: number | null;
  /** Why it was not measured; `null` where it was. */
  readonly fault: string | null;
}

/** What became of a curve. */
export interface CurveResult {
  /** The curve. */
  readonly curve: MemoryCurve;
  /** Its places, in their order. */
  readonly points: readonly PointResult[];
}

/** Of these the one counts that took most memory. */
const RUNS = 2;

/** Measures the greatest memory at each place, the answer checked at each. */
export async function runMemory(
  curve: MemoryCurve,
  options: RunOptions,
): Promise<CurveResult> {
  const { version, missing } = options.toolbox.tools.weir;
  const points: PointResult[] = [];
  for (const point of curve.points) {
    const result = version === null
      ? { point, ...unknown(`skipped: ${missing}`) }
      : await runPoint(curve, point, options.place);
    if (result.fault !== null && version !== null) {
      options.say(`  ${point.name}: ${result.fault.split("\n")[0]}`);
    }
    points.push(result);
  }
  return { curve, points };
}

function unknown(fault: string): Omit<PointResult, "point"> {
  return { peakBytes: null, wallMs: null, fault };
}

async function runPoint(
  curve: MemoryCurve,
  point: MemoryPoint,
  place: Place,
): Promise<PointResult> {
  const samples: Sample[] = [];
  try {
    const faultOf = await checkOf(curve, point, place);
    const run = point.open === true ? measureOpen : measure;
    for (let at = 0; at < RUNS; at++) {
      const ran = await run(point.weir.command, place);
      const fault = faultOf(ran);
      if (fault !== null) return { point, ...unknown(fault) };
      samples.push(ran.sample);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { point, ...unknown(`not compared: ${why}`) };
  }
  const peaks = samples.map(({ peakBytes }) => peakBytes)
    .filter((peak) => peak !== null);
  return {
    point,
    peakBytes: peaks.length === 0 ? null : Math.max(...peaks),
    wallMs: median(samples.map(({ wallMs }) => wallMs)),
    fault: null,
  };
}

async function checkOf(
  curve: MemoryCurve,
  point: MemoryPoint,
  place: Place,
): Promise<(ran: Ran) => string | null> {
  const { weir, reference, times } = point;
  if (times === undefined) {
    const expectation = await expectationOf(reference, curve.answer, place);
    return (ran) => expectation.fault(weir, ran);
  }
  const once = await measure({ ...reference.command, counted: true }, place);
  const wanted = counts(once).map((count) => count * times).join(" lines, ");
  return (ran) => {
    if (ran.failure !== null) return ran.failure;
    const given = counts(ran).join(" lines, ");
    if (given === wanted) return null;
    return `wrote ${given} bytes instead of ${wanted} bytes; ${ran.complaint}`;
  };
}

/** Lines and bytes, as `wc -lc` tells them. */
function counts({ outPath }: Ran): readonly number[] {
  return Deno.readTextFileSync(outPath).trim().split(/\s+/).map(Number);
}
