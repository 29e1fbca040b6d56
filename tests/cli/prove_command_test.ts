import { assertEquals, assertMatch } from "@std/assert";
import { checkText } from "../../cli/terminal/check_text.ts";
import { proofReport, proofText } from "../../cli/terminal/proof_text.ts";
import { fakeServer, OPENED } from "../export/flink/fake_cluster.ts";
import { weir, withJob } from "./weir_command.ts";

const PROVE = ["prove", "--on", "flink", "--gateway"];

Deno.test({
  name: "prove makes a folder in --shared with the modes that the umask gives",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withJob(async (folder) => {
      const shared = `${folder}/shared`;
      await Deno.mkdir(shared);
      const modes: number[] = [];
      await using gateway = fakeServer(OPENED, () => {
        for (const { name } of Deno.readDirSync(shared)) {
          for (const path of [name, `${name}/sample`]) {
            modes.push(Deno.statSync(`${shared}/${path}`).mode! & 0o777);
          }
        }
      });
      const rest = "http://127.0.0.1:1";
      const { status } = await weir([
        ...[...PROVE, gateway.url, "--rest", rest, "--shared", shared],
        ...[`${folder}/slow.weir`, `${folder}/rows.ndjson`],
      ]);
      assertEquals(status, 2);
      const mask = ~Deno.umask();
      assertEquals(modes.slice(0, 2), [0o777 & mask, 0o666 & mask]);
      assertEquals([...Deno.readDirSync(shared)], []);
    }),
});

Deno.test("prove says that there is no folder --shared", async () => {
  await withJob(async (folder) => {
    const { status, stderr } = await weir([
      ...[...PROVE, "http://127.0.0.1:1", "--shared", `${folder}/none`],
      ...[`${folder}/slow.weir`, `${folder}/rows.ndjson`],
    ]);
    assertEquals(status, 2);
    assertMatch(stderr, /a folder that is not there\n/u);
  });
});

Deno.test({
  name: "prove shows the names of its inputs without what moves the cursor",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withJob(async (folder) => {
      const path = `${folder}/a\x1b[2Jb.ndjson`;
      await Deno.copyFile(`${folder}/rows.ndjson`, path);
      const { stdout } = await weir([
        ...[...PROVE, "http://127.0.0.1:1", `${folder}/slow.weir`, path],
      ]);
      assertMatch(stdout, /^all 1 lines of \S+a\\x1b\[2Jb\.ndjson\n$/u);
    }),
});

Deno.test("prove tells once what is wrong with an input", async () => {
  await withJob(async (folder) => {
    const gzip = new CompressionStream("gzip");
    const rows = await Deno.readFile(`${folder}/rows.ndjson`);
    const packed = new Blob([rows]).stream().pipeThrough(gzip);
    const path = `${folder}/rows.ndjson.gz`;
    await Deno.writeFile(path, packed);
    await Deno.writeTextFile(path, "more", { append: true });
    for (const format of [[], ["--format", "ndjson"]]) {
      const { stderr } = await weir([
        ...[...PROVE, "http://127.0.0.1:1", path, ...format],
        ...["filter", "ms > 10"],
      ]);
      assertEquals(stderr.match(/after the gzip data/gu)?.length, 1, stderr);
    }
  });
});

Deno.test("fields of the input are shown without what moves the cursor", () => {
  const types = { "a\x1b[2J": "BIGINT" };
  const checked = checkText({ judged: [], targets: ["flink"], types });
  assertMatch(checked, /^types {2}a\\x1b\[2J=BIGINT$/mu);
  const proof = {
    engine: "weir with --types a\x1b[2J|b=BIGINT",
    outputs: [],
    hereMs: 0,
    thereMs: 0,
    late: 0,
    bad: null,
  };
  assertMatch(proofText(proof), /^weir with --types a\\x1b\[2J\|b=BIGINT: /u);
  const report = proofReport({
    name: "job",
    stages: [],
    lines: 1,
    cut: false,
    proofs: [{
      ...proof,
      outputs: [{
        name: "results",
        comparison: { equal: 1, different: [], missing: [], extra: [] },
        shown: [],
      }],
    }],
  });
  assertMatch(
    report,
    /^\| weir with --types a\\x1b\[2J\\\|b=BIGINT \| results \| 1 \|/mu,
  );
});
