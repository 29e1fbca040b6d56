import { runCommand } from "./command.ts";

/** The programs that installing and running the cluster need. */
export interface Tools {
  readonly java: string;
  readonly python: string;
  readonly maven: string;
}

/** What {@linkcode findTools} found: the programs, or why there can be no cluster here. */
export type Found =
  | { readonly tools: Tools }
  | { readonly missing: string };

const LEAST_JAVA = 17;
/** Wheels of Flink are made for these alone. */
const PYTHONS = ["3.9", "3.10", "3.11", "3.12"];

/** Finds Java, Python and Maven on the PATH, or tells which is not there. */
export async function findTools(): Promise<Found> {
  if (Deno.build.os === "windows") {
    return { missing: "Flink's scripts need a shell of Unix" };
  }
  const java = await findJava();
  if (java === null) {
    return {
      missing:
        `there is no Java ${LEAST_JAVA} or newer in JAVA_HOME or on the PATH`,
    };
  }
  const python = await findPython();
  if (python === null) {
    return {
      missing: `there is no Python of ${PYTHONS.join(", ")} on the PATH`,
    };
  }
  if (await said(["mvn", "--version"]) === null) {
    return { missing: "there is no Maven (mvn) on the PATH" };
  }
  return { tools: { java, python, maven: "mvn" } };
}

/** The Java that Flink's and Spark's own scripts would take. */
async function findJava(): Promise<string | null> {
  const home = Deno.env.get("JAVA_HOME");
  const program = home ? `${home}/bin/java` : "java";
  // `openjdk version "17.0.15" 2025-04-15`; Java 8 calls itself 1.8.
  const version = /version "(\d+)/.exec(
    await said([program, "-version"]) ?? "",
  );
  return Number(version?.[1]) >= LEAST_JAVA ? program : null;
}

async function findPython(): Promise<string | null> {
  const programs = ["python3", ...PYTHONS.map((of) => `python${of}`).reverse()];
  for (const program of programs) {
    const version = /^Python (\d+\.\d+)/.exec(
      await said([program, "--version"]) ?? "",
    );
    if (PYTHONS.includes(version?.[1] ?? "")) return program;
  }
  return null;
}

/** What a program says of itself; `null` if there is none. */
async function said(words: readonly string[]): Promise<string | null> {
  try {
    return await runCommand(words, { limitMs: 60_000 });
  } catch {
    return null;
  }
}
