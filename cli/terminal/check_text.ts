import type { Judged, Judgement, TargetName } from "../../lib/export/mod.ts";
import { placeText, placeTextLines } from "../fault_text.ts";
import { shownText } from "./escape.ts";
import { displayWidth, graphemes } from "./width.ts";

/** What a check found. */
export interface Checked {
  /** Each construct of the job, judged. */
  readonly judged: readonly Judged[];
  /** The targets that were asked for, in order. */
  readonly targets: readonly TargetName[];
  /** Types that the first rows have settled, as `--types` takes them. */
  readonly types: Readonly<Record<string, string>>;
}

/** Columns that the name of a construct may take in the matrix. */
const LONGEST_LABEL = 44;

/** The matrix of a check, then each construct that is not exact everywhere: what, where, why, how to mend it. */
export function checkText({ judged, targets, types }: Checked): string {
  const lines = [...matrix(judged, targets)];
  const settled = Object.entries(types).map(([name, type]) =>
    `${name}=${type}`
  );
  if (settled.length > 0) {
    lines.push("", `types  ${shownText(settled.join(","))}`);
  }
  for (const one of judged) {
    const found = findings(one, targets);
    if (found.length > 0) lines.push("", ...found);
  }
  lines.push("", ...targets.map((target) => verdictLine(judged, target)));
  return `${lines.join("\n")}\n`;
}

/** Whether all of a job runs on a target. */
export function isPossible(
  judged: readonly Judged[],
  target: TargetName,
): boolean {
  return judged.every(({ judgements }) =>
    judgements.get(target)!.verdict !== "no"
  );
}

function matrix(
  judged: readonly Judged[],
  targets: readonly TargetName[],
): readonly string[] {
  // A function that stands in several places has one line, with its worst verdicts.
  const rows = new Map<string, Judged[]>();
  for (const one of judged) {
    const label = cut(shownText(one.construct.label));
    const known = rows.get(label);
    if (known === undefined) rows.set(label, [one]);
    else known.push(one);
  }
  const width = Math.max(...[...rows.keys()].map(displayWidth), 9) + 2;
  const padded = (text: string, to: number) =>
    text + " ".repeat(Math.max(1, to - displayWidth(text)));
  const cells = [...rows].map(([label, ones]) =>
    [label, targets.map((target) => worst(ones, target))] as const
  );
  const widths = targets.map((target, at) =>
    Math.max(target.length, ...cells.map(([, row]) => row[at]!.length)) + 2
  );
  const line = (label: string, row: readonly string[]) =>
    (padded(label, width) +
      row.map((cell, at) => padded(cell, widths[at]!)).join("")).trimEnd();
  return [
    line("construct", targets),
    ...cells.map(([label, row]) => line(label, row)),
  ];
}

function cut(text: string): string {
  const letters = graphemes(text);
  return letters.length <= LONGEST_LABEL
    ? text
    : `${letters.slice(0, LONGEST_LABEL - 1).join("")}…`;
}

const WORST = ["no", "order-dependent", "approximate", "exact"] as const;

function worst(judged: readonly Judged[], target: TargetName): string {
  const verdicts = judged.map(({ judgements }) =>
    judgements.get(target)!.verdict
  );
  return WORST.find((verdict) => verdicts.includes(verdict))!;
}

/** What is to be said of a construct: one paragraph for each reason, with the targets that have it. */
function findings(
  { construct, judgements }: Judged,
  targets: readonly TargetName[],
): readonly string[] {
  const reasons = new Map<string, { judgement: Judgement; on: TargetName[] }>();
  for (const target of targets) {
    const judgement = judgements.get(target)!;
    if (judgement.why === null) continue;
    const key = `${judgement.verdict} ${judgement.code} ${judgement.why}`;
    const known = reasons.get(key);
    if (known === undefined) reasons.set(key, { judgement, on: [target] });
    else known.on.push(target);
  }
  return [...reasons.values()].flatMap(({ judgement, on }, at) => {
    const { verdict, code, why, mend } = judgement;
    const { label, place } = construct;
    return [
      ...(at === 0 ? [] : [""]),
      `${code ?? ""} ${verdict === "no" ? "not possible" : verdict} on ${
        on.join(", ")
      }: ${shownText(why!)}`.trimStart(),
      ...(place === null
        ? [`  ${shownText(label)}`]
        : [`  at ${placeText(place)}`, ...placeTextLines(place)]),
      ...(mend === null ? [] : [`  ${shownText(mend)}`]),
    ];
  });
}

function verdictLine(judged: readonly Judged[], target: TargetName): string {
  if (!isPossible(judged, target)) {
    const count = judged.filter(({ judgements }) =>
      judgements.get(target)!.verdict === "no"
    ).length;
    return `${target}: not possible, for ${count} of ${judged.length} constructs`;
  }
  const rest = judged.filter(({ judgements }) =>
    judgements.get(target)!.verdict !== "exact"
  );
  return rest.length === 0
    ? `${target}: possible, exact`
    : `${target}: possible, ${rest.length} of ${judged.length} constructs not exact`;
}
