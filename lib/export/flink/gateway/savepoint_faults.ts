import { Fault } from "../../../core/mod.ts";
import { otherSavepoint } from "../fingerprint.ts";
import { causeText } from "./cause_text.ts";

/** What Flink says where it finds no savepoint at a path. */
const MISSING =
  /Cannot find (?:any )?(?:checkpoint or savepoint|meta ?data) file[^\n]*/iu;
/** What it says where the state is that of other operators, or of other types. */
const OTHER =
  /Cannot map checkpoint\/savepoint state for operator|StateMigrationException|new (?:state|key|namespace) serializer/u;

/**
 * Why a job does not go on from a savepoint, out of a stack trace of Java;
 * `null` where the trace is about something else.
 */
export function savepointFault(trace: string): Fault | null {
  const [missing] = MISSING.exec(trace) ?? [];
  if (missing !== undefined) {
    return new Fault(
      "flink/no-savepoint",
      `cannot go on from a savepoint that is not there: ${causeText(missing)}`,
      {
        mend:
          "Pass the path that --stop has told; the JobManager and the gateway must be able to read it",
      },
    );
  }
  return OTHER.test(trace) ? otherSavepoint() : null;
}
