import { assertEquals } from "@std/assert";

const ROOT = new URL("../", import.meta.url);

/** Runs `.ci/run` with a `deno` that only says what it is told to. */
async function ciRun(
  { check = 0, test = 0, says = "", up = 0, ci = false }: {
    readonly check?: number;
    readonly test?: number;
    readonly says?: string;
    readonly up?: number;
    readonly ci?: boolean;
  },
): Promise<{ readonly code: number; readonly last: string | undefined }> {
  const folder = await Deno.makeTempDir({ prefix: "weir-ci-" });
  try {
    await Deno.writeTextFile(
      `${folder}/deno`,
      `#!/bin/sh
[ "$2" = check ] && exit ${check}
[ "$2" = cluster:up ] && exit ${up}
[ "$2" = cluster:down ] && exit 0
echo running
echo '${says}'
exit ${test}
`,
      { mode: 0o755 },
    );
    const { code, stdout } = await new Deno.Command("bash", {
      args: [".ci/run"],
      cwd: ROOT,
      env: {
        PATH: `${folder}:${Deno.env.get("PATH") ?? ""}`,
        CI: ci ? "true" : "",
      },
      stdin: "null",
    }).output();
    const lines = new TextDecoder().decode(stdout).trimEnd().split("\n");
    return { code, last: lines.at(-1) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const ignore = Deno.build.os === "windows";

Deno.test({
  name: ".ci/run ends with the numbers of the runner",
  ignore,
  async fn() {
    assertEquals(
      await ciRun({
        says: "ok | 12 passed (3 steps) | 0 failed | 1 ignored (4s)",
      }),
      { code: 0, last: "12 passed, 0 failed" },
    );
    assertEquals(
      await ciRun({
        test: 1,
        says: "FAILED | 1370 passed (2 steps) | 6 failed (1 step) (2m31s)",
      }),
      { code: 1, last: "1370 passed, 6 failed" },
    );
  },
});

Deno.test({
  name: ".ci/run fails when the checks fail",
  ignore,
  async fn() {
    assertEquals(
      await ciRun({ check: 1, says: "ok | 12 passed | 0 failed (4s)" }),
      { code: 1, last: "12 passed, 1 failed" },
    );
  },
});

Deno.test({
  name: ".ci/run fails when the runner does not get as far as its tests",
  ignore,
  async fn() {
    assertEquals(await ciRun({ test: 1 }), {
      code: 1,
      last: "0 passed, 1 failed",
    });
    assertEquals(await ciRun({}), { code: 1, last: "0 passed, 1 failed" });
    assertEquals(
      await ciRun({ test: 1, says: "ok | 12 passed | 0 failed (4s)" }),
      { code: 1, last: "12 passed, 1 failed" },
    );
  },
});

Deno.test({
  name: ".ci/run adds the tests of the cluster in CI, which must start",
  ignore,
  async fn() {
    const says = "ok | 12 passed (3 steps) | 0 failed | 1 ignored (4s)";
    assertEquals(await ciRun({ ci: true, says }), {
      code: 0,
      last: "24 passed, 0 failed",
    });
    assertEquals(await ciRun({ ci: true, up: 1, says }), {
      code: 1,
      last: "12 passed, 1 failed",
    });
  },
});
