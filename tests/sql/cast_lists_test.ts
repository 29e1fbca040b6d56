import { seeded } from "./differential/generate.ts";
import { assertSame, combined, literal } from "./differential/lists.ts";

const NUMBERS =
  `0 1 -1 +1 1. .5 1.5 -1.5 2.5 3.5 -2.5 0.5 -0.5 1e2 1e-2 1E5 1_000 1__0 1_ _1 1_0.5_5 0x1F 0X1f -0x1F
  0x 0b11 0b102 15e-1 25e-1 35e-1 -25e-1 1.5e1 1.e2 . 1e abc 1e5.5 1,5 5f nan NaN -nan inf -inf Infinity -Infinity infinit +inf +-5 --5
  9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 9223372036854775807.4 9223372036854775807.5
  1e18 1e19 1e400 -1e400 1e-400 1.49999999999999999999 0.00001e5 123456e-3 9007199254740993 9007199254740992.5
  4.9e-324 1.7976931348623157e308 00012 -0 -0.0 0e0 true false t f yes no y n on off TRUE False tRuE 2 1.0`
    .split(/\s+/u).concat(
      "",
      " ",
      " 1 ",
      "\t1\n",
      "1 2",
      "- 1",
      "1 e5",
      " true ",
      "\u00a01",
    );

const STAMPS = [
  "2024-01-02",
  "2024-1-2",
  "2024/1/2",
  "2024-01/02",
  "2024 01 02",
  "20240102",
  "24-01-02",
  "0-1-1",
  "0001-01-01",
  "2024-001-02",
  "2024-01-02 ",
  " 2024-01-02",
  "2024-01-02x",
  "2024-01-02T",
  "2024-01-02T10",
  "2024-13-01",
  "2024-02-30",
  "2023-02-29",
  "2024-02-29",
  "-44-03-15",
  "0044-03-15 (BC)",
  "12345-01-01",
  "epoch",
  "2024-01-02Z",
  "2024-01-02 10:00",
  "2024-01-02 10",
  "2024-01-02 10:",
  "2024-01-02 10:00:",
  "2024-01-02 1:2:3",
  "2024-01-02 10:00:00.",
  "2024-01-02 10:00:00.5",
  "2024-01-02 10:00:00.1234567",
  "2024-01-02 10:00:00,5",
  "2024-01-02T10:00:00.123",
  "2024-01-02T10:00:00Z",
  "2024-01-02 10:00:00z",
  "2024-01-02 10:00:00+02",
  "2024-01-02 10:00:00+02:00",
  "2024-01-02 10:00:00-0230",
  "2024-01-02 10:00:00 +02:00",
  "2024-01-02 10:00:00+2",
  "2024-01-02 10:00:00+02:00:30",
  "2024-01-02 10:00:00 UTC",
  "2024-01-02 10:00Z",
  "2024-01-02 24:00:00",
  "2024-01-02 24:00:01",
  "2024-01-02 10:60:00",
  "2024-01-02 10:00:60",
  "2024-01-02 100:00:00",
  "2024-01-02  10:00:00",
  "2024-01-02t10:00:00",
  "0044-03-15 (BC) 01:00:00",
  "yesterday",
  "",
  "2024",
  "2024-01",
  "1969-12-31 23:59:59.999999",
  "9999-12-31 23:59:59",
] as const;

Deno.test("CAST reads numbers in texts as DuckDB does", async () => {
  const texts = NUMBERS.map(literal);
  await assertSame(
    combined(texts, [
      "BIGINT",
      "DOUBLE",
      "BOOLEAN",
      "INTEGER",
      "TINYINT",
    ])
      .map(([text, type]) => `TRY_CAST(${text} AS ${type})`),
  );
});

Deno.test("CAST reads random texts of digits as DuckDB does", async () => {
  const random = seeded(7);
  const alphabet = "0123456789000995.e-+_ x";
  const texts = Array.from({ length: 1500 }, () =>
    Array.from(
      { length: 1 + Math.floor(random() * 12) },
      () => alphabet[Math.floor(random() * alphabet.length)],
    ).join(""));
  // DuckDB reads a sign and nothing but spaces after it as 0.
  const numbers = texts.filter((text) => !/^\s*[+-]\s+$/u.test(text));
  await assertSame(
    combined(numbers.map(literal), ["BIGINT", "DOUBLE"])
      .map(([text, type]) => `TRY_CAST(${text} AS ${type})`),
  );
});

Deno.test("CAST reads moments and dates in texts as DuckDB does", async () => {
  await assertSame(
    combined(STAMPS.map(literal), ["TIMESTAMP", "DATE"])
      .map(([text, type]) => `TRY_CAST(${text} AS ${type})`),
  );
});

Deno.test("intervals are read and printed as DuckDB does it", async () => {
  const texts = [
    "5 minutes",
    "5minutes",
    " 5  minutes ",
    "5 MINUTES",
    "1 d 2 h 3 m 4 s",
    "1h30m",
    "5 ms",
    "5 us",
    "01:30",
    "-01:30",
    "01:30:00.123456789",
    "100:00:00",
    "1 decade",
    "2 quarters",
    "1 c",
    "1 mil",
    "1 y",
    "1 w",
    "1.5 days",
    "-1.5 days",
    "0.5 month",
    "1.5 weeks",
    "1.5 years",
    "2 days ago",
    "1 day -01:30",
    "1 month -3 days",
    "",
    "x",
    "5",
    "- 5 minutes",
    "+5 minutes",
    "1 hour, 2 minutes",
    "90 seconds",
    "1.0000005 seconds",
    "1 year 2 months 3 days 04:05:06.5",
    "P1D",
    "0 days",
    "14 months",
    "-14 months",
    "-1 day 2 hours",
    "25 hours",
    "1 mins",
    "3 qtrs",
    "1 fortnight",
    "1 millennium",
  ];
  await assertSame(texts.flatMap((text) => [
    `TRY_CAST(${literal(text)} AS INTERVAL)`,
    `CAST(TRY_CAST(${literal(text)} AS INTERVAL) AS VARCHAR)`,
    `epoch(TRY_CAST(${literal(text)} AS INTERVAL))`,
    `TRY_CAST(${literal(text)} AS INTERVAL) * 1.3e0`,
    `TRY_CAST(${literal(text)} AS INTERVAL) / 0.7e0`,
    `TRY_CAST(${literal(text)} AS INTERVAL) / 7`,
  ]));
});

Deno.test("doubles print as DuckDB prints them", async () => {
  const random = seeded(5);
  const values = Array.from({ length: 600 }, () => {
    const digits = String(Math.floor(random() * 1e16)).slice(
      0,
      1 + Math.floor(random() * 17),
    );
    return `${random() < 0.5 ? "-" : ""}${digits}e${
      Math.floor(random() * 60) - 30
    }`;
  });
  const edges = [
    "0e0",
    "1e15",
    "1e16",
    "123456789012345680e0",
    "1e-4",
    "1e-5",
    "1.5e-7",
    "1e300",
    "1e21",
    "5e-324",
    "1.7976931348623157e308",
  ];
  await assertSame(
    [...edges, ...values].map((value) => `CAST(${value} AS VARCHAR)`),
  );
});
