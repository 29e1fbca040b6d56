-- job: made by weir for Apache Flink 2.2, from
--   stage 1: filter 'status >= 500'
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

-- What stands in each line, taken out once: Flink computes the columns of a
-- view again wherever it is read, but not those of an UNNEST.
CREATE TEMPORARY VIEW `texts` AS
SELECT *
FROM `input`
CROSS JOIN UNNEST(ARRAY[ROW(
  REGEXP(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)++|[^ ]+) \[(?:[^\]]*)\] "(?:[^"\\]*+(?:\\.[^"\\]*+)*+)" (?:[0-9]{3}|-) (?:[0-9]+|-)(?: "[^"\\]*+(?:\\.[^"\\]*+)*+" "[^"\\]*+(?:\\.[^"\\]*+)*+"?)?$'),
  NULLIF(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)++|[^ ]+) \[(?:[^\]]*)\] "(?:[^"\\]*+(?:\\.[^"\\]*+)*+)" ([0-9]{3}|-) ', 1)[1], '-')
)]) AS `unnested` (`well_formed`, `status`)
WHERE IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) <> '';

-- The rows that can be read, and the fields that the job uses.
CREATE TEMPORARY VIEW `events` AS
SELECT
  IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) AS `line`,
  CASE
    WHEN REGEXP(`status`, '^ *[+-]?0*[0-9]{1,19} *\z') THEN TRY_CAST(`status` AS BIGINT)
    WHEN REGEXP(`status`, '^ *[+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][+-]?[0-9]+)? *\z') THEN NULLIF(NULLIF(CAST(TRY_CAST(`status` AS DOUBLE) + 6755399441055744E0 - 6755399441055744E0 AS BIGINT), 9223372036854775807), -9223372036854775808)
    WHEN `status` = 'true' THEN 1
    WHEN `status` = 'false' THEN 0
  END AS `status`,
  IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) AS `raw_line`
FROM `texts`
WHERE `well_formed`;

-- stage 1: filter 'status >= 500'
CREATE TEMPORARY VIEW `filter_1` AS
SELECT *
FROM `events`
WHERE `status` >= 500;

-- stage 1: filter 'status >= 500'
CREATE TEMPORARY TABLE `results` (
  `_raw` STRING
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///data/out/results',
  'format' = 'raw'
);

-- Lines that are not well-formed, as they came.
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

-- stage 1: filter 'status >= 500'
INSERT INTO `results`
SELECT
  `raw_line`
FROM `filter_1`;

INSERT INTO `bad`
SELECT `line`
FROM `input`
WHERE IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) <> ''
  AND (REGEXP(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)++|[^ ]+) \[(?:[^\]]*)\] "(?:[^"\\]*+(?:\\.[^"\\]*+)*+)" (?:[0-9]{3}|-) (?:[0-9]+|-)(?: "[^"\\]*+(?:\\.[^"\\]*+)*+" "[^"\\]*+(?:\\.[^"\\]*+)*+"?)?$')) IS NOT TRUE;

END;
