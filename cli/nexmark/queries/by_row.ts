import { BIDS, joined, type NexmarkQuery } from "./query.ts";

/** Queries that answer for each bid by itself. */
export const byRow: readonly NexmarkQuery[] = [
  {
    name: "q0",
    asks: "every bid",
    input: "events",
    words: joined(BIDS, [
      "select",
      "bid.auction, bid.bidder, bid.price, dateTime, bid.extra",
    ]),
  },
  {
    name: "q1",
    asks: "every bid, in another currency",
    input: "events",
    words: joined(BIDS, [
      "select",
      "bid.auction, bid.bidder, round(0.908 * bid.price, 3) AS price, dateTime, bid.extra",
    ]),
  },
  {
    name: "q2",
    asks: "bids for some auctions",
    input: "events",
    words: joined(["filter", "bid.auction % 123 = 0"], [
      "select",
      "bid.auction, bid.price",
    ]),
  },
  {
    name: "q14",
    asks:
      "bids of a range of prices, with the time of day and the c's of extra",
    input: "events",
    words: joined(
      BIDS,
      ["set", "price = 0.908 * bid.price"],
      ["filter", "price > 1000000 AND price < 50000000"],
      [
        "select",
        "bid.auction, bid.bidder, round(price, 3) AS price, " +
        "CASE WHEN extract(hour FROM dateTime) BETWEEN 8 AND 18 THEN 'dayTime' " +
        "WHEN extract(hour FROM dateTime) <= 6 OR extract(hour FROM dateTime) >= 20 THEN 'nightTime' " +
        "ELSE 'otherTime' END AS bidTimeType, dateTime, bid.extra, " +
        "length(bid.extra) - length(replace(bid.extra, 'c', '')) AS c_counts",
      ],
    ),
  },
  {
    name: "q21",
    asks: "bids with the id of their channel, those that have one",
    input: "events",
    words: joined(
      BIDS,
      [
        "set",
        "channel_id = CASE lower(bid.channel) WHEN 'apple' THEN '0' WHEN 'google' THEN '1' " +
        "WHEN 'facebook' THEN '2' WHEN 'baidu' THEN '3' " +
        "ELSE nullif(regexp_extract(bid.url, '(&|^)channel_id=([^&]*)', 2), '') END",
      ],
      ["filter", "channel_id IS NOT NULL"],
      ["select", "bid.auction, bid.bidder, bid.price, bid.channel, channel_id"],
    ),
  },
  {
    name: "q22",
    asks: "bids with the folders of their address",
    input: "events",
    words: joined(BIDS, [
      "select",
      "bid.auction, bid.bidder, bid.price, bid.channel, split_part(bid.url, '/', 4) AS dir1, " +
      "split_part(bid.url, '/', 5) AS dir2, split_part(bid.url, '/', 6) AS dir3",
    ]),
  },
];
