# job, for Apache Spark 4 (and 3.5). Made by
#
#     weir export spark window 1h --watermark 1m then agg "count(DISTINCT ip) AS visitors"
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
#     1  window 1h --watermark 1m
#     2  agg 'count(DISTINCT ip) AS visitors'


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


CLF = r"^ *(\d\d?([-/ ])[A-Za-z]{3}\2\d{4})[: ]" + CLOCK + r" *\z"


def clf(text: Column) -> Column:
    """A moment as access logs have it: 17/May/2015:10:05:03 +0000."""
    day = F.translate(F.regexp_extract(text, CLF, 1), "- ", "//")
    day = F.to_date(day, "d/MMM/yyyy")
    usual = F.to_timestamp(text, "dd/MMM/yyyy:HH:mm:ss Z")
    return F.coalesce(usual, F.when(text.rlike(CLF), moment(text, CLF, day)))


def given(text: Column) -> Column:
    """What the server knew: it writes - for what it did not."""
    return F.when(text != "-", text)


def stamp(column: str) -> Column:
    """A moment as text: UTC, with a fraction only where there is one."""
    text = F.date_format(column, "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
    return F.regexp_replace(text, r"\.000Z$", "Z")


# --- The rows of the input: combined. ---


ACCESS = (
    r"(?s)^([^ ]+) ([^ ]+) ([^ ]+|(?<= - ).+?) "  # ip ident user
    r"\[([^\]]*)\] "  # [time]
    r'"([^"\\]*+(?:\\.[^"\\]*+)*+)" '  # "request"
    r"(\d{3}|-) (\d+|-)"  # status bytes
    # "referer" "agent", which may have been cut off
    r'(?: ("[^"\\]*+(?:\\.[^"\\]*+)*+") ("[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?)))?\z'
)
# The groups that the job reads, with a mark before each: one pass over the line.
GROUPS = "".join(f"\x01${group}" for group in [1, 4])


def parse(lines: DataFrame) -> DataFrame:
    """The fields of each line as columns, and whether it is a row at all."""
    cut = lines.withColumn(
        "_row", F.split(F.regexp_replace("_line", ACCESS, GROUPS), "\x01")
    )
    parts = F.col("_row")
    sound = (
        (parts[0] == "")
        & (F.size("_row") == 3)
        & utf8("_raw")
    )
    return cut.where(F.col("_line") != "").select(
        "_raw",
        F.coalesce(sound, F.lit(False)).alias("_sound"),
        given(parts[1]).alias("ip"),
        clf(given(parts[2])).alias("event_time"),
    )


# --- The stages, in SQL. ---

# Stage 1: window 1h --watermark 1m
# Stage 2: agg 'count(DISTINCT ip) AS visitors'
STAGE_2 = r"""
SELECT
  window.start AS window_start,
  window.end AS window_end,
  count(DISTINCT ip) AS visitors
FROM events
GROUP BY window(event_time, '1 hour')
"""
# A stream has no DISTINCT; it counts the values of a set.
STAGE_2_OF_STREAM = r"""
SELECT
  window.start AS window_start,
  window.end AS window_end,
  CAST(size(collect_set(ip)) AS BIGINT) AS visitors
FROM events
GROUP BY window(event_time, '1 hour')
"""


def query(frame: DataFrame, view: str, text: str) -> DataFrame:
    """Runs a query over a frame, which it knows as a view of this name."""
    frame.createOrReplaceTempView(view)
    return frame.sparkSession.sql(text)


def until_windows(
    events: DataFrame, streaming: bool
) -> tuple[DataFrame, dict[str, DataFrame]]:
    """The stages up to the windows: those, and what leaves before them by name."""
    stage_2 = query(events, "events", STAGE_2_OF_STREAM if streaming else STAGE_2)
    return stage_2, {}


def of_windows(stage_2: DataFrame) -> dict[str, DataFrame]:
    """The stages over complete windows, whose rows come together: what leaves."""
    return {
        "results": stage_2.select(
            stamp("window_start").alias("window_start"),
            stamp("window_end").alias("window_end"),
            F.col("visitors"),
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
        # For comparing, not for speed.
        .config("spark.sql.shuffle.partitions", "1")
        .getOrCreate()
    )


def read(spark: SparkSession, args: argparse.Namespace) -> DataFrame:
    """The lines of the input: `_raw` as they came, `_line` without a line end."""
    source = spark.readStream if args.mode == "stream" else spark.read
    frame = (
        source.format("text")
        # Spark would also end lines at a carriage return.
        .option("lineSep", "\n")
        .option("maxFilesPerTrigger", 1)
        .load(args.input)
        .withColumnRenamed("value", "_raw")
    )
    line = F.regexp_replace("_raw", "^\ufeff|\r\\z", "")
    return frame.select("_raw", line.alias("_line"))


# What tells these stages from others.
FINGERPRINT = "a98449c25c99"


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
        events = events.withWatermark("event_time", "1 minute")

    windows, outputs = until_windows(events, streaming)
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
