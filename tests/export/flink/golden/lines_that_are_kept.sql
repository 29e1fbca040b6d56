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

-- The rows that can be read, and the fields that the job uses.
CREATE TEMPORARY VIEW `events` AS
SELECT
  `line`,
  COALESCE(
    TRY_CAST(REGEXP_EXTRACT(NULLIF(REGEXP_EXTRACT(`line`, '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)+|[^ ]+) \[(?:[^\]]*)\] "(?:[^"\\]*(?:\\.[^"\\]*)*)" ([0-9]{3}|-) ', 1), '-'), '^ *[+-]?[0-9]{1,19} *$') AS BIGINT),
    NULLIF(NULLIF(CAST(TRY_CAST(REGEXP_EXTRACT(NULLIF(REGEXP_EXTRACT(`line`, '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)+|[^ ]+) \[(?:[^\]]*)\] "(?:[^"\\]*(?:\\.[^"\\]*)*)" ([0-9]{3}|-) ', 1), '-'), '^ *[+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][+-]?[0-9]+)? *$') AS DOUBLE) + 6755399441055744E0 - 6755399441055744E0 AS BIGINT), 9223372036854775807), -9223372036854775808),
    CASE NULLIF(REGEXP_EXTRACT(`line`, '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)+|[^ ]+) \[(?:[^\]]*)\] "(?:[^"\\]*(?:\\.[^"\\]*)*)" ([0-9]{3}|-) ', 1), '-') WHEN 'true' THEN 1 WHEN 'false' THEN 0 END
  ) AS `status`,
  `line` AS `raw_line`
FROM (
  SELECT LTRIM(`line`, U&'\feff') AS `line`
  FROM `input`
)
WHERE `line` <> ''
  AND REGEXP(`line`, '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)+|[^ ]+) \[(?:[^\]]*)\] "(?:[^"\\]*(?:\\.[^"\\]*)*)" (?:[0-9]{3}|-) (?:[0-9]+|-)(?: "[^"\\]*(?:\\.[^"\\]*)*" "[^"\\]*(?:\\.[^"\\]*)*"?)?$');

-- stage 1: filter 'status >= 500'
CREATE TEMPORARY VIEW `filter_1` AS
SELECT *
FROM `events`
WHERE (`status` >= 500);

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
WHERE LTRIM(`line`, U&'\feff') <> ''
  AND (REGEXP(LTRIM(`line`, U&'\feff'), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)+|[^ ]+) \[(?:[^\]]*)\] "(?:[^"\\]*(?:\\.[^"\\]*)*)" (?:[0-9]{3}|-) (?:[0-9]+|-)(?: "[^"\\]*(?:\\.[^"\\]*)*" "[^"\\]*(?:\\.[^"\\]*)*"?)?$')) IS NOT TRUE;

END;
