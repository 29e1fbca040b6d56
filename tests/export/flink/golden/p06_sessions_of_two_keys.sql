-- job: made by weir for Apache Flink 2.2, from
--   stage 1: window --session 30m --key 'service, level' --watermark 1m
--   stage 2: agg 'count(*) AS n'
-- Made again by: weir export flink JOB
-- Run by: sql-client.sh -f THIS_FILE

SET 'execution.runtime-mode' = 'streaming';
-- Times are UTC everywhere.
SET 'table.local-time-zone' = 'UTC';
SET 'pipeline.name' = 'job';

-- The input, a line a row, with the time that it has in ts.
CREATE TEMPORARY TABLE `input` (
  `line` STRING,
  -- A row without a time gets one before all others, which moves no
  -- watermark: NULL would fail the job.
  `event_time` AS COALESCE(
    CASE WHEN ('{"_":' || IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) || '}') IS JSON OBJECT
    THEN CASE
      WHEN REGEXP(JSON_VALUE('[' || IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) || ']', '$[0].ts'), '^(?:[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?Z?\z')
      THEN TRY_CAST(REPLACE(REPLACE(SUBSTRING(JSON_VALUE('[' || IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) || ']', '$[0].ts'), 1, 23), 'T', ' '), 'Z', '') AS TIMESTAMP(3))
      WHEN REGEXP(JSON_VALUE('[' || IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) || ']', '$[0].ts'), '^ *(?=[0-9]{4}([-/])[0-9]{2}\1)(?:[0-9]{4}[-/](?:(?:0[1-9]|1[0-2])[-/](?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])[-/](?:29|30)|(?:0[13578]|1[02])[-/]31)|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)[-/]02[-/]29)(?:[Tt ](?:(?:[01][0-9]|2[0-3]):[0-5][0-9](?::(?:[0-5][0-9]|60)(?:[.,][0-9]+)?)?|24:00(?::00(?:[.,]0+)?)?)(?: ?(?:[Zz]|UTC|GMT|UT|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?))?)? *\z')
      THEN TIMESTAMPADD(
        SECOND,
        CAST(COALESCE(REGEXP_EXTRACT_ALL(JSON_VALUE('[' || IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) || ']', '$[0].ts'), '[0-9]:[0-9]{2}:([0-9]{2})', 1)[1], '0') AS INT),
        TIMESTAMPADD(
          MINUTE,
          -- +05:30 stands as 530.
          60 * CAST(COALESCE(REGEXP_EXTRACT_ALL(JSON_VALUE('[' || IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) || ']', '$[0].ts'), '[Tt ]([0-9]{2}):', 1)[1], '0') AS INT)
            + CAST(COALESCE(REGEXP_EXTRACT_ALL(JSON_VALUE('[' || IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) || ']', '$[0].ts'), '[Tt ][0-9]{2}:([0-9]{2})', 1)[1], '0') AS INT)
            + 40 * (CAST(RPAD(REPLACE(COALESCE(REGEXP_EXTRACT_ALL(JSON_VALUE('[' || IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) || ']', '$[0].ts'), ':[^+-]*([+-][0-9:]+) *$', 1)[1], '0'), ':', ''), 5, '0') AS INT) / 100)
            - CAST(RPAD(REPLACE(COALESCE(REGEXP_EXTRACT_ALL(JSON_VALUE('[' || IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) || ']', '$[0].ts'), ':[^+-]*([+-][0-9:]+) *$', 1)[1], '0'), ':', ''), 5, '0') AS INT),
          TRY_CAST(REPLACE(SUBSTRING(TRIM(JSON_VALUE('[' || IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) || ']', '$[0].ts')), 1, 10), '/', '-') || ' 00:00:00.' || COALESCE(REGEXP_EXTRACT_ALL(JSON_VALUE('[' || IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) || ']', '$[0].ts'), '[.,]([0-9]{1,3})', 1)[1], '0') AS TIMESTAMP(3))
        )
      )
    END
    END,
    TIMESTAMP '0001-01-01 00:00:00.000'
  ),
  -- A delay of 60000 ms, and 2 more, so that windows leave when the newest time
  -- less the delay has passed their end, not a millisecond before.
  WATERMARK FOR `event_time` AS `event_time` - INTERVAL '60.002' SECOND
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
  JSON_VALUE(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '$.service'),
  JSON_VALUE(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '$.level')
)]) AS `unnested` (`service`, `level`)
WHERE REGEXP(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '[^ \t\r\n]');

-- The rows that can be read, and the fields that the job uses.
CREATE TEMPORARY VIEW `events` AS
SELECT
  IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) AS `line`,
  `event_time`,
  `service`,
  `level`
FROM `texts`
WHERE `event_time` > TIMESTAMP '0001-01-01 00:00:00.000';

-- stage 1: window --session 30m --key 'service, level' --watermark 1m
CREATE TEMPORARY VIEW `window_1` AS
SELECT
  *,
  CAST(ROW(`service`, `level`) AS ROW<`service` STRING, `level` STRING>) AS `session_key`
FROM `events`;

-- stage 1: window --session 30m --key 'service, level' --watermark 1m
-- stage 2: agg 'count(*) AS n'
CREATE TEMPORARY VIEW `agg_2` AS
SELECT
  `window_start`,
  `window_end`,
  `sessions`.`session_key`.`service` AS `service`,
  `sessions`.`session_key`.`level` AS `level`,
  `n`
FROM (
  SELECT
    `window_start`,
    `window_end`,
    `session_key`,
    COUNT(*) AS `n`
  FROM TABLE(SESSION(TABLE `window_1` PARTITION BY `session_key`, DESCRIPTOR(`event_time`), INTERVAL '30' MINUTE))
  GROUP BY `window_start`, `window_end`, `session_key`
) AS `sessions`;

-- stage 2: agg 'count(*) AS n'
CREATE TEMPORARY TABLE `results` (
  `window_start` STRING,
  `window_end` STRING,
  `service` STRING,
  `level` STRING,
  `n` BIGINT
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

-- stage 2: agg 'count(*) AS n'
INSERT INTO `results`
SELECT
  REPLACE(DATE_FORMAT(`window_start`, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''), '.000Z', 'Z'),
  REPLACE(DATE_FORMAT(`window_end`, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''), '.000Z', 'Z'),
  `service`,
  `level`,
  `n`
FROM `agg_2`;

INSERT INTO `bad`
SELECT `line`
FROM `input`
WHERE REGEXP(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '[^ \t\r\n]')
  AND `event_time` = TIMESTAMP '0001-01-01 00:00:00.000';

END;
