/**
 * The queries of Nexmark as batch SQL over all events in time, written from the
 * benchmark's own and not from weir's pipelines: tables person, auction, bid.
 */

const WINDOW_10S =
  "time_bucket(INTERVAL 10 SECONDS, dateTime, TIMESTAMP '1970-01-01')";
const WINDOW_END = "window_start + INTERVAL 10 SECONDS AS window_end";
const WINNERS = `
  SELECT id, itemName, description, initialBid, reserve, a.dateTime, expires,
    seller, category, a.extra AS auction_extra, b.auction AS bid_auction,
    bidder AS bid_bidder, price AS bid_price, b.dateTime AS bid_dateTime,
    b.extra AS bid_extra,
    ROW_NUMBER() OVER (PARTITION BY id ORDER BY price DESC, b.dateTime ASC, bidder, b.extra) AS place
  FROM auction a, bid b
  WHERE a.id = b.auction AND b.dateTime >= a.dateTime AND b.dateTime <= a.expires`;

function counts(distinct: boolean): string {
  const rank = (call: string, what: string) => `
    ${call} AS total_${what},
    ${call} FILTER (price < 10000) AS rank1_${what},
    ${call} FILTER (price >= 10000 AND price < 1000000) AS rank2_${what},
    ${call} FILTER (price >= 1000000) AS rank3_${what}`;
  return [
    rank("count(*)", "bids"),
    ...(distinct
      ? [
        rank("count(DISTINCT bidder)", "bidders"),
        rank("count(DISTINCT auction)", "auctions"),
      ]
      : []),
  ].join(",");
}

const DAY = `CAST(CAST(dateTime AS DATE) AS TIMESTAMP) AS window_start,
  CAST(CAST(dateTime AS DATE) + 1 AS TIMESTAMP) AS window_end`;

/** SQL by the name of the query. */
export const oracle: Readonly<Record<string, string>> = {
  q0: "SELECT auction, bidder, price, dateTime, extra FROM bid",
  q1:
    `SELECT auction, bidder, CAST(0.908 * price AS DECIMAL(23, 3))::DOUBLE AS price, dateTime, extra FROM bid`,
  q2: "SELECT auction, price FROM bid WHERE MOD(auction, 123) = 0",
  q3: `SELECT name, city, state, a.id FROM auction a INNER JOIN person p
    ON a.seller = p.id
    WHERE a.category = 10 AND (state = 'OR' OR state = 'ID' OR state = 'CA')`,
  q4: `SELECT category, AVG(final) AS final FROM (
      SELECT MAX(price) AS final, category FROM auction a, bid b
      WHERE a.id = b.auction AND b.dateTime BETWEEN a.dateTime AND expires
      GROUP BY a.id, category)
    GROUP BY category`,
  q5: `WITH counted AS (
      SELECT auction, window_start, count(*) AS num FROM (
        SELECT auction, unnest(range(
          time_bucket(INTERVAL 2 SECONDS, dateTime, TIMESTAMP '1970-01-01') - INTERVAL 8 SECONDS,
          dateTime + INTERVAL 1 MICROSECOND, INTERVAL 2 SECONDS)) AS window_start FROM bid)
      GROUP BY auction, window_start)
    SELECT window_start, ${WINDOW_END}, auction, num FROM counted c
    WHERE num >= (SELECT max(num) FROM counted d WHERE d.window_start = c.window_start)`,
  q6: `SELECT seller, id, AVG(bid_price) OVER (
      PARTITION BY seller ORDER BY expires, id ROWS BETWEEN 10 PRECEDING AND CURRENT ROW) AS avg_price
    FROM (${WINNERS}) WHERE place = 1`,
  q7: `WITH windowed AS (SELECT *, ${WINDOW_10S} AS window_start FROM bid),
    highest AS (SELECT window_start, max(price) AS price FROM windowed GROUP BY window_start)
    SELECT window_start, ${WINDOW_END}, auction, price, bidder, dateTime, extra
    FROM windowed JOIN highest USING (window_start, price)`,
  q8:
    `WITH p AS (SELECT DISTINCT id, name, ${WINDOW_10S} AS window_start FROM person),
    a AS (SELECT DISTINCT seller, ${WINDOW_10S} AS window_start FROM auction)
    SELECT window_start, ${WINDOW_END}, id, name FROM p JOIN a USING (window_start)
    WHERE id = seller`,
  q9: `SELECT * EXCLUDE (place) FROM (${WINNERS}) WHERE place = 1`,
  q11: `WITH ordered AS (
      SELECT bidder, dateTime,
        dateTime - lag(dateTime) OVER (PARTITION BY bidder ORDER BY dateTime) > INTERVAL 10 SECONDS AS begins
      FROM bid),
    numbered AS (
      SELECT bidder, dateTime,
        count(*) FILTER (begins) OVER (PARTITION BY bidder ORDER BY dateTime) AS session FROM ordered)
    SELECT min(dateTime) AS window_start, max(dateTime) + INTERVAL 10 SECONDS AS window_end,
      bidder, count(*) AS bid_count FROM numbered GROUP BY bidder, session`,
  q12: `WITH arrived AS (
      SELECT bidder, TIMESTAMP '2015-07-14 23:59:30' +
        to_microseconds(CAST(floor(place // 100 * 100 * 1000000 / $rate) AS BIGINT)) AS dateTime
      FROM bid)
    SELECT ${WINDOW_10S} AS window_start, ${WINDOW_END}, bidder, count(*) AS bid_count
    FROM arrived GROUP BY ALL`,
  q13: `SELECT auction, bidder, price, dateTime, value
    FROM bid JOIN side ON MOD(auction, 10000) = key`,
  q14:
    `SELECT auction, bidder, CAST(0.908 * price AS DECIMAL(23, 3))::DOUBLE AS price,
      CASE WHEN HOUR(dateTime) >= 8 AND HOUR(dateTime) <= 18 THEN 'dayTime'
        WHEN HOUR(dateTime) <= 6 OR HOUR(dateTime) >= 20 THEN 'nightTime'
        ELSE 'otherTime' END AS bidTimeType,
      dateTime, extra, len(list_filter(string_split(extra, ''), x -> x = 'c')) AS c_counts
    FROM bid WHERE 0.908 * price > 1000000 AND 0.908 * price < 50000000`,
  q15: `SELECT ${DAY}, ${counts(true)} FROM bid GROUP BY ALL`,
  q16: `SELECT ${DAY}, channel, max(strftime(dateTime, '%H:%M')) AS minute, ${
    counts(true)
  } FROM bid GROUP BY ALL`,
  q17: `SELECT ${DAY}, auction, ${counts(false)}, min(price) AS min_price,
      max(price) AS max_price, avg(price) AS avg_price, sum(price) AS sum_price
    FROM bid GROUP BY ALL`,
  q18:
    `SELECT bidder, auction, price, channel, url, extra, dateTime FROM (SELECT *,
      ROW_NUMBER() OVER (PARTITION BY bidder, auction ORDER BY dateTime DESC) AS nth FROM bid)
    WHERE nth <= 1`,
  q19: `SELECT * FROM (SELECT * EXCLUDE (place),
      ROW_NUMBER() OVER (PARTITION BY auction ORDER BY price DESC, dateTime, bidder, extra) AS rank_number FROM bid)
    WHERE rank_number <= 10`,
  q20:
    `SELECT b.auction, bidder, price, channel, url, b.dateTime AS bid_dateTime, b.extra AS bid_extra,
      itemName, description, initialBid, reserve, a.dateTime AS auction_dateTime, expires,
      seller, category, a.extra AS auction_extra
    FROM bid b INNER JOIN auction a ON b.auction = a.id WHERE a.category = 10`,
  q21: `SELECT * FROM (SELECT auction, bidder, price, channel,
      CASE WHEN lower(channel) = 'apple' THEN '0' WHEN lower(channel) = 'google' THEN '1'
        WHEN lower(channel) = 'facebook' THEN '2' WHEN lower(channel) = 'baidu' THEN '3'
        WHEN regexp_matches(url, '(&|^)channel_id=([^&]*)')
          THEN regexp_extract(url, '(&|^)channel_id=([^&]*)', 2) END AS channel_id FROM bid)
    WHERE channel_id IS NOT NULL`,
  q22:
    `SELECT auction, bidder, price, channel, string_split(url, '/')[4] AS dir1,
      string_split(url, '/')[5] AS dir2, string_split(url, '/')[6] AS dir3 FROM bid`,
  q23: `SELECT b.auction, b.bidder, b.price, b.dateTime, p.name, a.id AS opened
    FROM bid b JOIN person p ON b.bidder = p.id JOIN auction a ON a.seller = b.bidder`,
};

/** Makes the tables from a folder of files. */
export function tablesOf(folder: string): string {
  const read = (columns: string) =>
    `read_json('${folder}/events.ndjson', format = 'newline_delimited', columns = {event_type: 'INTEGER', dateTime: 'TIMESTAMP', ${columns}})`;
  return `
    CREATE TABLE person AS SELECT person.*, dateTime FROM ${
    read(
      "person: 'STRUCT(id BIGINT, name VARCHAR, emailAddress VARCHAR, creditCard VARCHAR, city VARCHAR, state VARCHAR, extra VARCHAR)'",
    )
  } WHERE event_type = 0;
    CREATE TABLE auction AS SELECT auction.*, dateTime FROM ${
    read(
      "auction: 'STRUCT(id BIGINT, itemName VARCHAR, description VARCHAR, initialBid BIGINT, reserve BIGINT, expires TIMESTAMP, seller BIGINT, category BIGINT, extra VARCHAR)'",
    )
  } WHERE event_type = 1;
    CREATE TABLE bid AS SELECT bid.*, dateTime, place FROM (SELECT *, row_number() OVER () - 1 AS place FROM ${
    read(
      "bid: 'STRUCT(auction BIGINT, bidder BIGINT, price BIGINT, channel VARCHAR, url VARCHAR, extra VARCHAR)'",
    )
  }) WHERE event_type = 2;
    CREATE TABLE side AS FROM read_csv('${folder}/side.csv', header = true, columns = {key: 'BIGINT', value: 'BIGINT'});`;
}
