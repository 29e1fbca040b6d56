import type {
  Construct,
  Judged,
  Judgement,
  TargetName,
} from "../../lib/export/mod.ts";
import { placeText, placeTextLines } from "../fault_text.ts";
import { typesText } from "../parse/types_text.ts";
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

/** The matrix of a check, then each reason why constructs are not exact everywhere: what, where, how to mend it. */
export function checkText({ judged, targets, types }: Checked): string {
  const lines = [...matrix(judged, targets)];
  if (Object.keys(types).length > 0) lines.push("", ...typesLines(types));
  for (const finding of findings(judged, targets)) {
    lines.push("", ...findingLines(finding));
  }
  lines.push("", ...targets.map((target) => verdictLine(judged, target)));
  return `${lines.join("\n")}\n`;
}

/** The types in a form that can be pasted behind `--types`, or as they are where nothing can be. */
function typesLines(types: Checked["types"]): readonly string[] {
  const pasted = typesText(types);
  if (shownText(pasted) === pasted) return [`types  ${pasted}`];
  const plain = Object.entries(types).map(([name, type]) => `${name}=${type}`);
  return [
    `types  ${shownText(plain.join(","))}`,
    "       (not to be pasted: a name has characters that cannot be shown)",
  ];
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

/** What is to be said, and of which constructs. */
interface Finding {
  readonly judgement: Judgement;
  readonly on: readonly TargetName[];
  readonly constructs: Construct[];
}

/** Places that are shown of one finding. */
const SHOWN = 3;

/** One finding for each reason and the targets that have it, in the order in which constructs come to them. */
function findings(
  judged: readonly Judged[],
  targets: readonly TargetName[],
): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const { construct, judgements } of judged) {
    const reasons = Map.groupBy(
      targets.filter((target) => judgements.get(target)!.why !== null),
      (target) => JSON.stringify(judgements.get(target)!),
    );
    for (const [reason, on] of reasons) {
      const key = `${on.join()} ${reason}`;
      const known = found.get(key);
      if (known !== undefined) known.constructs.push(construct);
      else {
        const judgement = judgements.get(on[0]!)!;
        found.set(key, { judgement, on, constructs: [construct] });
      }
    }
  }
  return [...found.values()];
}

/** A paragraph: what differs and why, where, and how to mend it. */
function findingLines(
  { judgement, on, constructs }: Finding,
): readonly string[] {
  const { verdict, code, why, mend } = judgement;
  const rest = constructs.length - SHOWN;
  return [
    `${code ?? ""} ${verdict === "no" ? "not possible" : verdict} on ${
      on.join(", ")
    }: ${shownText(why!)}`.trimStart(),
    ...constructs.slice(0, SHOWN).flatMap(({ label, place }) =>
      place === null
        ? [`  ${shownText(label)}`]
        : [`  at ${placeText(place)}`, ...placeTextLines(place)]
    ),
    ...(rest > 0
      ? [`  and at ${rest} other ${rest === 1 ? "place" : "places"}`]
      : []),
    ...(mend === null ? [] : [`  ${shownText(mend)}`]),
  ];
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
