import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import {
  NEXMARK_BASE_US,
  type NexmarkOptions,
  nexmarkRows,
} from "../../lib/nexmark/mod.ts";

const SECOND_US = 1_000_000;
/** SHA-256 of the stream below. */
const SUM = "3ee82b7e64c6107405985e3899ee2c61f7739a1f2609b87ef98595b67fa4e3cf";
const STREAM: NexmarkOptions = { seed: 1, events: 20_000, rate: 200 };

// deno-lint-ignore no-explicit-any
type Event = any;

function textsOf(options: NexmarkOptions): string[] {
  return Array.from(nexmarkRows(options), ({ text }) => text);
}

async function sumOf(options: NexmarkOptions): Promise<string> {
  const bytes = new TextEncoder().encode(textsOf(options).join("\n"));
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest).toHex();
}

function eventsOf(options: NexmarkOptions): Event[] {
  return textsOf(options).map((text) => JSON.parse(text));
}

Deno.test("a seed stands for the same bytes on every machine", async () => {
  assertEquals(await sumOf(STREAM), SUM);
});

Deno.test("a stream made again has the same rows, and another seed others", () => {
  const options = { seed: 7, events: 2_000, rate: 50 };
  assertEquals(textsOf(options), textsOf(options));
  assertNotEquals(textsOf(options), textsOf({ ...options, seed: 8 }));
});

Deno.test("of fifty events one is a person, three are auctions and the others bids", () => {
  const kinds = [0, 0, 0];
  for (const { event_type: kind } of eventsOf({ ...STREAM, events: 10_000 })) {
    kinds[kind]!++;
  }
  assertEquals(kinds, [200, 600, 9_200]);
});

Deno.test("a stream has as many rows as events, whatever comes late", () => {
  for (const events of [0, 1, 2, 999, 1_000, 1_001, 8_000]) {
    const texts = textsOf({ seed: 3, events, rate: 100, lateOneIn: 4 });
    assertEquals(texts.length, events);
  }
});

Deno.test("persons and auctions have the next id each, from 1000 on", () => {
  const events = eventsOf({ seed: 1, events: 500, disorderUs: 0 });
  const ids = (kind: "person" | "auction"): number[] =>
    events.flatMap((event) => event[kind]?.id ?? []);
  const from = (first: number, count: number) =>
    Array.from({ length: count }, (_, at) => first + at);
  // The first event has id 2, so that person 1000 is none of the stream.
  assertEquals(ids("person"), from(1_001, 10));
  assertEquals(ids("auction"), from(1_001, 30));
});

Deno.test("no row in time is out of order by more than it may be", () => {
  for (const rate of [0.1, 7, 200, 953, 1_906, 20_000]) {
    let newestUs = -Infinity;
    let mostUs = 0;
    for (const row of nexmarkRows({ seed: 1, events: 5_000, rate })) {
      if (row.late) continue;
      mostUs = Math.max(mostUs, newestUs - row.timeUs);
      newestUs = Math.max(newestUs, row.timeUs);
    }
    assert(mostUs < SECOND_US, `${rate}: ${mostUs}`);
    if (rate > 2) assert(mostUs > SECOND_US / 20, `${rate}: ${mostUs}`);
  }
});

Deno.test("without disorder rows come in the order of their times", () => {
  const times = Array.from(
    nexmarkRows({ ...STREAM, events: 500, disorderUs: 0 }),
    ({ timeUs }) => timeUs,
  );
  assertEquals(times, times.toSorted((a, b) => a - b));
  assertEquals(times[0], NEXMARK_BASE_US + 5_000);
});

Deno.test("no event comes twice", () => {
  for (const rate of [953, 954, 200]) {
    const ids = eventsOf({
      seed: 1,
      events: 3_000,
      rate,
      disorderUs: SECOND_US,
    })
      .flatMap(({ person, auction }) =>
        person ? [`p${person.id}`] : auction ? [`a${auction.id}`] : []
      );
    assertEquals(new Set(ids).size, ids.length, String(rate));
  }
});

Deno.test("a late row comes 15 s and more after its time, and few do", () => {
  let newestUs = -Infinity;
  let late = 0;
  for (const row of nexmarkRows(STREAM)) {
    if (row.late) {
      late++;
      assert(newestUs - row.timeUs >= 15 * SECOND_US);
      assert(newestUs - row.timeUs <= 22 * SECOND_US);
    } else newestUs = Math.max(newestUs, row.timeUs);
  }
  assert(late > 40 && late < 120, String(late));
});

Deno.test("late rows are of all kinds, and late bids of bidders that do not bid otherwise", () => {
  const late: Event[] = [];
  const inTime: Event[] = [];
  for (const row of nexmarkRows({ ...STREAM, lateOneIn: 20 })) {
    (row.late ? late : inTime).push(JSON.parse(row.text));
  }
  assertEquals(new Set(late.map((row) => row.event_type)).size, 3);
  const bids = (rows: Event[]) => rows.flatMap((row) => row.bid ?? []);
  assert(bids(late).every(({ bidder }: Event) => bidder < 1_000));
  assert(bids(inTime).every(({ bidder }: Event) => bidder >= 1_000));
});

Deno.test("half of the bids go to the auction, and three of four come from the bidder, that has many", () => {
  const bids = eventsOf({ seed: 1, events: 20_000, lateOneIn: 1e9 })
    .flatMap(({ bid }) => bid ?? []);
  const hotAuctions = bids.filter(({ auction }) => auction % 100 === 0).length;
  const hotBidders = bids.filter(({ bidder }) => bidder % 100 === 1).length;
  assert(Math.abs(hotAuctions / bids.length - 0.5) < 0.03, `${hotAuctions}`);
  assert(Math.abs(hotBidders / bids.length - 0.75) < 0.03, `${hotBidders}`);
});

Deno.test("prices are of all magnitudes alike, from 100 to 100,000,000", () => {
  const decades = new Map<number, number>();
  const prices = eventsOf({ seed: 1, events: 20_000 })
    .flatMap(({ bid }) => bid?.price ?? []) as number[];
  for (const price of prices) {
    const decade = String(price).length;
    decades.set(decade, (decades.get(decade) ?? 0) + 1);
  }
  assert(prices.every((price) => price >= 100 && price <= 100_000_000));
  for (const decade of [3, 4, 5, 6, 7, 8]) {
    const share = decades.get(decade)! / prices.length;
    assert(Math.abs(share - 1 / 6) < 0.02, `${decade}: ${share}`);
  }
});

Deno.test("half of the bids come by known channels, and nine of ten others have an id in their address", () => {
  const bids = eventsOf({ seed: 1, events: 20_000 })
    .flatMap(({ bid }) => bid ?? []);
  const known = bids.filter(({ channel }) => !channel.startsWith("channel-"));
  const others = bids.filter(({ channel }) => channel.startsWith("channel-"));
  const withId = others.filter(({ url }) => url.includes("&channel_id="));
  assert(Math.abs(known.length / bids.length - 0.5) < 0.03);
  assert(Math.abs(withId.length / others.length - 0.9) < 0.03);
  assertEquals(new Set(known.map(({ channel }) => channel)).size, 4);
  // An address belongs to its channel.
  const urls = Map.groupBy(bids, ({ channel }) => channel as string);
  for (const [channel, of] of urls) {
    assertEquals(new Set(of.map(({ url }) => url)).size, 1, channel);
  }
});

Deno.test("rows have about the size that the benchmark says", () => {
  const rows = eventsOf({ seed: 1, events: 20_000 });
  const mean = (sizes: number[]) =>
    sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const bids = rows.flatMap(({ bid }) => bid ? [32 + bid.extra.length] : []);
  assert(Math.abs(mean(bids) - 100) < 5, String(mean(bids)));
  const auctions = rows.flatMap(({ auction: a }) =>
    a ? [48 + a.itemName.length + a.description.length + a.extra.length] : []
  );
  assert(Math.abs(mean(auctions) - 500) < 25, String(mean(auctions)));
});

Deno.test("nexmarkRows() refuses options that make no stream", () => {
  const bad: Partial<NexmarkOptions>[] = [
    { rate: 0 },
    { rate: NaN },
    { events: -1 },
    { events: 1.5 },
    { seed: 0.5 },
    { lateOneIn: 0 },
  ];
  for (const options of bad) {
    assertThrows(
      () => [...nexmarkRows({ seed: 1, events: 1, ...options })],
      RangeError,
    );
  }
});
