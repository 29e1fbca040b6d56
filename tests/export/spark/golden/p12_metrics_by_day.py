# job, for Apache Spark 4 (and 3.5). Made by
#
#     weir export spark filter "value IS NOT NULL" then select "time, host, value" then write values.csv then window 1d then agg "sum(value) AS total" --by host
#
# It needs nothing but Spark:
#
#     spark-submit job.py
#
# It does not run over a stream:
# window 1d: windows that are complete at the end of the input never are in a stream.
#
# The stages, as weir has them:
#
#     1  filter 'value IS NOT NULL'
#     2  select 'time, host, value'
#     3  write values.csv
#     4  window 1d
#     5  agg 'sum(value) AS total' --by host


import argparse
from collections.abc import Callable

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F


# --- What fields say: a value that does not convert is NULL. ---


def utf8(column: str) -> Column:
    """Whether the bytes of a line are text. Spark 3.5 cannot tell."""
    return F.is_valid_utf8(column) if hasattr(F, "is_valid_utf8") else F.lit(True)


def none(kind: str) -> Column:
    """What stands without quotes where all is text."""
    return F.lit(None).cast(kind)


REAL = r"^\s*[+-]?(?:\d++(?:_\d++)*+\.?(?:\d++(?:_\d++)*+)?|\.\d++(?:_\d++)*+)(?:[eE][+-]?\d++(?:_\d++)*+)?\s*\z|^\s*(?:(?i)nan|[+-]?inf(?:inity)?)\s*\z"


def real(text: Column, kept: Callable[[str], Column] = none) -> Column:
    """DOUBLE: digits with a point or an exponent, nan, inf, and nothing else."""
    digits = F.replace(text, F.lit("_"), F.lit(""))
    return (
        F.when(text.rlike(REAL), digits.cast("double"))
        .when(text.isin("true", "false"), kept("BOOLEAN").cast("double"))
        # 1e400, as Spark spells it.
        .when(text.contains("Infinity"), kept("DOUBLE"))
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


def cell(place: int) -> Column:
    """A cell of the row: NULL where it is empty, text where it stands in quotes."""
    text = F.col("_row")[place]
    inside = text.substr(F.lit(2), F.length(text) - 2)
    return F.when(
        text.startswith('"'), F.regexp_replace(inside, '""', '"')
    ).when(text != "", text)


def stamp(column: str) -> Column:
    """A moment as text: UTC, with a fraction only where there is one."""
    text = F.date_format(column, "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
    return F.regexp_replace(text, r"\.000Z$", "Z")


def finite(column: str) -> Column:
    """A DOUBLE; JSON has no word for infinity, nor for what is no number."""
    return F.when(F.abs(column) < float("inf"), F.col(column))


# --- The rows of the input: csv. ---


NAMES = [
    "time",
    "host",
    "value",
]
HEADER = NAMES
# A cell, in quotes or bare, and what stands behind it.
CELL = r'("[^"]*+(?:""[^"]*+)*+"|(?!")[^,]*+),'


def parse(lines: DataFrame) -> DataFrame:
    """The fields of each line as columns, and whether it is a row at all."""
    closed = F.concat(F.col("_line"), F.lit(","))
    cut = lines.withColumn(
        "_row", F.regexp_extract_all(closed, F.lit(CELL), F.lit(1))
    )
    # The first line of each file is its header.
    cells = [F.coalesce(cell(place), F.lit("")) for place in range(len(HEADER))]
    header = F.array(*cells) == F.array(*[F.lit(name) for name in HEADER])
    header &= F.size("_row") == len(HEADER)
    sound = (
        closed.rlike(rf"^(?:{CELL})++\z")
        & (F.size("_row") <= len(NAMES))
        & utf8("_raw")
    )
    return cut.where((F.col("_line") != "") & ~header).select(
        "_raw",
        F.coalesce(sound, F.lit(False)).alias("_sound"),
        real(cell(2), lambda kind: bare(2, kind)).alias("value"),
        cell(0).alias("time"),
        cell(1).alias("host"),
        iso(cell(0)).alias("event_time"),
    )


# --- The stages, in SQL. ---

# Stage 1: filter 'value IS NOT NULL'
STAGE_1 = r"""
SELECT *
FROM events
WHERE value IS NOT NULL
"""

# Stage 4: window 1d
# Stage 5: agg 'sum(value) AS total' --by host
STAGE_5 = r"""
SELECT
  window.start AS window_start,
  window.end AS window_end,
  host,
  sum(value) AS total
FROM stage_1
GROUP BY window(event_time, '1 day'), host
"""


def query(frame: DataFrame, view: str, text: str) -> DataFrame:
    """Runs a query over a frame, which it knows as a view of this name."""
    frame.createOrReplaceTempView(view)
    return frame.sparkSession.sql(text)


def until_windows(events: DataFrame) -> tuple[DataFrame, dict[str, DataFrame]]:
    """The stages up to the windows: those, and what leaves before them by name."""
    stage_1 = query(events, "events", STAGE_1)
    stage_5 = query(stage_1, "stage_1", STAGE_5)
    return stage_5, {
        # Stage 3: write values.csv
        "values": stage_1.select(
            F.col("time"),
            F.col("host"),
            finite("value").alias("value"),
        ),
    }


def of_windows(stage_5: DataFrame) -> dict[str, DataFrame]:
    """The stages over complete windows, whose rows come together: what leaves."""
    return {
        "results": stage_5.select(
            stamp("window_start").alias("window_start"),
            stamp("window_end").alias("window_end"),
            F.col("host"),
            finite("total").alias("total"),
        ),
    }


# The format of each output; bad lines leave as they came.
FORMATS = {
    "values": "csv",
    "results": "ndjson",
    "bad": "lines",
}


def write(frame: DataFrame, name: str, folder: str) -> None:
    """Writes an output anew: what is run again leaves the same files."""
    writer = frame.write.mode("overwrite")
    if FORMATS[name] == "csv":
        writer.option("header", True).option("escape", '"').csv(folder)
    elif FORMATS[name] == "ndjson":
        writer.option("ignoreNullFields", False).json(folder)
    else:
        writer.text(folder)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="job")
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
    source = spark.read
    frame = (
        source.format("text")
        # Spark would also end lines at a carriage return.
        .option("lineSep", "\n")
        .load(args.input)
        .withColumnRenamed("value", "_raw")
    )
    line = F.regexp_replace("_raw", "^\ufeff|\r\\z", "")
    return frame.select("_raw", line.alias("_line"))


def main() -> None:
    args = arguments()
    spark = session()
    spark.sparkContext.setLogLevel("WARN")

    rows = parse(read(spark, args))
    # Rows without a time are bad, and must not come to the watermark.
    good = F.col("_sound") & F.col("event_time").isNotNull()
    bad = rows.where(~good).select("_raw")
    events = rows.where(good).drop("_raw", "_sound")

    windows, outputs = until_windows(events)
    outputs["bad"] = bad
    outputs.update(of_windows(windows))
    for name, output in outputs.items():
        write(output, name, f"{args.output}/{name}")
    spark.stop()


if __name__ == "__main__":
    main()
