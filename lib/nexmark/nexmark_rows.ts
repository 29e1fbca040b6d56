import { formatTimestamp } from "../time/mod.ts";
import { auctionText } from "./auction.ts";
import { bidText } from "./bid.ts";
import { channels } from "./channels.ts";
import { EventRandom } from "./event_random.ts";
import { kindOf } from "./event_ids.ts";
import { personText } from "./person.ts";
import { timeline } from "./timeline.ts";
import { WaitingRows } from "./waiting_rows.ts";

/** Which stream of Nexmark is meant. */
export interface NexmarkOptions {
  /** What all chance follows from; a whole number, of which 32 bits count. */
  readonly seed: number;
  /** How many events there are, late ones included. */
  readonly events: number;
  /** Events a second of event time; 1,000 when not given. */
  readonly rate?: number;
  /** When it begins, in microseconds since the epoch; {@linkcode NEXMARK_BASE_US} when not given. */
  readonly baseUs?: number;
  /** How far events may come out of order, in microseconds; a second when not given. */
  readonly disorderUs?: number;
  /** One event in so many comes late; 200 when not given. */
  readonly lateOneIn?: number;
}

/** One event, in the order in which events come. */
export interface NexmarkRow {
  /** A line of NDJSON, without its end. */
  readonly text: string;
  /** When it happened, in microseconds since the epoch. */
  readonly timeUs: number;
  /** Whether it comes too late for every window of the queries. */
  readonly late: boolean;
}

/** How far time has moved on, at the least, when a late row comes: the longest window, the delay of the queries, and a second. */
const LATE_BY_US = 15_000_000;
/** By how much more it may be, at random. */
const LATE_SPREAD_MS = 5_000;
const KINDS = { person: 0, auction: 1, bid: 2 } as const;
/** Tells which rows are late from what is in them. */
const OF_LATENESS = 3;
/** When a stream begins unless it is said otherwise, 2015-07-14T23:59:30Z: past for every clock, and queries by day have two days. */
export const NEXMARK_BASE_US = 1_436_918_370_000_000;

/**
 * Makes the stream of the Nexmark benchmark: persons who register, auctions
 * that they open and bids, 1 to 3 to 46, as lines of NDJSON.
 *
 * Events come out of order by no more than `disorderUs`, except for late ones:
 * of these each comes when time has moved on by 15 to 20 seconds, so that they
 * are late for windows of 10 seconds with a delay of 4. A late bid is of a
 * bidder who does not bid otherwise. The same options give the same rows on
 * every machine; memory is that of the late rows that are yet to come.
 *
 * @throws {RangeError} If an option is out of its range.
 *
 * @example The first event is an auction
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const [row] = nexmarkRows({ seed: 1, events: 1, disorderUs: 0 });
 *
 * assertEquals(JSON.parse(row!.text).auction.id, 1001);
 * ```
 */
export function* nexmarkRows(options: NexmarkOptions): Generator<NexmarkRow> {
  const {
    seed,
    events,
    rate = 1_000,
    baseUs = NEXMARK_BASE_US,
    disorderUs = 1_000_000,
    lateOneIn = 200,
  } = options;
  check("seed", seed, Number.isSafeInteger(seed));
  check("events", events, Number.isSafeInteger(events) && events >= 0);
  check("rate", rate, rate > 0 && rate <= 1_000_000_000);
  check("lateOneIn", lateOneIn, lateOneIn >= 1);
  const time = timeline({ rate, baseUs, disorderUs });
  const channelOf = channels(seed);
  const waiting = new WaitingRows<NexmarkRow>();
  // A row that is due after the last event would come in time after all.
  const lastUs = time.timeUs(events) - disorderUs -
    LATE_BY_US - LATE_SPREAD_MS * 1_000;
  let newestUs = -Infinity;

  for (let place = 1; place <= events; place++) {
    const number = time.eventAt(place);
    const timeUs = time.timeUs(number);
    const chance = new EventRandom(seed, number, OF_LATENESS);
    const late = chance.below(lateOneIn) === 0 && timeUs < lastUs;
    // The first number is 1, and the id of an event is one more than its number.
    const event = number + 1;
    const kind = kindOf(event);
    const random = new EventRandom(seed, event);
    const body = kind === "person"
      ? personText(event, random)
      : kind === "auction"
      ? auctionText(event, random, time)
      : bidText(event, random, { channelOf, late });
    const row = {
      text: `{"event_type":${KINDS[kind]},"dateTime":"${
        formatTimestamp(timeUs)
      }","${kind}":${body}}`,
      timeUs,
      late,
    };
    if (late) {
      const moreMs = chance.below(LATE_SPREAD_MS);
      waiting.add(row, timeUs + LATE_BY_US + moreMs * 1_000);
      continue;
    }
    yield* waiting.due(newestUs);
    if (timeUs > newestUs) newestUs = timeUs;
    yield row;
  }
  yield* waiting.due(newestUs);
}

function check(name: string, value: number, fits: boolean): void {
  if (fits) return;
  throw new RangeError(
    `Cannot make a stream as ${name} is out of its range: current value is ${value}`,
  );
}
