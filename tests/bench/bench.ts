/**
 * Runs weir beside jq, Miller, ripgrep and native DuckDB, and writes what it
 * measured to RESULTS.md. `deno task bench --help` tells the options.
 *
 * @module
 */
import { contenders } from "./contender.ts";
import { type Data, dataFolder, ensureData } from "./data.ts";
import type { MemoryCurve, Race } from "./job.ts";
import { memoryCurves, races } from "./jobs/mod.ts";
import { stopAll } from "./limited_process.ts";
import { thisMachine } from "./machine.ts";
import { findOverheadMs, type Place } from "./measure.ts";
import { installedWeir } from "./installed_weir.ts";
import { findMeter } from "./meter.ts";
import { type BenchOptions, readOptions, USAGE } from "./options.ts";
import { curveText } from "./curve_text.ts";
import { raceText } from "./race_text.ts";
import {
  latencyJobs,
  type LatencyResult,
  latencyText,
  runLatency,
} from "./latency.ts";
import { CLUSTER_HEADING, sectionOf, withSection } from "./results_section.ts";
import { type Report, resultsText, targetsText } from "./results.ts";
import { type CurveResult, runMemory } from "./run_memory.ts";
import { type RaceResult, runRace } from "./run_race.ts";
import { findTools, type Toolbox } from "./tools.ts";

const ROOT = new URL("../..", import.meta.url);
const FULL_MEGABYTES = 512;
const encoder = new TextEncoder();

function say(line: string): void {
  Deno.stdout.writeSync(encoder.encode(`${line}\n`));
}

async function bench(options: BenchOptions): Promise<void> {
  const folder = await scratchFolder();
  const home = await Deno.makeTempDir({ prefix: "weir-bench-" });
  const remove = () => {
    for (const path of [folder, home]) {
      Deno.removeSync(path, { recursive: true });
    }
  };
  Deno.addSignalListener("SIGINT", () => {
    stopAll();
    remove();
    Deno.exit(130);
  });
  try {
    if (options.weir === null) say("installing this checkout");
    const weir = options.weir ?? await installedWeir(home);
    const toolbox = await findTools(weir);
    for (const [name, { version, missing }] of Object.entries(toolbox.tools)) {
      say(`${name}: ${version ?? `missing (${missing})`}`);
    }
    const data = await ensureData(options, say);
    await write(options, await runJobs({ options, toolbox, data, folder }));
  } finally {
    remove();
  }
}

async function runJobs(
  { options, toolbox, data, folder }: {
    readonly options: BenchOptions;
    readonly toolbox: Toolbox;
    readonly data: Data;
    readonly folder: string;
  },
): Promise<Report> {
  const machine = thisMachine();
  const emptyScript = `${folder}/empty.ts`;
  await Deno.writeTextFile(emptyScript, "");
  const { cores } = machine;
  const made = { data, make: contenders(toolbox), cores, emptyScript };
  const chosen = choose(options.only, races(made), memoryCurves(made));

  const meter = await findMeter();
  const overheadMs = await findOverheadMs({ meter, folder });
  const { rounds, slowRounds } = options;
  const place: Place = { meter, folder, overheadMs };
  const running = { place, toolbox, rounds, slowRounds, say };
  const raced: RaceResult[] = [];
  for (const race of chosen.races) {
    say(`\nrunning ${race.id}`);
    const result = await runRace(race, running);
    raced.push(result);
    say(raceText(result, data.folder));
  }
  const curves: CurveResult[] = [];
  for (const curve of chosen.curves) {
    say(`\nrunning ${curve.id}`);
    const result = await runMemory(curve, running);
    curves.push(result);
    say(curveText(result, data.folder));
  }
  const latencies: LatencyResult[] = [];
  if (chosen.latency) {
    for (const job of latencyJobs) {
      say(`\nrunning latency, ${job.name}`);
      latencies.push(await runLatency(toolbox.tools.weir.words, job));
    }
    say(latencyText(latencies));
  }
  return {
    latencies,
    machine,
    toolbox,
    started: options.weir,
    manifest: data.manifest,
    folder: data.folder,
    day: new Date().toISOString().slice(0, 10),
    rounds: [rounds, slowRounds],
    meter: meter.name,
    overheadMs,
    races: raced,
    curves,
  };
}

function choose(
  only: readonly string[],
  races: readonly Race[],
  curves: readonly MemoryCurve[],
): {
  readonly races: readonly Race[];
  readonly curves: readonly MemoryCurve[];
  readonly latency: boolean;
} {
  if (only.length === 0) return { races, curves, latency: true };
  const ids = [...[...races, ...curves].map(({ id }) => id), "latency"];
  const unknown = only.filter((id) => !ids.includes(id));
  if (unknown.length > 0) {
    throw new TypeError(
      `Cannot run ${unknown.join(", ")}: the jobs are ${ids.join(", ")}`,
    );
  }
  return {
    races: races.filter(({ id }) => only.includes(id)),
    curves: curves.filter(({ id }) => only.includes(id)),
    latency: only.includes("latency"),
  };
}

/** A folder in memory where the system has one, so that no disk is measured. */
async function scratchFolder(): Promise<string> {
  try {
    return await Deno.makeTempDir({ dir: "/dev/shm", prefix: "weir-bench-" });
  } catch {
    return await Deno.makeTempDir({ prefix: "weir-bench-" });
  }
}

async function write(options: BenchOptions, report: Report): Promise<void> {
  const whole = options.only.length === 0 &&
    options.megabytes === FULL_MEGABYTES;
  const path = options.results ??
    (whole ? "tests/bench/RESULTS.md" : `${dataFolder(options)}/RESULTS.md`);
  const before = await Deno.readTextFile(path).catch(() => "");
  const kept = sectionOf(before, CLUSTER_HEADING);
  const text = resultsText(report);
  await Deno.writeTextFile(
    path,
    kept === null ? text : withSection(text, CLUSTER_HEADING, kept),
  );
  await new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", "--no-config", path],
  }).output();
  say(`\n${targetsText(report)}\nresults: ${path}`);
}

if (import.meta.main) {
  Deno.chdir(ROOT);
  try {
    const options = readOptions(Deno.args);
    if (options === null) say(USAGE.trimEnd());
    else await bench(options);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    Deno.stderr.writeSync(encoder.encode(`bench: ${error.message}\n`));
    Deno.exitCode = 2;
  }
}
