import { assertSame, combined, literal } from "./differential/lists.ts";

const MOMENTS = [
  "1970-01-01 00:00:00",
  "1969-12-31 23:59:59.999999",
  "2024-02-29 12:34:56.789",
  "2023-01-01 00:00:00",
  "2021-01-03 10:00:00",
  "2024-12-30 08:15:00.000001",
  "2000-01-01 12:00:00",
  "1999-12-31 00:00:00",
  "0001-01-01 00:00:00",
  "0044-03-15 (BC) 13:00:00",
  "9999-12-31 23:59:59",
  "12345-06-07 08:09:10",
  "1600-02-29 00:00:01",
  "1582-10-15 00:00:00",
  "2026-01-04 11:59:59.5",
  "0001-12-31 (BC) 23:59:59",
].map((text) => `TIMESTAMP '${text}'`);

const PARTS = [
  "year",
  "month",
  "day",
  "hour",
  "minute",
  "second",
  "millisecond",
  "microsecond",
  "quarter",
  "week",
  "dow",
  "isodow",
  "doy",
  "decade",
  "century",
  "millennium",
  "isoyear",
  "yearweek",
  "era",
];

Deno.test("parts of moments are what DuckDB says they are", async () => {
  await assertSame([
    ...combined([
      ...PARTS,
      "epoch",
      "ms",
      "us",
      "mins",
      "HOURS",
      "yrs",
      "d",
      "m",
      "s",
      "h",
      "w",
      "y",
      "c",
    ], MOMENTS)
      .map(([part, moment]) => `date_part('${part}', ${moment})`),
    ...combined(PARTS.filter((part) => part !== "era"), MOMENTS).map((
      [part, moment],
    ) => `CAST(date_trunc('${part}', ${moment}) AS TIMESTAMP)`),
    ...combined([
      "year",
      "quarter",
      "month",
      "week",
      "day",
      "dayofweek",
      "isodow",
      "dayofyear",
      "hour",
      "minute",
      "second",
      "dayname",
      "monthname",
      "last_day",
      "epoch",
      "epoch_ms",
    ], MOMENTS)
      .map(([name, moment]) => `${name}(${moment})`),
    ...MOMENTS.flatMap((
      moment,
    ) => [
      `CAST(${moment} AS VARCHAR)`,
      `CAST(${moment} AS DATE)`,
      `CAST(CAST(${moment} AS DATE) AS VARCHAR)`,
    ]),
  ]);
});

Deno.test("differences of moments are what DuckDB says they are", async () => {
  const parts = [
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "second",
    "millisecond",
    "quarter",
    "week",
    "decade",
    "century",
    "millennium",
    "isoyear",
    "microsecond",
  ];
  const near = MOMENTS.slice(0, 8);
  await assertSame([
    ...combined(parts, near, near).map(([part, from, to]) =>
      `date_diff('${part}', ${from}, ${to})`
    ),
    ...combined(near, near).map(([from, to]) => `${from} - ${to}`),
  ]);
});

Deno.test("buckets of time are what DuckDB says they are", async () => {
  const widths = [
    "5 minutes",
    "1 hour",
    "7 days",
    "1 month",
    "3 months",
    "1 year",
    "36 hours",
    "100 ms",
  ];
  await assertSame(
    combined(widths, MOMENTS.slice(0, 9), [
      "'1970-01-01'",
      "'1970-01-15 03:00:00'",
      "'2000-06-01'",
    ])
      .map(([width, moment, origin]) =>
        `time_bucket(INTERVAL '${width}', ${moment}, TIMESTAMP ${origin})`
      ),
  );
});

Deno.test("moments are written in formats as DuckDB writes them", async () => {
  const directives =
    "a A b B h c d -d f g H -H I -I j -j m -m M -M p S -S u U V w W x X y -y Y z"
      .split(" ");
  await assertSame([
    ...combined(directives, MOMENTS).map(([directive, moment]) =>
      `strftime(${moment}, '<%${directive}>')`
    ),
    // DuckDB writes ISO years outside of 1 to 9999 wrong.
    ...MOMENTS.slice(0, 8).map((moment) => `strftime(${moment}, '%G')`),
    "strftime(DATE '2024-02-29', '%d %H')",
    "strftime('%Y', DATE '2024-02-29')",
  ]);
});

Deno.test("moments are read in formats as DuckDB reads them", async () => {
  const cases: readonly (readonly [string, string])[] = [
    ["2024-03-05 07:08:09", "%Y-%m-%d %H:%M:%S"],
    ["2024-3-5", "%Y-%m-%d"],
    [" 2024-03-05 ", "%Y-%m-%d"],
    ["2024-03-05x", "%Y-%m-%d"],
    ["2024-02-30", "%Y-%m-%d"],
    ["20240305070809", "%Y%m%d%H%M%S"],
    ["05/Mar/2024:07:08:09", "%d/%b/%Y:%H:%M:%S"],
    ["TUE", "%a"],
    ["x", "%Y"],
    ["24:00", "%H:%M"],
    ["13 PM", "%I %p"],
    ["12 AM", "%I %p"],
    ["12 pm", "%I %p"],
    ["0 am", "%I %p"],
    ["1,5", "%S,%f"],
    ["0.123456", "%S.%f"],
    ["0.1234567", "%S.%f"],
    ["0.123", "%S.%g"],
    ["99", "%y"],
    ["68", "%y"],
    ["69", "%y"],
    ["2024 366", "%Y %j"],
    ["2023 366", "%Y %j"],
    ["064 2024", "%j %Y"],
    ["2024-W10-2", "%G-W%V-%u"],
    ["2024 10 2", "%Y %U %w"],
    ["2024 10 2", "%Y %W %w"],
    ["12345-01-01", "%Y-%m-%d"],
    ["2024 mAr 5", "%Y %b %d"],
    ["March 2024", "%B %Y"],
    ["Tue Mar  5 2024", "%a %b %d %Y"],
    ["Mon Mar 5 2024", "%a %b %d %Y"],
    ["5/3/24 7:8:9", "%-d/%-m/%y %-H:%-M:%-S"],
    ["a%b 2024", "a%%b %Y"],
    ["2024", "%Y "],
    ["2024  ", "%Y"],
    ["2024", " %Y"],
    ["2024  03", "%Y %m"],
    ["202403", "%Y %m"],
    ["07:08", "%M:%H"],
    ["2024-03-05 23:59:60", "%Y-%m-%d %H:%M:%S"],
    ["2024-03-05 07:08:09", "%c"],
    ["2024-03-05", "%x"],
    ["07:08:09", "%X"],
    ["", "%Y"],
    ["1 2024", "%u %Y"],
    ["2024 1 Wed", "%Y %W %a"],
    ["2024 1 Wed", "%Y %U %a"],
    ["2024 10 3", "%G %V %w"],
    ["2024 3", "%Y %w"],
    ["2023", "%G"],
    ["10 2", "%V %u"],
    ["2024 1 3", "%Y %U %u"],
    ["2024 1 0", "%Y %W %w"],
    ["2024 03 1 3", "%Y %m %W %w"],
    ["2024 1 3", "%Y %W %u"],
    ["2024 0 3", "%Y %W %u"],
    ["2024 53 3", "%Y %U %w"],
    ["2026 1 0", "%Y %U %w"],
    ["2023-1-1", "%G-%V-%u"],
  ];
  await assertSame(cases.flatMap(([text, format]) => [
    `try_strptime(${literal(text)}, ${literal(format)})`,
    `strptime(${literal(text)}, ${literal(format)})`,
  ]));
});
