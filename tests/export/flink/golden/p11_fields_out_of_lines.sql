-- job: made by weir for Apache Flink 2.2, from
--   stage 1: filter 'line ILIKE '\''%took%'\'''
--   stage 2: set 'level = lower(regexp_extract(line, '\''level=(\w+)'\'', 1)), ms = try_cast(regexp_extract(line, '\''(\d+) ms$'\'', 1) AS BIGINT)'
--   stage 3: filter 'ms > 30'
--   stage 4: select 'level, ms, CASE WHEN ms > 1000 THEN '\''slow'\'' ELSE '\''fast'\'' END AS pace'
-- Made again by: weir export flink JOB
-- Run by: sql-client.sh -f THIS_FILE

-- The input ends, and no window leaves before.
SET 'execution.runtime-mode' = 'batch';
-- Times are UTC everywhere.
SET 'table.local-time-zone' = 'UTC';
SET 'pipeline.name' = 'job';

-- The input, a line a row.
CREATE TEMPORARY TABLE `input` (
  `line` STRING
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///data/in',
  'format' = 'raw'
);

-- The rows that can be read, and the fields that the job uses.
CREATE TEMPORARY VIEW `events` AS
SELECT
  IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) AS `line`,
  IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) AS `line_1`
FROM `input`
WHERE IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) <> '';

-- stage 1: filter 'line ILIKE '\''%took%'\'''
CREATE TEMPORARY VIEW `filter_1` AS
SELECT *
FROM `events`
WHERE LOWER(`line_1`) LIKE '%took%';

-- stage 2: set 'level = lower(regexp_extract(line, '\''level=(\w+)'\'', 1)), ms = try_cast(regexp_extract(line, '\''(\d+) ms$'\'', 1) AS BIGINT)'
-- Computed once a row, whatever reads it.
CREATE TEMPORARY VIEW `set_2` AS
SELECT *
FROM `filter_1`
CROSS JOIN UNNEST(ARRAY[ROW(
  LOWER(COALESCE(REGEXP_EXTRACT_ALL(`line_1`, 'level=(\w+)', 1)[1], LEFT(`line_1`, 0))),
  CASE
    WHEN REGEXP(COALESCE(REGEXP_EXTRACT_ALL(`line_1`, '(\d+) ms\z', 1)[1], LEFT(`line_1`, 0)), '^ *[+-]?0*[0-9]{1,19} *\z') THEN TRY_CAST(COALESCE(REGEXP_EXTRACT_ALL(`line_1`, '(\d+) ms\z', 1)[1], LEFT(`line_1`, 0)) AS BIGINT)
    WHEN REGEXP(COALESCE(REGEXP_EXTRACT_ALL(`line_1`, '(\d+) ms\z', 1)[1], LEFT(`line_1`, 0)), '^ *[+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][+-]?[0-9]+)? *\z') THEN NULLIF(NULLIF(CAST(IF(ABS(TRY_CAST(COALESCE(REGEXP_EXTRACT_ALL(`line_1`, '(\d+) ms\z', 1)[1], LEFT(`line_1`, 0)) AS DOUBLE)) < 1E19, ROUND(TRY_CAST(COALESCE(REGEXP_EXTRACT_ALL(`line_1`, '(\d+) ms\z', 1)[1], LEFT(`line_1`, 0)) AS DOUBLE), 0), TRY_CAST(COALESCE(REGEXP_EXTRACT_ALL(`line_1`, '(\d+) ms\z', 1)[1], LEFT(`line_1`, 0)) AS DOUBLE)) AS BIGINT), 9223372036854775807), -9223372036854775808)
  END
)]) AS `unnested` (`level`, `ms`);

-- stage 3: filter 'ms > 30'
CREATE TEMPORARY VIEW `filter_3` AS
SELECT *
FROM `set_2`
WHERE `ms` > 30;

-- stage 4: select 'level, ms, CASE WHEN ms > 1000 THEN '\''slow'\'' ELSE '\''fast'\'' END AS pace'
CREATE TEMPORARY VIEW `select_4` AS
SELECT
  *,
  CASE WHEN `ms` > 1000 THEN 'slow' ELSE 'fast' END AS `pace`
FROM `filter_3`;

-- stage 4: select 'level, ms, CASE WHEN ms > 1000 THEN '\''slow'\'' ELSE '\''fast'\'' END AS pace'
CREATE TEMPORARY TABLE `results` (
  `level` STRING,
  `ms` BIGINT,
  `pace` STRING
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///data/out/results',
  'format' = 'json',
  'json.encode.decimal-as-plain-number' = 'true'
);

-- stage 4: select 'level, ms, CASE WHEN ms > 1000 THEN '\''slow'\'' ELSE '\''fast'\'' END AS pace'
INSERT INTO `results`
SELECT
  `level`,
  `ms`,
  `pace`
FROM `select_4`;
