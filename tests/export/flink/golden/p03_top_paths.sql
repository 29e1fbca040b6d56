-- job: made by weir for Apache Flink 2.2, from
--   stage 1: window 1m --watermark 5s
--   stage 2: agg 'count(*) AS n' --by path
--   stage 3: sort 'n DESC'
--   stage 4: limit 10
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
  NULLIF(URL_DECODE(REGEXP_REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(COALESCE(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)++|[^ ]+) \[(?:[^\]]*)\] "[A-Za-z-]+ ([^" \\]*+(?:(?: (?![A-Za-z-]+/[^ "\\]*[0-9]")|\\.)[^" \\]*+)*+) [A-Za-z-]+/[^ "\\]*[0-9]"', 1)[1], REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)++|[^ ]+) \[(?:[^\]]*)\] "([^"\\]*+(?:\\.[^"\\]*+)*+)"', 1)[1]), '%', '%25'), '+', '%2B'), '\\', '%5C'), '\"', '%22'), '\n', '%0A'), '\r', '%0D'), '\t', '%09'), '\b', '%08'), '\v', '%0B'), '\\x(?=[0-9a-fA-F]{2})', '%')), '-')
)]) AS `unnested` (`path`)
WHERE IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) <> '';

-- The rows that can be read, and the fields that the job uses.
CREATE TEMPORARY VIEW `events` AS
SELECT
  IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) AS `line`,
  `event_time`,
  `path`
FROM `texts`
WHERE `event_time` > TIMESTAMP '0001-01-01 00:00:00.000';

-- stage 1: window 1m --watermark 5s
-- stage 2: agg 'count(*) AS n' --by path
CREATE TEMPORARY VIEW `agg_2` AS
SELECT
  `window_start`,
  `window_end`,
  `path`,
  COUNT(*) AS `n`
FROM TABLE(TUMBLE(TABLE `events`, DESCRIPTOR(`event_time`), INTERVAL '1' MINUTE))
GROUP BY `window_start`, `window_end`, `path`;

-- stage 3: sort 'n DESC'
-- stage 4: limit 10
CREATE TEMPORARY VIEW `limit_4` AS
SELECT
  `window_start`,
  `window_end`,
  `path`,
  `n`
FROM (
  SELECT
    *,
    ROW_NUMBER() OVER (
      PARTITION BY `window_start`, `window_end`
      ORDER BY
        `n` DESC NULLS LAST,
        `path` ASC NULLS LAST
    ) AS `row_place`
  FROM `agg_2`
)
WHERE `row_place` <= 10;

-- stage 4: limit 10
CREATE TEMPORARY TABLE `results` (
  `window_start` STRING,
  `window_end` STRING,
  `path` STRING,
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

-- stage 4: limit 10
INSERT INTO `results`
SELECT
  REPLACE(DATE_FORMAT(`window_start`, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''), '.000Z', 'Z'),
  REPLACE(DATE_FORMAT(`window_end`, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''), '.000Z', 'Z'),
  `path`,
  `n`
FROM `limit_4`;

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
