import { runLimited } from "./limited_process.ts";

/** Fetching its packages takes longest, which is once for a machine where Deno keeps them. */
const LIMIT_MS = 300_000;

/**
 * Installs this checkout as `deno task install` does, so that what is measured
 * is what users run: modules joined, permissions set, compiled code kept.
 *
 * @param folder An empty folder for all of it: the user's own weir, if there
 * is one, stays as it is.
 * @param deno The Deno that installs it, and runs it afterwards.
 * @returns The words that start it.
 * @throws {TypeError} If it cannot be installed.
 */
export async function installedWeir(
  folder: string,
  deno: string = Deno.execPath(),
): Promise<readonly string[]> {
  const bin = `${folder}/bin`;
  const { code, expired, stderr } = await runLimited(
    [deno, "run", "-A", "cli/install.ts", "--bin", bin],
    {
      limitMs: LIMIT_MS,
      // The places of data, on Windows and elsewhere. HOME stays: settings of npm are there.
      env: { XDG_DATA_HOME: folder, LOCALAPPDATA: folder, NO_COLOR: "1" },
      stdout: "null",
    },
  );
  if (code === 0) {
    return [`${bin}/${Deno.build.os === "windows" ? "weir.cmd" : "weir"}`];
  }
  const said = expired ? `not done after ${LIMIT_MS / 1_000} s` : stderr;
  throw new TypeError(
    `Cannot install weir to measure it: ${said}\n` +
      "  --weir COMMAND measures another one",
  );
}
