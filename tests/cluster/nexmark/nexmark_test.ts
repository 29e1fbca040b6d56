import { assertEquals } from "@std/assert";
import { writeStream } from "../../../cli/nexmark/write_stream.ts";
import { clusterTest } from "../cluster_case.ts";
import { differenceTo } from "../difference.ts";
import { runOnFlink, runOnSpark } from "../engines.ts";
import { clusterHome } from "../home.ts";
import { nexmarkQueries } from "./queries.ts";

const EVENTS = 20_000;

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
        const { name, job } = query;
        const { fault } = told.get(name)!;
        const other = fault !== ""
          ? fault
          : await differenceTo(query, `${folder}/spark-${name}`);
        if (other !== null) found.push(`${name} on spark: ${other}`);
        const input = `${folder}/events.ndjson`;
        const output = `${folder}/flink-${name}`;
        await runOnFlink(cluster, { name, job, input, output });
        const there = await differenceTo(query, output);
        if (there !== null) found.push(`${name} on flink: ${there}`);
      }
      assertEquals(found, []);
      assertEquals(portable.length >= 9, true);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
