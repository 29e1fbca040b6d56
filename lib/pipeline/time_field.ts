import { Fault } from "../core/mod.ts";
import { type Inspection, TIME_NAMES } from "./inspect.ts";

/**
 * The field that holds the event time (T2).
 *
 * @param named The field that the user names; `null` to find it.
 * @param how How a user names it, for the way to mend.
 * @throws {Fault} Where no field of the first row reads as a time, or the one named is not there.
 */
export function timeFieldOf(
  named: string | null,
  { fields, met, timeField, empty }: Inspection,
  how: string,
): string {
  const field = named ?? timeField;
  if (field === null) {
    // An input without rows has no time, and needs none.
    if (empty === true || met.length === 0) {
      return TIME_NAMES.find((name) => fields?.includes(name)) ??
        fields?.[0] ?? TIME_NAMES[0]!;
    }
    throw new Fault(
      "plan/no-time-field",
      "cannot tell the time of rows: no field of the first row reads as one",
      { mend: `Pass ${how} with one of: ${met.join(", ")}` },
    );
  }
  if (fields !== null && !fields.includes(field)) {
    throw new Fault(
      "plan/unknown-field",
      `cannot find the time field ${field}`,
      { mend: `The fields of the input are: ${fields.join(", ")}` },
    );
  }
  return field;
}
