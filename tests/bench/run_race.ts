import type { Contender } from "./contender.ts";
import { type Expectation, expectationOf } from "./expectation.ts";
import type { Duel, Race } from "./job.ts";
import { measure, type Place } from "./measure.ts";
import type { Sample } from "./meter.ts";
import type { Toolbox } from "./tools.ts";

/** How races are run. */
export interface RunOptions {
  /** Where runs leave what they write. */
  readonly place: Place;
  /** The tools there are. */
  readonly toolbox: Toolbox;
  /** How often each pair is run. */
  readonly rounds: number;
  /** How often a pair with a slow peer is run. */
  readonly slowRounds: number;
  /** Told what goes on. */
  readonly say: (line: string) => void;
}

/** What became of one contender. */
export interface Entry {
  /** The contender. */
  readonly contender: Contender;
  /** Its runs, in the order they were made. */
  readonly samples: Sample[];
  /** Why it is not timed; `null` where it is. */
  fault: string | null;
}

/** What became of one duel. */
export interface DuelTimes {
  /** The duel. */
  readonly duel: Duel;
  /** Wall times of weir, in milliseconds. */
  readonly weirMs: number[];
  /** Wall times of the peer; those at the same place were run next to each other. */
  readonly peerMs: number[];
}

/** What became of a race. */
export interface RaceResult {
  /** The race. */
  readonly race: Race;
  /** How many rows the answer has; `null` where there is none. */
  readonly rows: number | null;
  /** Everyone who was to run. */
  readonly entries: readonly Entry[];
  /** Their times, pair by pair. */
  readonly duels: readonly DuelTimes[];
}

/**
 * Checks that all contenders give the same answer, then times those that do.
 *
 * Each round runs the duels one after the other, the two of a duel next to
 * each other and in turns first. The check has brought the input into the cache
 * of the file system. A slow peer is checked by its first timed run.
 */
export async function runRace(
  race: Race,
  options: RunOptions,
): Promise<RaceResult> {
  const { rounds, slowRounds, say } = options;
  const entries = entriesOf(race, options.toolbox);
  const duels = race.duels.map((duel): DuelTimes => (
    { duel, weirMs: [], peerMs: [] }
  ));
  let expectation: Expectation;
  const others = new Map<string, Expectation>();
  try {
    const { answer } = race;
    const { place } = options;
    expectation = await expectationOf(race.reference, answer, place);
    for (const { peer, peerReference } of race.duels) {
      if (peerReference === undefined) continue;
      const other = await expectationOf(peerReference, answer, place);
      others.set(peer.name, other);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    for (const entry of entries.values()) {
      entry.fault ??= `not compared: ${why}`;
    }
    say(`  nothing is timed: ${why}`);
    return { race, rows: null, entries: [...entries.values()], duels };
  }

  const run = new Runs(
    entries,
    (contender) => others.get(contender.name) ?? expectation,
    options,
  );
  for (const { duel } of duels) {
    await run.check(duel.weir);
    if (!duel.slow) await run.check(duel.peer);
  }
  for (let round = 0; round < rounds * (race.roundsTimes ?? 1); round++) {
    for (const times of duels) {
      if (!times.duel.slow) await run.pair(times, round % 2 === 1);
    }
  }
  for (const times of duels.filter(({ duel }) => duel.slow)) {
    for (let round = 0; round < slowRounds; round++) {
      await run.pair(times, false);
    }
  }
  return {
    race,
    rows: expectation.rows,
    entries: [...entries.values()],
    duels,
  };
}

function entriesOf(race: Race, { tools }: Toolbox): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (
    const contender of race.duels.flatMap(({ weir, peer }) => [weir, peer])
  ) {
    const { version, missing } = tools[contender.tool];
    const fault = version === null ? `skipped: ${missing}` : null;
    entries.set(contender.name, { contender, samples: [], fault });
  }
  return entries;
}

class Runs {
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #expectation: (contender: Contender) => Expectation;
  readonly #options: RunOptions;
  readonly #checked = new Set<string>();

  constructor(
    entries: ReadonlyMap<string, Entry>,
    expectation: (contender: Contender) => Expectation,
    options: RunOptions,
  ) {
    this.#entries = entries;
    this.#expectation = expectation;
    this.#options = options;
  }

  /** Runs a contender whose answer was not looked at yet, and looks at it. */
  async check(contender: Contender): Promise<void> {
    if (!this.#checked.has(contender.name)) await this.#run(contender);
  }

  /** Runs both of a duel. Where one of them may not, the other runs alone. */
  async pair(times: DuelTimes, peerFirst: boolean): Promise<void> {
    const { weir, peer } = times.duel;
    const order = peerFirst ? [peer, weir] : [weir, peer];
    const samples = new Map<Contender, Sample>();
    for (const contender of order) {
      const sample = await this.#run(contender);
      if (sample === null) continue;
      this.#entries.get(contender.name)!.samples.push(sample);
      samples.set(contender, sample);
    }
    if (samples.size < 2) return;
    times.weirMs.push(samples.get(weir)!.wallMs);
    times.peerMs.push(samples.get(peer)!.wallMs);
  }

  async #run(contender: Contender): Promise<Sample | null> {
    const entry = this.#entries.get(contender.name)!;
    if (entry.fault !== null) return null;
    const ran = await measure(contender.command, this.#options.place);
    if (!this.#checked.has(contender.name)) {
      this.#checked.add(contender.name);
      entry.fault = this.#expectation(contender).fault(contender, ran);
    } else {
      entry.fault = ran.failure;
    }
    if (entry.fault === null) return ran.sample;
    this.#options.say(`  ${contender.name}: ${entry.fault.split("\n")[0]}`);
    return null;
  }
}
