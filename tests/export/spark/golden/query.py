# job, for Apache Spark 4 (and 3.5). Made by
#
#     weir export spark window 10m --watermark 10s then sql "SELECT service, count(*) AS n, avg(ms) AS mean FROM events WHERE level LIKE 'e%' GROUP BY ALL HAVING count(*) > 2 ORDER BY n DESC LIMIT 3"
#
# It needs nothing but Spark:
#
#     spark-submit job.py
#     spark-submit job.py --mode stream --checkpoint FOLDER
#
# A stream goes on until it is stopped; with --once it takes what there is.
# Windows that the watermark has not passed then wait for the next run.
#
# The stages, as weir has them:
#
#     1  window 10m --watermark 10s
#     2  sql 'SELECT service, count(*) AS n, avg(ms) AS mean FROM events WHERE level LIKE '\''e%'\'' GROUP BY ALL HAVING count(*) > 2 ORDER BY n DESC LIMIT 3'


import argparse
from collections.abc import Callable

from pyspark.errors import AnalysisException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.streaming import StreamingQuery


# --- What fields say: a value that does not convert is NULL. ---


def utf8(column: str) -> Column:
    """Whether the bytes of a line are text. Spark 3.5 cannot tell."""
    return F.is_valid_utf8(column) if hasattr(F, "is_valid_utf8") else F.lit(True)


# JSON by the letter: Spark would also take single quotes, and NaN for a number.
JSON = {"allowSingleQuotes": "false", "allowNonNumericNumbers": "false"}


HALF = (
    r"(?<=(?<!\\)(?:\\\\){0,9})\\u[dD](?:[89abAB]..(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB]..\\u[dD])[c-fC-F]..)"
)


def paired(line: Column) -> Column:
    """JSON with U+FFFD for each half of a character that is there without the other."""
    has = line.contains(r"\ud") | line.contains(r"\uD")
    return F.when(has, F.regexp_replace(line, HALF, "\ufffd")).otherwise(line)


def member(text: Column, name: str, kind: str = "STRING") -> Column:
    """A member of an object, as text; of another kind where it has that without quotes."""
    quoted = name.replace("`", "``")
    return F.from_json(text, f"`{quoted}` {kind}", JSON)[name]


def none(kind: str) -> Column:
    """What stands without quotes where all is text."""
    return F.lit(None).cast(kind)


NUMBER = r"^\s*[+-]?(?:\d++(?:_\d++)*+\.?(?:\d++(?:_\d++)*+)?|\.\d++(?:_\d++)*+)(?:[eE][+-]?\d(?:_?\d){0,3})?\s*\z"


def whole(text: Column, kept: Callable[[str], Column] = none) -> Column:
    """BIGINT; beyond 64 bits it is NULL. Halves of numbers go to the even
    neighbour, those of texts away from zero."""
    digits = F.replace(F.when(text.rlike(NUMBER), text), F.lit("_"), F.lit(""))
    said = digits.cast("decimal(38, 0)").cast("string").cast("bigint")
    for base, pattern in (16, r"0[xX]([0-9a-fA-F]{1,16})"), (2, r"0[bB]([01]{1,64})"):
        based = F.regexp_extract(text, rf"^\s*{pattern}\s*\z", 1)
        said = F.coalesce(said, F.conv(based, base, 10).cast("bigint"))
    number = F.when(text.rlike("[.eE]"), kept("DOUBLE"))
    fits = (number >= -(2.0**63)) & (number < 2.0**63)
    return (
        F.when(text.rlike(r"^[+-]?\d{1,18}\z"), text.cast("bigint"))
        .when(text.isin("true", "false"), kept("BOOLEAN").cast("bigint"))
        .when(number.isNotNull(), F.when(fits, F.rint(number).cast("bigint")))
        .otherwise(said)
    )


# Groups 3 to 9: hour, minute, second, fraction, and the zone's sign, hours and minutes.
CLOCK = (
    r"([01]\d|2[0-3]|24(?=:00(?::00(?:[.,]0+)?)?(?![:.,\d]))):([0-5]\d)"
    r"(?::([0-5]\d|60)(?:[.,](\d+))?)?"
    r"(?: ?(?:[Zz]|UTC|GMT|UT|([+-])([01]\d|2[0-3])(?::?([0-5]\d))?))?"
)


def moment(text: Column, pattern: str, day: Column) -> Column:
    """A moment of a day: hour 24 and second 60 are those of the next day and minute.
    Years from 275761 on are no moments, and would stop the job."""

    def number(group: int) -> Column:
        part = F.regexp_extract(text, pattern, group)
        return F.coalesce(part.cast("bigint"), F.lit(0))

    clock = (number(3) * 60 + number(4)) * 60 + number(5)
    offset = (number(8) * 60 + number(9)) * 60
    offset = F.when(F.regexp_extract(text, pattern, 7) == "-", -offset).otherwise(offset)
    fraction = F.rpad(F.regexp_extract(text, pattern, 6).substr(1, 3), 3, "0")
    seconds = F.unix_date(day).cast("bigint") * 86400 + clock - offset
    millis = seconds * 1000 + fraction.cast("bigint")
    return F.when(F.abs(seconds) <= 8640000000000, F.timestamp_millis(millis))


USUAL = (
    r"^\d{4}-\d\d-\d\d[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?"
    r"(?:Z|[+-](?:0\d|1[0-7]):?[0-5]\d)?\z"
)
ISO = r"^ *((?:\d{4}|[+-]\d{6})([-/])\d\d\2\d\d)(?:[Tt ]" + CLOCK + r")? *\z"


def iso(text: Column) -> Column:
    """A moment as ISO 8601 has it, UTC where it names no zone, in milliseconds."""
    day = F.translate(F.regexp_extract(text, ISO, 1), "/", "-").cast("date")
    usual = F.when(text.rlike(USUAL), F.date_trunc("millisecond", text.cast("timestamp")))
    return F.coalesce(usual, F.when(text.rlike(ISO), moment(text, ISO, day)))


def stamp(column: str) -> Column:
    """A moment as text: UTC, with a fraction only where there is one."""
    text = F.date_format(column, "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
    return F.regexp_replace(text, r"\.000Z$", "Z")


def finite(column: str) -> Column:
    """A DOUBLE; JSON has no word for infinity, nor for what is no number."""
    return F.when(F.abs(column) < float("inf"), F.col(column))


# --- The rows of the input: ndjson. ---


# The fields that the job reads, as the text that they have.
FIELDS = [
    "`level`: STRING",
    "`service`: STRING",
    "`ms`: STRING",
    "`ts`: STRING",
]
OBJECT = f"ARRAY<STRUCT<{', '.join(FIELDS)}>>"


def parse(lines: DataFrame) -> DataFrame:
    """The fields of each line as columns, and whether it is a row at all."""
    # In a list, before an empty object: Spark passes over text behind an object.
    array = F.concat(F.lit("["), paired(F.col("_line")), F.lit(",{}]"))
    cut = lines.withColumn("_row", F.from_json(array, OBJECT, JSON))
    row = F.col("_row")[0]
    sound = (
        F.col("_line").rlike(r"^\s*\{[\s\S]*\}\s*$")
        & (F.size("_row") == 2)
        & row.isNotNull()
        & utf8("_raw")
    )
    return cut.where(F.trim("_line") != "").select(
        "_raw",
        F.coalesce(sound, F.lit(False)).alias("_sound"),
        row["level"].alias("level"),
        row["service"].alias("service"),
        whole(row["ms"], lambda kind: member(F.col("_line"), "ms", kind)).alias("ms"),
        iso(row["ts"]).alias("event_time"),
    )


# --- The stages, in SQL. ---

# Stage 2: sql 'SELECT service, count(*) AS n, avg(ms) AS mean FROM events WHERE level LIKE '\''e%'\'' GROUP...
# The condition names event_time so that Spark does not move it below the watermark:
# rows that are dropped here are rows, and move it too.
STAGE_2 = r"""
SELECT *
FROM events
WHERE CASE
  WHEN event_time < TIMESTAMP '0001-01-01 00:00:00Z' THEN FALSE
  ELSE level LIKE 'e%'
END
"""

# Stage 1: window 10m --watermark 10s
# Stage 2: sql 'SELECT service, count(*) AS n, avg(ms) AS mean FROM events WHERE level LIKE '\''e%'\'' GROUP...
STAGE_2_2 = r"""
SELECT
  window.start AS window_start,
  window.end AS window_end,
  service,
  count(*) AS n,
  avg(CAST(ms AS DOUBLE)) AS mean
FROM stage_2
GROUP BY window(event_time, '10 minutes'), service
"""

# Stage 2: sql 'SELECT service, count(*) AS n, avg(ms) AS mean FROM events WHERE level LIKE '\''e%'\'' GROUP...
STAGE_2_3 = r"""
SELECT *
FROM stage_2_2
WHERE n > 2
"""

# Stage 2: sql 'SELECT service, count(*) AS n, avg(ms) AS mean FROM events WHERE level LIKE '\''e%'\'' GROUP...
STAGE_2_4 = r"""
SELECT window_start, window_end, service, n, mean
FROM (
  SELECT *, row_number() OVER (PARTITION BY window_start, window_end ORDER BY n DESC NULLS LAST, service NULLS LAST, mean NULLS LAST) AS place
  FROM stage_2_3
)
WHERE place <= 3
"""


def query(frame: DataFrame, view: str, text: str) -> DataFrame:
    """Runs a query over a frame, which it knows as a view of this name."""
    frame.createOrReplaceTempView(view)
    return frame.sparkSession.sql(text)


def until_windows(events: DataFrame) -> tuple[DataFrame, dict[str, DataFrame]]:
    """The stages up to the windows: those, and what leaves before them by name."""
    stage_2 = query(events, "events", STAGE_2)
    stage_2_2 = query(stage_2, "stage_2", STAGE_2_2)
    return stage_2_2, {}


def of_windows(stage_2_2: DataFrame) -> dict[str, DataFrame]:
    """The stages over complete windows, whose rows come together: what leaves."""
    stage_2_3 = query(stage_2_2, "stage_2_2", STAGE_2_3)
    stage_2_4 = query(stage_2_3, "stage_2_3", STAGE_2_4)
    return {
        "results": stage_2_4.select(
            stamp("window_start").alias("window_start"),
            stamp("window_end").alias("window_end"),
            F.col("service"),
            F.col("n"),
            finite("mean").alias("mean"),
        ),
    }


# The format of each output; bad lines leave as they came.
FORMATS = {
    "results": "ndjson",
    "bad": "lines",
}


def write(frame: DataFrame, name: str, folder: str) -> None:
    """Writes an output anew: what is run again leaves the same files."""
    writer = frame.write.mode("overwrite")
    if FORMATS[name] == "ndjson":
        writer.option("ignoreNullFields", False).json(folder)
    else:
        writer.text(folder)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="job")
    parser.add_argument(
        "--mode",
        choices=["batch", "stream"],
        default="batch",
        help="all there is, or rows as they come",
    )
    parser.add_argument(
        "--input",
        default="/data/in",
        help="a file, a folder, or a pattern of them",
    )
    parser.add_argument(
        "--output",
        default="/data/out",
        help="a folder; each output has one of its own in it",
    )
    parser.add_argument(
        "--checkpoint",
        default=None,
        help="a folder for what a stream carries over from run to run",
    )
    parser.add_argument(
        "--once",
        action="store_true",
        help="end when all there is has been read",
    )
    return parser.parse_args()


def session() -> SparkSession:
    return (
        SparkSession.builder.appName("job")
        # Moments are UTC, whatever the machine.
        .config("spark.sql.session.timeZone", "UTC")
        # What fails on a row is NULL there: no row stops the job.
        .config("spark.sql.ansi.enabled", "false")
        .config("spark.sql.legacy.timeParserPolicy", "CORRECTED")
        # A line that is broken half way is no row.
        .config("spark.sql.json.enablePartialResults", "false")
        # A text such as ${env:HOME} means itself.
        .config("spark.sql.variable.substitute", "false")
        # Names of fields match exactly.
        .config("spark.sql.caseSensitive", "true")
        .getOrCreate()
    )


def read(spark: SparkSession, args: argparse.Namespace) -> DataFrame:
    """The lines of the input: `_raw` as they came, `_line` without a line end."""
    source = spark.readStream if args.mode == "stream" else spark.read
    frame = (
        source.format("text")
        # Spark would also end lines at a carriage return.
        .option("lineSep", "\n")
        .load(args.input)
        .withColumnRenamed("value", "_raw")
    )
    line = F.regexp_replace("_raw", "^\ufeff|\r\\z", "")
    return frame.select("_raw", line.alias("_line"))


# What tells these stages from others.
FINGERPRINT = "feb65edd1630"


def claim(spark: SparkSession, folder: str) -> None:
    """Marks a folder of checkpoints as that of these stages; one of others is refused."""
    mark = f"{folder}/fingerprint.txt"
    try:
        # Named twice: of a single path that is not there Spark logs a stack trace.
        found = {row.value for row in spark.read.text([mark, mark]).collect()}
    except AnalysisException:
        found = set()
    if not found:
        line = spark.range(0, 1, 1, 1).select(F.lit(FINGERPRINT))
        line.write.mode("overwrite").text(mark)
    elif found != {FINGERPRINT}:
        raise SystemExit(f"{folder} holds the state of other stages")


def start(
    frame: DataFrame,
    name: str,
    args: argparse.Namespace,
    outputs: Callable[[DataFrame], dict[str, DataFrame]],
) -> StreamingQuery:
    """Runs stages over each small batch of a stream, and writes what leaves.

    A batch that is run again after a failure has its number again, and
    replaces what it wrote.
    """

    def each(batch: DataFrame, number: int) -> None:
        batch.persist()
        for name, output in outputs(batch).items():
            write(output, name, f"{args.output}/{name}/batch={number}")
        batch.unpersist()

    writer = (
        frame.writeStream.queryName(name)
        .option("checkpointLocation", f"{args.checkpoint}/{name}")
        .foreachBatch(each)
    )
    if args.once:
        writer = writer.trigger(availableNow=True)
    return writer.start()


def wait(spark: SparkSession, queries: list[StreamingQuery]) -> None:
    """Stays until all queries have ended, or one of them has failed."""
    while spark.streams.active:
        spark.streams.awaitAnyTermination()
        spark.streams.resetTerminated()
    # One may have failed while another was seen to end.
    for query in queries:
        query.awaitTermination()


def main() -> None:
    args = arguments()
    streaming = args.mode == "stream"
    if streaming and args.checkpoint is None:
        raise SystemExit("a stream needs --checkpoint FOLDER")
    spark = session()
    spark.sparkContext.setLogLevel("WARN")

    rows = parse(read(spark, args))
    # Rows without a time are bad, and must not come to the watermark.
    good = F.col("_sound") & F.col("event_time").isNotNull()
    bad = rows.where(~good).select("_raw")
    events = rows.where(good).drop("_raw", "_sound")
    if streaming:
        # A window is complete when the newest event time, less this, reaches its end.
        # Rows of complete windows are dropped: numRowsDroppedByWatermark, in the
        # progress of the query, is all that Spark tells of them.
        events = events.withWatermark("event_time", "10 seconds")

    windows, outputs = until_windows(events)
    outputs["bad"] = bad
    if streaming:
        claim(spark, args.checkpoint)
        queries = [start(windows, "complete-windows", args, of_windows)]
        for name, output in outputs.items():
            each = start(output, name, args, lambda batch, name=name: {name: batch})
            queries.append(each)
        wait(spark, queries)
    else:
        outputs.update(of_windows(windows))
        for name, output in outputs.items():
            write(output, name, f"{args.output}/{name}")
    spark.stop()


if __name__ == "__main__":
    main()
