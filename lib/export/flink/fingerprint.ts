import { Fault } from "../../core/mod.ts";
import { fingerprint } from "../fingerprint.ts";
import type { PortableJob } from "../portable_job.ts";
import type { Connections } from "../target.ts";
import { bodyOf } from "./body.ts";
import type { JobLayout } from "./layout.ts";

/**
 * The parameter of a job of Flink that holds its fingerprint. Flink tells the
 * state of one pipeline from that of another by the order of its operators
 * alone: the same stages with another size of window take it for their own.
 */
export const FINGERPRINT = "weir.fingerprint";

/** A folder of savepoints, as {@linkcode savepointFolder} names it, in their paths. */
const IN_PATH = /\/weir-([0-9a-f]{12})(?=\/|$)/gu;

/** A comment says nothing to Flink, and may be worded anew. */
const COMMENT = /^\s*--.*\n/gmu;

/** Twelve digits that tell what a job keeps as state from what others do, wherever it reads and writes. */
export function fingerprintOf(
  job: PortableJob,
  layout: JobLayout,
  connections: Connections,
): string {
  const parts = bodyOf(job, layout, withoutPlaces(connections));
  return fingerprint(parts.map(({ statement }) => statement), COMMENT);
}

/** The folder for savepoints of a job. */
export function savepointFolder(folder: string, fingerprint: string): string {
  return `${folder.replace(/\/+$/u, "")}/weir-${fingerprint}`;
}

/**
 * Refuses a savepoint in whose path stands the fingerprint of another job. One
 * without a fingerprint was not made by weir, and Flink judges it alone.
 *
 * @throws {Fault} `flink/other-savepoint`.
 */
export function demandFingerprint(
  savepoint: string,
  fingerprint: string,
): void {
  const found = [...savepoint.matchAll(IN_PATH)].at(-1)?.[1];
  if (found !== undefined && found !== fingerprint) throw otherSavepoint();
}

/** The state of a savepoint is not that of the pipeline that is to go on from it. */
export function otherSavepoint(): Fault {
  return new Fault(
    "flink/other-savepoint",
    "cannot go on from this savepoint: the state in it is not that of this pipeline",
    {
      mend:
        "Submit the pipeline that was stopped, as it was, or leave out --from-savepoint to begin anew",
    },
  );
}

function withoutPlaces({ input, output }: Connections): Connections {
  const kafka = { brokers: "", topic: "" };
  return {
    input: input.kind === "files"
      ? { kind: "files", path: "/" }
      : { ...input, ...kafka, start: "earliest", group: "" },
    output: output.kind === "files"
      ? { kind: "files", path: "/" }
      : { ...output, ...kafka },
    checkpoints: null,
  };
}
