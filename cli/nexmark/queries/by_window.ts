import { BIDS, DELAY, joined, type NexmarkQuery } from "./query.ts";

/** What the queries by day count: all bids, and those of three ranks by their price. */
const COUNTS = [
  "count(*) AS total_bids",
  ...ranks("count(*)", "bids"),
];
const DISTINCT_COUNTS = [
  ...COUNTS,
  "count(DISTINCT bid.bidder) AS total_bidders",
  ...ranks("count(DISTINCT bid.bidder)", "bidders"),
  "count(DISTINCT bid.auction) AS total_auctions",
  ...ranks("count(DISTINCT bid.auction)", "auctions"),
];
const PRICES = [
  "min(bid.price) AS min_price",
  "max(bid.price) AS max_price",
  "avg(bid.price) AS avg_price",
  "sum(bid.price) AS sum_price",
];
const DAYS = ["window", "1d", ...DELAY];
const TEN_SECONDS = ["window", "10s", ...DELAY];

/** Queries that answer for each window; by day where the benchmark groups by the day. */
export const byWindow: readonly NexmarkQuery[] = [
  {
    name: "q5",
    asks: "the auctions with most bids in 10 s, every 2 s",
    input: "stream",
    words: joined(
      BIDS,
      ["window", "10s", "--every", "2s", ...DELAY],
      ["agg", "count(*) AS num", "--by", "bid.auction"],
      [
        "sql",
        "SELECT auction, num FROM events WHERE num IN (SELECT max(num) FROM events)",
      ],
    ),
  },
  {
    name: "q7",
    asks: "the highest bids of each 10 s",
    input: "stream",
    words: joined(
      BIDS,
      ["select", "bid.auction, bid.price, bid.bidder, dateTime, bid.extra"],
      TEN_SECONDS,
      [
        "sql",
        "SELECT auction, price, bidder, dateTime, extra FROM events WHERE price IN (SELECT max(price) FROM events)",
      ],
    ),
  },
  {
    name: "q8",
    asks: "who registered and opened an auction in the same 10 s",
    input: "stream",
    words: joined(
      ["filter", "event_type < 2"],
      ["select", "person.id, person.name, auction.seller"],
      TEN_SECONDS,
      [
        "sql",
        "SELECT DISTINCT p.id, p.name FROM events p JOIN events a ON p.id = a.seller",
      ],
    ),
  },
  {
    name: "q11",
    asks: "bids of each bidder in a session, gap 10 s",
    input: "stream",
    words: joined(
      BIDS,
      ["window", "--session", "10s", "--key", "bid.bidder", ...DELAY],
      ["agg", "count(*) AS bid_count"],
    ),
  },
  {
    name: "q12",
    asks: "bids of each bidder in 10 s of the clock",
    input: "events",
    byClock: true,
    words: joined(
      BIDS,
      ["window", "10s", "--processing-time"],
      ["agg", "count(*) AS bid_count", "--by", "bid.bidder"],
    ),
  },
  {
    name: "q15",
    asks: "bids, bidders and auctions of each day, by rank",
    input: "events",
    words: joined(BIDS, DAYS, ["agg", DISTINCT_COUNTS.join(", ")]),
  },
  {
    name: "q16",
    asks: "the same of each channel, and its last minute",
    input: "events",
    words: joined(BIDS, DAYS, [
      "agg",
      [
        "strftime(max(dateTime::TIMESTAMP), '%H:%M') AS minute",
        ...DISTINCT_COUNTS,
      ].join(", "),
      "--by",
      "bid.channel",
    ]),
  },
  {
    name: "q17",
    asks: "bids and prices of each auction and day",
    input: "events",
    words: joined(BIDS, DAYS, [
      "agg",
      [...COUNTS, ...PRICES].join(", "),
      "--by",
      "bid.auction",
    ]),
  },
];

function ranks(call: string, what: string): readonly string[] {
  return [
    `${call} FILTER (bid.price < 10000) AS rank1_${what}`,
    `${call} FILTER (bid.price >= 10000 AND bid.price < 1000000) AS rank2_${what}`,
    `${call} FILTER (bid.price >= 1000000) AS rank3_${what}`,
  ];
}
