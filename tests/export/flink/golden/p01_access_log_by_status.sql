-- job: made by weir for Apache Flink 2.2, from
--   stage 1: window 1m --watermark 5s
--   stage 2: agg 'count(*) AS n, sum(bytes) AS bytes, avg(bytes) AS mean, min(bytes) AS least, max(bytes) AS most' --by status
-- Made again by: weir export flink JOB
-- Run by: sql-client.sh -f THIS_FILE

SET 'execution.runtime-mode' = 'streaming';
-- Times are UTC everywhere.
SET 'table.local-time-zone' = 'UTC';
SET 'pipeline.name' = 'job';

-- The input, a line a row, with the time that it has in time.
CREATE TEMPORARY TABLE `input` (
  `line` STRING,
  -- A row without a time gets one before all others, which moves no
  -- watermark: NULL would fail the job.
  `event_time` AS COALESCE(
    CASE WHEN REGEXP(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)++|[^ ]+) \[(?:[^\]]*)\] "(?:[^"\\]*+(?:\\.[^"\\]*+)*+)" (?:[0-9]{3}|-) (?:[0-9]+|-)(?: "[^"\\]*+(?:\\.[^"\\]*+)*+" "[^"\\]*+(?:\\.[^"\\]*+)*+"?)?$')
    THEN CASE
      WHEN REGEXP(NULLIF(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)++|[^ ]+) \[([^\]]*)\] "', 1)[1], '-'), '^(?i:(?:(?:0[1-9]|1[0-9]|2[0-8])/(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/[0-9]{4}|(?:29|30)/(?:Jan|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/[0-9]{4}|31/(?:Jan|Mar|May|Jul|Aug|Oct|Dec)/[0-9]{4}|29/Feb/(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00))):(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9] [+-](?:[01][0-9]|2[0-3])[0-5][0-9]\z')
      THEN TIMESTAMPADD(
        MINUTE,
        -- +05:30 stands as 530.
        40 * (CAST(SUBSTRING(NULLIF(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)++|[^ ]+) \[([^\]]*)\] "', 1)[1], '-'), 22, 5) AS INT) / 100)
          - CAST(SUBSTRING(NULLIF(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)++|[^ ]+) \[([^\]]*)\] "', 1)[1], '-'), 22, 5) AS INT),
        TO_TIMESTAMP(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(UPPER(SUBSTRING(NULLIF(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)++|[^ ]+) \[([^\]]*)\] "', 1)[1], '-'), 1, 20)), 'JAN', '01'), 'FEB', '02'), 'MAR', '03'), 'APR', '04'), 'MAY', '05'), 'JUN', '06'), 'JUL', '07'), 'AUG', '08'), 'SEP', '09'), 'OCT', '10'), 'NOV', '11'), 'DEC', '12'), 'dd/MM/yyyy:HH:mm:ss')
      )
    END
    END,
    TIMESTAMP '0001-01-01 00:00:00.000'
  ),
  -- A delay of 5000 ms, and 1 more, so that windows leave when the newest time
  -- less the delay reaches their end, not a millisecond before.
  WATERMARK FOR `event_time` AS `event_time` - INTERVAL '5.001' SECOND
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
  NULLIF(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)++|[^ ]+) \[(?:[^\]]*)\] "(?:[^"\\]*+(?:\\.[^"\\]*+)*+)" (?:[0-9]{3}|-) ([0-9]+|-)', 1)[1], '-'),
  NULLIF(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)++|[^ ]+) \[(?:[^\]]*)\] "(?:[^"\\]*+(?:\\.[^"\\]*+)*+)" ([0-9]{3}|-) ', 1)[1], '-')
)]) AS `unnested` (`bytes`, `status`)
WHERE IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) <> '';

-- The rows that can be read, and the fields that the job uses.
CREATE TEMPORARY VIEW `events` AS
SELECT
  IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) AS `line`,
  `event_time`,
  CASE
    WHEN REGEXP(`bytes`, '^ *[+-]?0*[0-9]{1,19} *\z') THEN TRY_CAST(`bytes` AS BIGINT)
    WHEN REGEXP(`bytes`, '^ *[+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][+-]?[0-9]+)? *\z') THEN NULLIF(NULLIF(CAST(TRY_CAST(`bytes` AS DOUBLE) + 6755399441055744E0 - 6755399441055744E0 AS BIGINT), 9223372036854775807), -9223372036854775808)
    WHEN `bytes` = 'true' THEN 1
    WHEN `bytes` = 'false' THEN 0
  END AS `bytes`,
  CASE
    WHEN REGEXP(`status`, '^ *[+-]?0*[0-9]{1,19} *\z') THEN TRY_CAST(`status` AS BIGINT)
    WHEN REGEXP(`status`, '^ *[+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][+-]?[0-9]+)? *\z') THEN NULLIF(NULLIF(CAST(TRY_CAST(`status` AS DOUBLE) + 6755399441055744E0 - 6755399441055744E0 AS BIGINT), 9223372036854775807), -9223372036854775808)
    WHEN `status` = 'true' THEN 1
    WHEN `status` = 'false' THEN 0
  END AS `status`
FROM `texts`
WHERE `event_time` > TIMESTAMP '0001-01-01 00:00:00.000';

-- stage 1: window 1m --watermark 5s
-- stage 2: agg 'count(*) AS n, sum(bytes) AS bytes, avg(bytes) AS mean, min(bytes) AS least, max(bytes) AS most' --by status
CREATE TEMPORARY VIEW `agg_2` AS
SELECT
  `window_start`,
  `window_end`,
  `status`,
  COUNT(*) AS `n`,
  SUM(CAST(`bytes` AS DECIMAL(38, 0))) AS `bytes`,
  AVG(CAST(`bytes` AS DOUBLE)) AS `mean`,
  MIN(`bytes`) AS `least`,
  MAX(`bytes`) AS `most`
FROM TABLE(TUMBLE(TABLE `events`, DESCRIPTOR(`event_time`), INTERVAL '1' MINUTE))
GROUP BY `window_start`, `window_end`, `status`;

-- stage 2: agg 'count(*) AS n, sum(bytes) AS bytes, avg(bytes) AS mean, min(bytes) AS least, max(bytes) AS most' --by status
CREATE TEMPORARY TABLE `results` (
  `window_start` STRING,
  `window_end` STRING,
  `status` BIGINT,
  `n` BIGINT,
  `bytes` DECIMAL(38, 0),
  `mean` DOUBLE,
  `least` BIGINT,
  `most` BIGINT
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

-- Rows that came when all their windows were complete, as they came: the last of
-- their windows had ended by the watermark that stood before the row.
CREATE TEMPORARY TABLE `late` (
  `line` STRING
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///data/out/late',
  'format' = 'raw'
);

-- One job, which reads the input once.
EXECUTE STATEMENT SET
BEGIN

-- stage 2: agg 'count(*) AS n, sum(bytes) AS bytes, avg(bytes) AS mean, min(bytes) AS least, max(bytes) AS most' --by status
INSERT INTO `results`
SELECT
  REPLACE(DATE_FORMAT(`window_start`, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''), '.000Z', 'Z'),
  REPLACE(DATE_FORMAT(`window_end`, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''), '.000Z', 'Z'),
  `status`,
  `n`,
  `bytes`,
  CASE WHEN ABS(`mean`) <= 1.7976931348623157E308 THEN `mean` END,
  `least`,
  `most`
FROM `agg_2`;

INSERT INTO `bad`
SELECT `line`
FROM `input`
WHERE IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) <> ''
  AND `event_time` = TIMESTAMP '0001-01-01 00:00:00.000';

INSERT INTO `late`
SELECT `line`
FROM TABLE(TUMBLE(TABLE `input`, DESCRIPTOR(`event_time`), INTERVAL '1' MINUTE))
WHERE IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) <> ''
  AND `event_time` > TIMESTAMP '0001-01-01 00:00:00.000'
  AND `window_time` <= CURRENT_WATERMARK(`window_time`);

END;
