import { Fault } from "../../lib/core/mod.ts";
import { type PortablePlan, portablePlan } from "../../lib/export/mod.ts";
import type { MainIo } from "../io.ts";
import type { Described } from "../parse/described.ts";
import { planned } from "./planned.ts";

/**
 * Opens the first input of a run and reads it as a portable job.
 *
 * @param finite Whether the input of the job ends on the cluster; as here when not given.
 */
export async function readPortable(
  { spec, job }: Described,
  io: MainIo,
  { name, finite }: { readonly name: string | null; readonly finite?: boolean },
): Promise<PortablePlan & { readonly finite: boolean }> {
  // What a job writes on a cluster does not follow from the terminal here.
  const apart = { ...io, isTerminal: false };
  const found = await planned(spec, apart);
  const ends = finite ?? found.facts.regular;
  const portable = portablePlan({
    spec,
    ...found,
    name: jobName(name, job?.path ?? null),
    finite: ends,
  });
  return { ...portable, finite: ends };
}

/** What a job is called: as the user says, else as its file. */
export function jobName(given: string | null, path: string | null): string {
  if (given !== null) {
    if (/^[\w-]{1,80}$/u.test(given)) return given;
    throw new Fault(
      "export/name",
      `cannot call a job ${JSON.stringify(given)}`,
      {
        mend: "Use letters, digits, - and _: --name hourly-errors",
      },
    );
  }
  const file = path?.split("/").at(-1)?.replace(/\.[^.]*$/u, "") ?? "";
  return file.replace(/[^\w-]+/gu, "-").replace(/^-+|-+$/gu, "") || "weir";
}
