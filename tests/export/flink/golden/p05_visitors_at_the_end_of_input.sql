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
  NULLIF(REGEXP_EXTRACT_ALL(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '(?s)^([^ ]+) ', 1)[1], '-')
)]) AS `unnested` (`event_time`, `ip`)
WHERE IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) <> '';

-- The rows that can be read, and the fields that the job uses.
CREATE TEMPORARY VIEW `events` AS
SELECT
  IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) AS `line`,
  `event_time`,
  `ip`
FROM `texts`
WHERE `event_time` IS NOT NULL;

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
WHERE IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`) <> ''
  AND CASE WHEN REGEXP(IF(`line` LIKE U&'\feff%', SUBSTRING(`line`, 2), `line`), '(?s)^(?:[^ ]+) (?:[^ ]+) (?:(?<= - )(?:(?! \[).)++|[^ ]+) \[(?:[^\]]*)\] "(?:[^"\\]*+(?:\\.[^"\\]*+)*+)" (?:[0-9]{3}|-) (?:[0-9]+|-)(?: "[^"\\]*+(?:\\.[^"\\]*+)*+" "[^"\\]*+(?:\\.[^"\\]*+)*+"?)?$')
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
END IS NULL;

END;
