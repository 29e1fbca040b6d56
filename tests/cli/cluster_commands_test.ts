import { assertEquals, assertThrows } from "@std/assert";
import { parseArguments } from "../../cli/parse/arguments.ts";
import { Fault } from "../../lib/core/mod.ts";
import { pretended } from "./surroundings.ts";

const files = pretended({ "job.weir": "window 1m\nagg" });
const parse = (...words: string[]) => parseArguments(words, files);

Deno.test("check takes a job file, or a whole pipeline", () => {
  const job = parse("check", "job.weir", "a.log", "--target", "flink,spark");
  assertEquals(
    job.kind === "check" && [job.targets, job.spec.inputs, job.job?.path],
    [["flink", "spark"], ["a.log"], "job.weir"],
  );
  const line = parse("check", "a.log", "window", "1m", "then", "agg");
  assertEquals(
    line.kind === "check" && [line.targets.length, line.job],
    [3, null],
  );
});

Deno.test("export takes its engine first, and where the cluster reads and writes", () => {
  const asked = parse(
    "export",
    "spark",
    "job.weir",
    "--source",
    "kafka://k:9092/in",
    "--sink",
    "s3://out",
    "--name",
    "hourly",
  );
  assertEquals(
    asked.kind === "export" &&
      [asked.engine, asked.source, asked.sink, asked.name, asked.exact],
    ["spark", "kafka://k:9092/in", "s3://out", "hourly", false],
  );
  assertThrows(() => parse("export", "job.weir"), Fault, "no export to");
  assertThrows(() => parse("export"), Fault, "needs the name of an engine");
});

Deno.test("submit runs a job, or asks about one of Flink by its number", () => {
  const job = parse("submit", "job.weir", "--to", "flink", "--detach");
  assertEquals(
    job.kind === "submit" && job.words.what === "job" &&
      [job.words.to, job.words.detach, job.words.gateway],
    ["flink", true, "http://localhost:8083"],
  );
  const on = parse(
    ...["submit", "job.weir", "--to", "flink"],
    ...["--from-savepoint", "file:/state/savepoint-1"],
  );
  assertEquals(
    on.kind === "submit" && on.words.what === "job" && on.words.savepoint,
    "file:/state/savepoint-1",
  );
  const spark = parse(
    ...["submit", "job.weir", "--to", "spark", "--packages", "org.a:b:1"],
  );
  assertEquals(
    spark.kind === "submit" && spark.words.what === "job" &&
      spark.words.packages,
    "org.a:b:1",
  );
  const stop = parse(
    ...["submit", "--to", "flink", "--stop", "abc", "--savepoints", "s3://s"],
  );
  assertEquals(
    stop.kind === "submit" && stop.words.what === "stop" &&
      [stop.words.id, stop.words.savepoints],
    ["abc", "s3://s"],
  );
  assertThrows(() => parse("submit", "job.weir"), Fault, "needs the engine");
  assertThrows(
    () => parse("submit", "--to", "flink", "--stop", "abc"),
    Fault,
    "needs a place",
  );
  assertThrows(
    () => parse("submit", "job.weir", "--to", "flink", "--cancel", "abc"),
    Fault,
    "asks about one job",
  );
});

Deno.test("prove takes its engines and the size of the sample", () => {
  const asked = parse(
    "prove",
    "job.weir",
    "--on",
    "spark",
    "--sample",
    "5_000",
  );
  assertEquals(
    asked.kind === "prove" && [asked.on, asked.sample, asked.report],
    [["spark"], 5_000, null],
  );
  assertThrows(
    () => parse("prove", "job.weir", "--sample", "all"),
    Fault,
    "--sample is a number",
  );
  assertThrows(
    () => parse("prove", "job.weir", "--on", "storm"),
    Fault,
    "no engine 'storm'",
  );
});

Deno.test("why --outgrow takes the rate that a cluster is sized for", () => {
  const asked = parse(
    "why",
    "--outgrow",
    "--rate",
    "1,000",
    "a",
    "window",
    "1m",
  );
  assertEquals(asked.kind === "outgrow" && asked.rate, 1_000);
  assertEquals(parse("why", "a", "window", "1m").kind, "run");
  assertThrows(
    () => parse("why", "--rate", "5", "a", "window", "1m"),
    Fault,
    "goes with --outgrow",
  );
});

Deno.test("a flag of a stage stays with its stage behind these commands", () => {
  const asked = parse("check", "a", "window", "1m", "--every", "10s");
  assertEquals(
    asked.kind === "check" &&
      asked.spec.stages.map((stage) =>
        stage.verb === "window" ? stage.every : null
      ),
    ["10s"],
  );
});
