import { commandsText, faultsText } from "./fault_list.ts";
import type { CurveResult, PointResult } from "./run_memory.ts";
import { megabytesASecond } from "./stats.ts";
import { tableText } from "./table_text.ts";

const NONE = "-";

/** A curve of memory as its heading, table, faults and commands. */
export function curveText(
  { curve, points }: CurveResult,
  folder: string,
): string {
  const faults = points.map(({ point, fault }) => [point.name, fault] as const);
  return [
    `## ${curve.title}\n`,
    `${curve.about}\n`,
    tableText([
      ["input", "peak MB", "wall ms", "MB/s"],
      ...points.map(pointRow),
    ], new Set([1, 2, 3])),
    ...bytesAGroup(points),
    ...faultsText(faults, folder),
    commandsText([points[0]!.point.weir.shown], folder),
  ].join("\n");
}

function pointRow({ point, peakBytes, wallMs, fault }: PointResult): string[] {
  return [
    point.name,
    peakBytes === null
      ? fault === null ? NONE : "failed"
      : (peakBytes / 1e6).toFixed(0),
    wallMs === null ? NONE : wallMs.toFixed(0),
    wallMs === null ? NONE : megabytesASecond(point.bytes, wallMs).toFixed(0),
  ];
}

/** What a group costs, from the place with the fewest groups to the one with most. */
function bytesAGroup(points: readonly PointResult[]): string[] {
  const least = points[0];
  const most = points.at(-1);
  if (least?.point.groups === undefined || most?.point.groups === undefined) {
    return [];
  }
  if (least.peakBytes === null || most.peakBytes === null) return [];
  const groups = most.point.groups - least.point.groups;
  if (groups === 0) return [];
  const bytes = (most.peakBytes - least.peakBytes) / groups;
  return [`A group more takes ${bytes.toFixed(0)} bytes.\n`];
}
