-- job: made by weir for Apache Flink 2.2, from
--   stage 1: write all.csv
--   stage 2: window 1d
--   stage 3: agg 'sum(value) AS total' --by host
--   stage 4: filter 'total > 100'
-- Made again by: weir export flink JOB
-- Run by: sql-client.sh -f THIS_FILE

-- The input ends, and no window leaves before.
SET 'execution.runtime-mode' = 'batch';
-- Times are UTC everywhere.
SET 'table.local-time-zone' = 'UTC';
SET 'pipeline.name' = 'job';

-- The input, a line a row, with the time that it has in time.
CREATE TEMPORARY TABLE `input` (
  `line` STRING
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///data/in',
  'format' = 'raw'
);

-- What stands in each line, taken out once: Flink computes the columns of a
-- view again wherever it is read, but not those of an UNNEST.
CREATE TEMPORARY VIEW `texts` AS
SELECT *
FROM `input`
CROSS JOIN UNNEST(ARRAY[ROW(
  CASE WHEN REGEXP(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^(?:"[^"]*+(?:""[^"]*+)*+"|[^",][^,]*+)?(?:,(?:"[^"]*+(?:""[^"]*+)*+"|[^",][^,]*+)?){0,2}+$')
  THEN CASE
    WHEN REGEXP(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), '^(?:[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?Z?\z')
    THEN TRY_CAST(REPLACE(REPLACE(SUBSTRING(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), 1, 23), 'T', ' '), 'Z', '') AS TIMESTAMP(3))
    WHEN REGEXP(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), '^ *(?=[0-9]{4}([-/])[0-9]{2}\1)(?:[0-9]{4}[-/](?:(?:0[1-9]|1[0-2])[-/](?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])[-/](?:29|30)|(?:0[13578]|1[02])[-/]31)|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)[-/]02[-/]29)(?:[Tt ](?:(?:[01][0-9]|2[0-3]):[0-5][0-9](?::(?:[0-5][0-9]|60)(?:[.,][0-9]+)?)?|24:00(?::00(?:[.,]0+)?)?)(?: ?(?:[Zz]|UTC|GMT|UT|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?))?)? *\z')
    THEN TIMESTAMPADD(
      SECOND,
      CAST(COALESCE(REGEXP_EXTRACT_ALL(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), '[0-9]:[0-9]{2}:([0-9]{2})', 1)[1], '0') AS INT),
      TIMESTAMPADD(
        MINUTE,
        -- +05:30 stands as 530.
        60 * CAST(COALESCE(REGEXP_EXTRACT_ALL(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), '[Tt ]([0-9]{2}):', 1)[1], '0') AS INT)
          + CAST(COALESCE(REGEXP_EXTRACT_ALL(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), '[Tt ][0-9]{2}:([0-9]{2})', 1)[1], '0') AS INT)
          + 40 * (CAST(RPAD(REPLACE(COALESCE(REGEXP_EXTRACT_ALL(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), ':[^+-]*([+-][0-9:]+) *$', 1)[1], '0'), ':', ''), 5, '0') AS INT) / 100)
          - CAST(RPAD(REPLACE(COALESCE(REGEXP_EXTRACT_ALL(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), ':[^+-]*([+-][0-9:]+) *$', 1)[1], '0'), ':', ''), 5, '0') AS INT),
        TRY_CAST(REPLACE(SUBSTRING(TRIM(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1])), 1, 10), '/', '-') || ' 00:00:00.' || COALESCE(REGEXP_EXTRACT_ALL(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), '[.,]([0-9]{1,3})', 1)[1], '0') AS TIMESTAMP(3))
      )
    )
  END
  END,
  COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]),
  COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^(?:(?:"[^"]*+(?:""[^"]*+)*+"|[^",][^,]*+)?,){1}+"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^(?:(?:"[^"]*+(?:""[^"]*+)*+"|[^",][^,]*+)?,){1}+([^",][^,]*)', 1)[1]),
  COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^(?:(?:"[^"]*+(?:""[^"]*+)*+"|[^",][^,]*+)?,){2}+"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^(?:(?:"[^"]*+(?:""[^"]*+)*+"|[^",][^,]*+)?,){2}+([^",][^,]*)', 1)[1])
)]) AS `unnested` (`event_time`, `time`, `host`, `value`)
WHERE IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) <> '' AND NOT REGEXP(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^\x{feff}?(?:time|"time"),(?:host|"host"),(?:value|"value")$');

-- The rows that can be read, and the fields that the job uses.
CREATE TEMPORARY VIEW `events` AS
SELECT
  IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) AS `line`,
  `event_time`,
  `time`,
  `host`,
  CASE
    WHEN REGEXP(`value`, '^ *[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|Infinity) *\z') THEN TRY_CAST(`value` AS DOUBLE)
    WHEN `value` = 'true' AND REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^(?:(?:"[^"]*+(?:""[^"]*+)*+"|[^",][^,]*+)?,){2}+(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false)(?=,|$)', 1)[1] = 'true' THEN 1
    WHEN `value` = 'false' AND REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^(?:(?:"[^"]*+(?:""[^"]*+)*+"|[^",][^,]*+)?,){2}+(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false)(?=,|$)', 1)[1] = 'false' THEN 0
  END AS `value`
FROM `texts`
WHERE `event_time` IS NOT NULL;

-- stage 2: window 1d
-- stage 3: agg 'sum(value) AS total' --by host
CREATE TEMPORARY VIEW `agg_3` AS
SELECT
  `window_start`,
  `window_end`,
  `host`,
  SUM(`value`) AS `total`
FROM TABLE(TUMBLE(TABLE `events`, DESCRIPTOR(`event_time`), INTERVAL '1' DAY))
GROUP BY `window_start`, `window_end`, `host`;

-- stage 4: filter 'total > 100'
CREATE TEMPORARY VIEW `filter_4` AS
SELECT *
FROM `agg_3`
WHERE `total` > 100E0;

-- stage 1: write all.csv
CREATE TEMPORARY TABLE `all` (
  `time` STRING,
  `host` STRING,
  `value` DOUBLE
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///data/out/all',
  'format' = 'csv'
);

-- stage 4: filter 'total > 100'
CREATE TEMPORARY TABLE `results` (
  `window_start` STRING,
  `window_end` STRING,
  `host` STRING,
  `total` DOUBLE
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///data/out/results',
  'format' = 'json',
  'json.encode.decimal-as-plain-number' = 'true'
);

-- Lines that are not well-formed or have no time, as they came.
CREATE TEMPORARY TABLE `bad` (
  `line` STRING
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///data/out/bad',
  'format' = 'raw'
);

-- One job, which reads the input once.
EXECUTE STATEMENT SET
BEGIN

-- stage 1: write all.csv
INSERT INTO `all`
SELECT
  `time`,
  `host`,
  CASE WHEN ABS(`value`) <= 1.7976931348623157E308 THEN `value` END
FROM `events`;

-- stage 4: filter 'total > 100'
INSERT INTO `results`
SELECT
  REPLACE(DATE_FORMAT(`window_start`, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''), '.000Z', 'Z'),
  REPLACE(DATE_FORMAT(`window_end`, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''), '.000Z', 'Z'),
  `host`,
  CASE WHEN ABS(`total`) <= 1.7976931348623157E308 THEN `total` END
FROM `filter_4`;

INSERT INTO `bad`
SELECT `line`
FROM `input`
WHERE IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) <> '' AND NOT REGEXP(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^\x{feff}?(?:time|"time"),(?:host|"host"),(?:value|"value")$')
  AND CASE WHEN REGEXP(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^(?:"[^"]*+(?:""[^"]*+)*+"|[^",][^,]*+)?(?:,(?:"[^"]*+(?:""[^"]*+)*+"|[^",][^,]*+)?){0,2}+$')
THEN CASE
  WHEN REGEXP(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), '^(?:[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?Z?\z')
  THEN TRY_CAST(REPLACE(REPLACE(SUBSTRING(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), 1, 23), 'T', ' '), 'Z', '') AS TIMESTAMP(3))
  WHEN REGEXP(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), '^ *(?=[0-9]{4}([-/])[0-9]{2}\1)(?:[0-9]{4}[-/](?:(?:0[1-9]|1[0-2])[-/](?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])[-/](?:29|30)|(?:0[13578]|1[02])[-/]31)|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)[-/]02[-/]29)(?:[Tt ](?:(?:[01][0-9]|2[0-3]):[0-5][0-9](?::(?:[0-5][0-9]|60)(?:[.,][0-9]+)?)?|24:00(?::00(?:[.,]0+)?)?)(?: ?(?:[Zz]|UTC|GMT|UT|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?))?)? *\z')
  THEN TIMESTAMPADD(
    SECOND,
    CAST(COALESCE(REGEXP_EXTRACT_ALL(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), '[0-9]:[0-9]{2}:([0-9]{2})', 1)[1], '0') AS INT),
    TIMESTAMPADD(
      MINUTE,
      -- +05:30 stands as 530.
      60 * CAST(COALESCE(REGEXP_EXTRACT_ALL(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), '[Tt ]([0-9]{2}):', 1)[1], '0') AS INT)
        + CAST(COALESCE(REGEXP_EXTRACT_ALL(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), '[Tt ][0-9]{2}:([0-9]{2})', 1)[1], '0') AS INT)
        + 40 * (CAST(RPAD(REPLACE(COALESCE(REGEXP_EXTRACT_ALL(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), ':[^+-]*([+-][0-9:]+) *$', 1)[1], '0'), ':', ''), 5, '0') AS INT) / 100)
        - CAST(RPAD(REPLACE(COALESCE(REGEXP_EXTRACT_ALL(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), ':[^+-]*([+-][0-9:]+) *$', 1)[1], '0'), ':', ''), 5, '0') AS INT),
      TRY_CAST(REPLACE(SUBSTRING(TRIM(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1])), 1, 10), '/', '-') || ' 00:00:00.' || COALESCE(REGEXP_EXTRACT_ALL(COALESCE(REPLACE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^"([^"]*+(?:""[^"]*+)*+)"', 1)[1], '""', '"'), REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '^([^",][^,]*)', 1)[1]), '[.,]([0-9]{1,3})', 1)[1], '0') AS TIMESTAMP(3))
    )
  )
END
END IS NULL;

END;
