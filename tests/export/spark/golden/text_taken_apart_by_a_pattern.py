# job, for Apache Spark 4 (and 3.5). Made by
#
#     weir export spark --pattern "^(?P<time>\S+ [\d:,]+) (?<level>[A-Z]+) (?:\[(?P<pid>\d*)\] )?(?:\S+): (?P<text>.*?)(?P<loud>!)?$" window 1m --watermark 5s then agg "count(loud) AS n, max(pid) AS pid, max(text) AS last" --by level
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
#     1  window 1m --watermark 5s
#     2  agg 'count(loud) AS n, max(pid) AS pid, max(text) AS last' --by level


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


BARE = r"^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false)\z"


def bare(place: int, kind: str) -> Column:
    """A cell that stands without quotes, and is a number or a truth value."""
    text = F.col("_row")[place]
    return F.when(text.rlike(BARE), text).cast(kind)


def took_part(pattern: str, group: int, groups: int) -> Column:
    """Whether a group took part in the match: regexp_extract gives "" where it did not."""
    # A group can be matched again only where it took part; that shows in what
    # stands around, as a line is not empty.
    told = rf"(?:{pattern})(?:\{group}(?:(?<=([\s\S]))|(?=([\s\S]))))?"
    around = [F.regexp_extract("_line", told, groups + more) for more in (1, 2)]
    return F.concat(F.regexp_extract("_line", pattern, group), *around) != ""


def stamp(column: str) -> Column:
    """A moment as text: UTC, with a fraction only where there is one."""
    text = F.date_format(column, "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
    return F.regexp_replace(text, r"\.000Z$", "Z")


# --- The rows of the input: pattern. ---


# What takes a line apart.
PATTERN = "\\A([^\\t-\\n\\f-\\r ]+ [0-9:,]+) ([A-Z]+) (?:\\[(\\d*)\\] )?[^\\t-\\n\\f-\\r ]+: ([^\\n]*?)(!)?\\z"


def parse(lines: DataFrame) -> DataFrame:
    """The fields of each line as columns, and whether it is a row at all."""
    cut = lines.withColumn(
        "_row",
        F.array(
            F.regexp_extract("_line", PATTERN, 2),
            F.nullif(F.regexp_extract("_line", PATTERN, 5), F.lit("")),
            F.when(took_part(PATTERN, 3, 5), F.regexp_extract("_line", PATTERN, 3)),
            F.regexp_extract("_line", PATTERN, 4),
            F.regexp_extract("_line", PATTERN, 1),
        ),
    )
    sound = (
        F.col("_line").rlike(PATTERN)
        & utf8("_raw")
    )
    return cut.where(F.col("_line") != "").select(
        "_raw",
        F.coalesce(sound, F.lit(False)).alias("_sound"),
        F.col("_row")[0].alias("level"),
        F.col("_row")[1].alias("loud"),
        whole(F.col("_row")[2], lambda kind: bare(2, kind)).alias("pid"),
        F.col("_row")[3].alias("text"),
        iso(F.col("_row")[4]).alias("event_time"),
    )


# --- The stages, in SQL. ---

# Stage 1: window 1m --watermark 5s
# Stage 2: agg 'count(loud) AS n, max(pid) AS pid, max(text) AS last' --by level
STAGE_2 = r"""
SELECT
  window.start AS window_start,
  window.end AS window_end,
  level,
  count(loud) AS n,
  max(pid) AS pid,
  max(text) AS `last`
FROM events
GROUP BY window(event_time, '1 minute'), level
"""


def query(frame: DataFrame, view: str, text: str) -> DataFrame:
    """Runs a query over a frame, which it knows as a view of this name."""
    frame.createOrReplaceTempView(view)
    return frame.sparkSession.sql(text)


def until_windows(events: DataFrame) -> tuple[DataFrame, dict[str, DataFrame]]:
    """The stages up to the windows: those, and what leaves before them by name."""
    stage_2 = query(events, "events", STAGE_2)
    return stage_2, {}


def of_windows(stage_2: DataFrame) -> dict[str, DataFrame]:
    """The stages over complete windows, whose rows come together: what leaves."""
    return {
        "results": stage_2.select(
            stamp("window_start").alias("window_start"),
            stamp("window_end").alias("window_end"),
            F.col("level"),
            F.col("n"),
            F.col("pid"),
            F.col("last"),
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
FINGERPRINT = "936fb893acb0"


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
        events = events.withWatermark("event_time", "5 seconds")

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
