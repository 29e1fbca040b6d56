-- job: made by weir for Apache Flink 2.2, from
--   stage 1: window 1h
--   stage 2: agg 'count(DISTINCT ip) AS visitors'
-- Made again by: weir export flink JOB
-- Run by: sql-client.sh -f THIS_FILE

-- The input ends, and no window leaves before.
SET 'execution.runtime-mode' = 'batch';
-- Times are UTC everywhere.
SET 'table.local-time-zone' = 'UTC';
SET 'pipeline.name' = 'job';

-- The input, a line a row, with the time that it has in time.
CREATE TEMPORARY TABLE `input` (
  `line` STRING,
  `event_time` AS CASE WHEN REGEXP(LTRIM(`line`, U&'\feff'), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)+|[^ ]+) \[(?:[^\]]*)\] "(?:[^"\\]*(?:\\.[^"\\]*)*)" (?:[0-9]{3}|-) (?:[0-9]+|-)(?: "[^"\\]*(?:\\.[^"\\]*)*" "[^"\\]*(?:\\.[^"\\]*)*"?)?$')
  THEN CASE WHEN REGEXP(
    NULLIF(REGEXP_EXTRACT(LTRIM(`line`, U&'\feff'), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)+|[^ ]+) \[([^\]]*)\] "', 1), '-'),
    '^(?:(?:(?:0[1-9]|1[0-9]|2[0-8])/(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|(?:29|30)/(?:Jan|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|31/(?:Jan|Mar|May|Jul|Aug|Oct|Dec))/[0-9]{4}|29/Feb/(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)):(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9] [+-](?:[01][0-9]|2[0-3])[0-5][0-9]$'
  ) THEN TIMESTAMPADD(
    MINUTE,
    -- +05:30 stands as 530.
    40 * (CAST(SUBSTRING(NULLIF(REGEXP_EXTRACT(LTRIM(`line`, U&'\feff'), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)+|[^ ]+) \[([^\]]*)\] "', 1), '-'), 22, 5) AS INT) / 100)
      - CAST(SUBSTRING(NULLIF(REGEXP_EXTRACT(LTRIM(`line`, U&'\feff'), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)+|[^ ]+) \[([^\]]*)\] "', 1), '-'), 22, 5) AS INT),
    TRY_CAST(
      SUBSTRING(NULLIF(REGEXP_EXTRACT(LTRIM(`line`, U&'\feff'), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)+|[^ ]+) \[([^\]]*)\] "', 1), '-'), 8, 4) || '-'
      || LPAD(CAST((POSITION(SUBSTRING(NULLIF(REGEXP_EXTRACT(LTRIM(`line`, U&'\feff'), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)+|[^ ]+) \[([^\]]*)\] "', 1), '-'), 4, 3) IN 'JanFebMarAprMayJunJulAugSepOctNovDec') + 2) / 3 AS STRING), 2, '0') || '-'
      || SUBSTRING(NULLIF(REGEXP_EXTRACT(LTRIM(`line`, U&'\feff'), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)+|[^ ]+) \[([^\]]*)\] "', 1), '-'), 1, 2) || ' '
      || SUBSTRING(NULLIF(REGEXP_EXTRACT(LTRIM(`line`, U&'\feff'), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)+|[^ ]+) \[([^\]]*)\] "', 1), '-'), 13, 8)
      AS TIMESTAMP(3)
    )
  ) END
  END
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///data/in',
  'format' = 'raw'
);

-- The rows that can be read, and the fields that the job uses.
CREATE TEMPORARY VIEW `events` AS
SELECT
  `line`,
  `event_time`,
  NULLIF(REGEXP_EXTRACT(`line`, '(?s)^([^ ]+) ', 1), '-') AS `ip`
FROM (
  SELECT LTRIM(`line`, U&'\feff') AS `line`, `event_time`
  FROM `input`
)
WHERE `line` <> ''
  AND `event_time` IS NOT NULL;

-- stage 1: window 1h
-- stage 2: agg 'count(DISTINCT ip) AS visitors'
CREATE TEMPORARY VIEW `agg_2` AS
SELECT
  `window_start`,
  `window_end`,
  COUNT(DISTINCT `ip`) AS `visitors`
FROM TABLE(TUMBLE(TABLE `events`, DESCRIPTOR(`event_time`), INTERVAL '1' HOUR))
GROUP BY `window_start`, `window_end`;

-- stage 2: agg 'count(DISTINCT ip) AS visitors'
CREATE TEMPORARY TABLE `results` (
  `window_start` STRING,
  `window_end` STRING,
  `visitors` BIGINT
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

-- stage 2: agg 'count(DISTINCT ip) AS visitors'
INSERT INTO `results`
SELECT
  REPLACE(DATE_FORMAT(`window_start`, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''), '.000Z', 'Z'),
  REPLACE(DATE_FORMAT(`window_end`, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''), '.000Z', 'Z'),
  `visitors`
FROM `agg_2`;

INSERT INTO `bad`
SELECT `line`
FROM `input`
WHERE LTRIM(`line`, U&'\feff') <> ''
  AND `event_time` IS NULL;

END;
