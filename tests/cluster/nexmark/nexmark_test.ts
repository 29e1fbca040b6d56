import { assertEquals } from "@std/assert";
import { writeStream } from "../../../cli/nexmark/write_stream.ts";
import { readOutput } from "../../../cli/prove/read_output.ts";
import { runHere } from "../../../cli/prove/run_here.ts";
import { comparedOutputs, compareResults } from "../../../lib/export/mod.ts";
import { clusterTest } from "../cluster_case.ts";
import { runOnFlink, runOnSpark } from "../engines.ts";
import { clusterHome } from "../home.ts";
import { IO } from "../pipelines/pipelines.ts";
import { nexmarkQueries, type PortableQuery } from "./queries.ts";

const EVENTS = 20_000;

/** What an engine answers otherwise than weir, in a few words; `null` where nothing. */
async function difference(
  { spec, job, name }: PortableQuery,
  output: string,
): Promise<string | null> {
  const here = await runHere(spec, IO);
  const [{ fields }] = comparedOutputs(job) as [
    ReturnType<typeof comparedOutputs>[number],
  ];
  const { equal, different, missing, extra } = compareResults(
    here.outputs.get(null)!,
    await readOutput(`${output}/results`),
    fields,
  );
  const wrong = different.length + missing.length + extra.length;
  if (wrong === 0 && equal > 0) return null;
  const [first] = different;
  return `${name}: ${equal} equal, ${wrong} not: ${
    first === undefined
      ? (missing[0] ?? extra[0])?.line
      : `${first.fields}: ${first.expected.line} | ${first.actual.line}`
  }`;
}

clusterTest(
  "the portable queries of Nexmark answer the same on Flink and on Spark",
  "flink",
  async (cluster) => {
    const folder = await Deno.makeTempDir({
      dir: clusterHome().run,
      prefix: "nexmark-",
    });
    try {
      writeStream(`${folder}/`, { seed: 1, events: EVENTS, rate: 1_000 });
      const { portable } = await nexmarkQueries(`${folder}/`);
      const jobs = portable.map(({ name, job }) => ({
        name,
        job,
        input: `${folder}/events.ndjson`,
        output: `${folder}/spark-${name}`,
      }));
      const told = await runOnSpark(cluster, jobs, folder);
      const found: string[] = [];
      for (const query of portable) {
        const fault = told.get(query.name)!.fault;
        if (fault !== "") found.push(`${query.name} on spark: ${fault}`);
        else {
          found.push(
            await difference(query, `${folder}/spark-${query.name}`) ?? "",
          );
        }
        const output = `${folder}/flink-${query.name}`;
        await runOnFlink(cluster, {
          name: query.name,
          job: query.job,
          input: `${folder}/events.ndjson`,
          output,
        });
        found.push(await difference(query, output) ?? "");
      }
      assertEquals(found.filter((line) => line !== ""), []);
      assertEquals(portable.length >= 9, true);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
