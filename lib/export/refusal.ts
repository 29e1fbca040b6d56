import { Fault, Faults, type Place } from "../core/mod.ts";
import type { Construct, Judgement } from "./construct.ts";
import { judgeAll, type JudgedJob, type Target } from "./target.ts";

/**
 * Why something has no place on a target, as an error.
 *
 * @param label What it is called.
 * @param target What it cannot be moved to.
 * @param judgement The verdict `no`.
 */
export function refusal(
  label: string,
  target: string,
  { code, why, mend }: Judgement,
  place: Place | null = null,
): Fault {
  return new Fault(
    `export/${code}`,
    `cannot move ${label} to ${target}: ${why} (${code})`,
    {
      ...(place === null ? {} : { place }),
      ...(mend === null ? {} : { mend }),
    },
  );
}

/**
 * Refuses a job with all that a target has no place for. It is the one gate:
 * what is behind it was understood.
 *
 * @throws {Faults} If there is anything.
 */
export function demandPossible(
  constructs: readonly Construct[],
  target: Target,
  job: JudgedJob,
): void {
  const faults = judgeAll(constructs, [target], job).flatMap(
    ({ construct: { label, place }, judgements }) => {
      const judgement = judgements.get(target.name)!;
      return judgement.verdict === "no"
        ? [refusal(label, target.name, judgement, place)]
        : [];
    },
  );
  if (faults.length > 0) throw new Faults(faults);
}
