import { BIDS, joined, type NexmarkQuery, SIDE_TABLE } from "./query.ts";

const STREAM_JOIN =
  "a stage that joins a stream with itself or another as rows come, and takes answers back";
const RANKING =
  "answers outside of windows that are corrected as rows come, with a state of so many rows a key";

/** All of a bid, flat. */
const BID =
  "bid.auction, bid.bidder, bid.price, bid.channel, bid.url, dateTime::TIMESTAMP AS dateTime, bid.extra";
/** Auctions and bids side by side, for a join of one table with itself. */
const AUCTIONS_AND_BIDS =
  "event_type, dateTime::TIMESTAMP AS dateTime, auction.id, auction.itemName, auction.description, auction.initialBid, " +
  "auction.reserve, auction.expires::TIMESTAMP AS expires, auction.seller, auction.category, auction.extra AS auction_extra, " +
  "bid.auction, bid.bidder, bid.price, bid.channel, bid.url, bid.extra";
/** The highest bid for each auction while it was open; the first of equal ones. */
const WINNERS =
  "SELECT a.*, b.auction AS bid_auction, b.bidder AS bid_bidder, b.price AS bid_price, b.dateTime AS bid_dateTime, b.extra AS bid_extra " +
  "FROM (SELECT id, itemName, description, initialBid, reserve, dateTime, expires, seller, category, auction_extra FROM events WHERE event_type = 1) a " +
  "JOIN (SELECT auction, bidder, price, dateTime, extra FROM events WHERE event_type = 2) b " +
  "ON a.id = b.auction AND b.dateTime BETWEEN a.dateTime AND a.expires " +
  "QUALIFY row_number() OVER (PARTITION BY a.id ORDER BY b.price DESC, b.dateTime, b.bidder, b.extra) = 1";

/** Queries over the whole stream, which weir answers when it ends. */
export const atEnd: readonly NexmarkQuery[] = [
  {
    name: "q3",
    asks: "auctions of category 10 by sellers of three states",
    input: "events",
    words: joined(
      ["filter", "event_type < 2"],
      [
        "select",
        "person.id AS person, person.name, person.city, person.state, auction.id AS auction, auction.seller, auction.category",
      ],
      [
        "sql",
        "SELECT p.name, p.city, p.state, a.auction AS id FROM events a JOIN events p ON a.seller = p.person " +
        "WHERE a.category = 10 AND p.state IN ('OR', 'ID', 'CA')",
      ],
    ),
    needs: STREAM_JOIN,
  },
  {
    name: "q4",
    asks: "the average winning price of each category",
    input: "events",
    words: joined(
      ["filter", "event_type > 0"],
      [
        "select",
        "auction.id, auction.category, auction.expires::TIMESTAMP AS expires, dateTime::TIMESTAMP AS dateTime, bid.auction, bid.price",
      ],
      [
        "sql",
        "SELECT category, avg(final) AS final FROM (" +
        "SELECT a.id, a.category, max(b.price) AS final FROM events a JOIN events b " +
        "ON a.id = b.auction AND b.dateTime BETWEEN a.dateTime AND a.expires " +
        "GROUP BY a.id, a.category) GROUP BY category",
      ],
    ),
    needs: STREAM_JOIN,
  },
  {
    name: "q6",
    asks: "the average of the last eleven winning prices of each seller",
    input: "events",
    words: joined(
      ["filter", "event_type > 0"],
      ["select", AUCTIONS_AND_BIDS],
      [
        "sql",
        `WITH winners AS (${WINNERS}) SELECT seller, id, avg(bid_price) OVER (` +
        "PARTITION BY seller ORDER BY expires, id ROWS BETWEEN 10 PRECEDING AND CURRENT ROW) AS avg_price FROM winners",
      ],
    ),
    needs: STREAM_JOIN,
  },
  {
    name: "q9",
    asks: "the winning bid of each auction",
    input: "events",
    words: joined(
      ["filter", "event_type > 0"],
      ["select", AUCTIONS_AND_BIDS],
      ["sql", WINNERS],
    ),
    needs: STREAM_JOIN,
  },
  {
    name: "q13",
    asks: "bids with a value of a table",
    input: "events",
    side: true,
    words: joined(
      BIDS,
      ["select", "bid.auction, bid.bidder, bid.price, dateTime"],
      [
        "sql",
        "SELECT e.auction, e.bidder, e.price, e.dateTime, s.value " +
        `FROM events e JOIN ${SIDE_TABLE} s ON e.auction % 10000 = s.key`,
      ],
    ),
    needs: "a stage that looks rows up in a table as they come",
  },
  {
    name: "q18",
    asks: "the last bid of each bidder for each auction",
    input: "events",
    words: joined(BIDS, [
      "agg",
      ["price", "channel", "url", "extra"].map((name) =>
        `arg_max(bid.${name}, dateTime::TIMESTAMP) AS ${name}`
      ).join(", ") + ", max(dateTime::TIMESTAMP) AS dateTime",
      "--by",
      "bid.bidder, bid.auction",
    ]),
    needs: RANKING,
  },
  {
    name: "q19",
    asks: "the ten highest bids for each auction",
    input: "events",
    words: joined(BIDS, ["select", BID], [
      "sql",
      "SELECT *, row_number() OVER (PARTITION BY auction ORDER BY price DESC, dateTime, bidder, extra) AS rank_number " +
      "FROM events QUALIFY rank_number <= 10",
    ]),
    needs: RANKING,
  },
  {
    name: "q20",
    asks: "bids with their auction, of category 10",
    input: "events",
    words: joined(
      ["filter", "event_type > 0"],
      ["select", AUCTIONS_AND_BIDS],
      [
        "sql",
        "SELECT b.auction, b.bidder, b.price, b.channel, b.url, b.dateTime AS bid_dateTime, b.extra AS bid_extra, " +
        "a.itemName, a.description, a.initialBid, a.reserve, a.dateTime AS auction_dateTime, a.expires, a.seller, a.category, a.auction_extra " +
        "FROM events b JOIN events a ON b.auction = a.id WHERE a.category = 10",
      ],
    ),
    needs: STREAM_JOIN,
  },
  {
    name: "q23",
    asks: "bids with their bidder and the auctions that the bidder opened",
    input: "events",
    words: joined(
      [
        "select",
        "person.id AS person, person.name, auction.id AS opened, auction.seller, bid.auction, bid.bidder, bid.price, dateTime",
      ],
      [
        "sql",
        "SELECT b.auction, b.bidder, b.price, b.dateTime, p.name, a.opened " +
        "FROM events b JOIN events p ON b.bidder = p.person JOIN events a ON a.seller = b.bidder",
      ],
    ),
    needs: STREAM_JOIN,
  },
];
