import { Fault } from "../core/mod.ts";
import { type Judgement, no } from "./construct.ts";
import {
  type JavaGroup,
  javaPattern,
  patternJudgement,
} from "./java_pattern.ts";
import type { PortableInput } from "./portable_job.ts";

/** What takes the lines of an input apart on a cluster, whose engines run Java. */
export interface InputPattern {
  /** The pattern as Java takes it. */
  readonly source: string;
  /** The number of the group that is a field. */
  readonly group: (field: string) => number;
  /** What is known of each group, in order. */
  readonly groups: readonly JavaGroup[];
}

/** What a cluster makes of input that a pattern takes apart. */
export function patternInput(text: string): Judgement {
  const java = javaPattern(text, "", { shortNames: true });
  return typeof java === "string"
    ? no("P007", `Java has no pattern like it: ${java}`)
    : patternJudgement(java);
}

/**
 * The pattern of an input whose format is `pattern`.
 *
 * @throws {Fault} Where Java has none like it, and from `group` where no group has such a name.
 */
export function inputPattern({ pattern }: PortableInput): InputPattern {
  if (pattern === undefined) {
    throw new TypeError("Cannot take lines apart as the job has no pattern");
  }
  const java = javaPattern(pattern.text, "", { shortNames: true });
  if (typeof java === "string") {
    throw new Fault("export/P007", `Java has no pattern like it: ${java}`);
  }
  return {
    source: java.source,
    groups: java.groups,
    group: (field) => {
      const found = pattern.fields.find(({ name }) => name === field);
      if (found !== undefined) return found.group;
      const names = pattern.fields.map(({ name }) => name).join(", ");
      throw new Fault(
        "export/P006",
        `cannot find the field ${field}: the groups of the pattern are ${names}`,
        { mend: `Name a group so: (?P<${field}>...)` },
      );
    },
  };
}
