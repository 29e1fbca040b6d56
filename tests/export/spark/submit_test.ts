import { assertEquals, assertRejects } from "@std/assert";
import { Fault } from "../../../lib/core/mod.ts";
import { submitSpark } from "../../../lib/export/spark/mod.ts";
import { failureOf } from "../../../lib/export/spark/submit_faults.ts";

const WINDOWS = Deno.build.os === "windows";
const JOB = "import sys\nspark.sql('SELEC 1')\n";

/** Runs a job with a shell script in the place of `spark-submit`. */
async function submitted(
  script: string,
  stop?: (lines: readonly string[]) => boolean,
): Promise<readonly string[]> {
  const folder = await Deno.makeTempDir();
  const program = `${folder}/spark-submit`;
  const job = `${folder}/job.py`;
  await Deno.writeTextFile(program, `#!/bin/sh\n${script}\n`);
  await Deno.chmod(program, 0o755);
  await Deno.writeTextFile(job, JOB);
  const cancelled = new AbortController();
  const lines: string[] = [];
  try {
    await submitSpark(job, {
      program,
      env: () => undefined,
      master: "local[1]",
      words: ["--conf", "a=b"],
      args: ["--input", "in"],
      signal: cancelled.signal,
      graceMs: 200,
      onLine: (line) => {
        lines.push(line);
        if (stop?.(lines)) cancelled.abort();
      },
    });
    return lines;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function faultOf(script: string): Promise<Fault> {
  return await assertRejects(() => submitted(script), Fault);
}

Deno.test({
  name:
    "submitSpark() hands over the words, and tells each line of both streams",
  ignore: WINDOWS,
  fn: async () => {
    const lines = await submitted(
      `for w in "$@"; do echo "$w" | sed 's|.*/||'; done; printf 'last' >&2`,
    );
    assertEquals([...lines].sort(), [
      ...["--conf", "--input", "--master", "a=b", "in", "job.py", "last"],
      "local[1]",
    ]);
  },
});

Deno.test({
  name: "submitSpark() tells a program that is not there",
  ignore: WINDOWS,
  fn: async () => {
    const job = await Deno.makeTempFile();
    const fault = await assertRejects(
      () =>
        submitSpark(job, {
          env: (name) => name === "SPARK_HOME" ? "/nowhere" : undefined,
          onLine: () => {},
          signal: new AbortController().signal,
        }),
      Fault,
      "cannot find /nowhere/bin/spark-submit",
    );
    assertEquals(fault.code, "submit/not-found");
    await Deno.remove(job);
  },
});

Deno.test({
  name: "submitSpark() ends the job when told, also one that will not",
  ignore: WINDOWS,
  fn: async () => {
    for (const trap of ["", "trap '' TERM; "]) {
      const fault = await assertRejects(
        () =>
          submitted(`${trap}echo up; while :; do sleep 0.05; done`, () => true),
        Fault,
      );
      assertEquals([fault.code, fault.status], ["submit/cancelled", 130]);
    }
  },
});

Deno.test({
  name: "submitSpark() ends a job whose lines nobody takes any more",
  ignore: WINDOWS,
  fn: async () => {
    for (const trap of ["", "trap '' TERM; "]) {
      let pid = 0;
      await assertRejects(
        () =>
          submitted(`${trap}echo $$; while :; do sleep 0.05; done`, (lines) => {
            pid = Number(lines[0]);
            throw new Error("nobody reads on");
          }),
        Error,
        "nobody reads on",
      );
      // Signal 0 only asks whether there is such a process.
      const asked = new Deno.Command("/bin/kill", { args: ["-0", `${pid}`] });
      assertEquals((await asked.output()).success, false);
    }
  },
});

Deno.test({
  name: "submitSpark() tells a status without a word",
  ignore: WINDOWS,
  fn: async () => {
    const fault = await faultOf("exit 3");
    assertEquals(fault.code, "submit/failed");
    assertEquals(fault.message, "spark-submit has ended with status 3");
  },
});

Deno.test({
  name: "submitSpark() tells the line of the job and the engine's own words",
  ignore: WINDOWS,
  fn: async () => {
    const fault = await faultOf(
      `cat >&2 <<'END'
Traceback (most recent call last):
  File "/somewhere/job.py", line 2, in <module>
    spark.sql('SELEC 1')
pyspark.errors.exceptions.captured.ParseException: 
[PARSE_SYNTAX_ERROR] Syntax error at or near 'SELEC'. SQLSTATE: 42601 (line 1, pos 0)
END
exit 1`,
    );
    assertEquals(fault.code, "submit/sql");
    assertEquals(
      fault.message,
      "Spark does not take a query of the job: [PARSE_SYNTAX_ERROR] Syntax error at or near 'SELEC'. (line 1, pos 0)",
    );
    assertEquals(fault.place?.line, 2);
    assertEquals(fault.place?.excerpt, "spark.sql('SELEC 1')");
  },
});

/** What the output of a run makes of it. */
function code(...lines: string[]): string {
  return failureOf({ lines, status: 1, job: "job.py", text: "" }).code;
}

Deno.test("failureOf() knows the ways in which Spark says no", () => {
  assertEquals(code("JAVA_HOME is not set"), "submit/no-java");
  assertEquals(
    code(
      "Exception in thread main java.lang.UnsupportedClassVersionError: org/apache/spark/launcher/Main has been compiled by a more recent version of the Java Runtime (class file version 61.0)",
    ),
    "submit/java-too-old",
  );
  assertEquals(
    code(
      "pyspark.errors.exceptions.captured.AnalysisException: [PATH_NOT_FOUND] Path does not exist: file:/nowhere. SQLSTATE: 42K03",
    ),
    "submit/no-input",
  );
  assertEquals(
    code("s3://logs/state holds the state of other stages"),
    "submit/other-checkpoint",
  );
  assertEquals(
    code(
      "AnalysisException: Failed to find data source: kafka. Please deploy the application as per the deployment section",
    ),
    "submit/no-kafka",
  );
  assertEquals(
    code("org.apache.spark.SparkException: Could not parse Master URL: 'x'"),
    "submit/no-master",
  );
  assertEquals(
    code(
      "py4j.protocol.Py4JJavaError: An error occurred while calling o1.text.",
      ": org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 0.0 failed 1 times, most recent failure: Lost task 0.0 in stage 0.0 (TID 0) (host executor driver): java.io.IOException: No space left on device",
    ),
    "submit/stage",
  );
  assertEquals(
    code("job.py: error: unrecognized arguments: --x"),
    "submit/arguments",
  );
  assertEquals(code("Killed"), "submit/failed");
});

Deno.test("failureOf() hands on what the engine says, shortened", () => {
  const { message } = failureOf({
    lines: [
      "pyspark.errors.exceptions.captured.AnalysisException: [PATH_NOT_FOUND] Path does not exist: file:/nowhere. SQLSTATE: 42K03",
    ],
    status: 1,
    job: "job.py",
    text: "",
  });
  assertEquals(
    message,
    "cannot read the input: Path does not exist: file:/nowhere",
  );
});
