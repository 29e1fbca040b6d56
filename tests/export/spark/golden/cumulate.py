# job, for Apache Spark 4 (and 3.5). Made by
#
#     weir export spark window 10m --step 2m then agg "count(*) AS n" --by level
#
# It needs nothing but Spark:
#
#     spark-submit job.py
#
# It does not run over a stream:
# window 10m --step 2m: windows that are complete at the end of the input never are in a stream.
#
# The stages, as weir has them:
#
#     1  window 10m --step 2m
#     2  agg 'count(*) AS n' --by level


import argparse

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F


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


# --- The rows of the input: ndjson. ---


# The fields that the job reads, as the text that they have.
FIELDS = [
    "`level`: STRING",
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
        iso(row["ts"]).alias("event_time"),
    )


# --- The stages, in SQL. ---

# Stage 1: window 10m --step 2m
# Stage 2: agg 'count(*) AS n' --by level
STAGE_2 = r"""
SELECT window_start, window_end, level, count(*) AS n
FROM (
  SELECT
    *,
    timestamp_millis(first_ms) AS window_start,
    timestamp_millis(last_ms) AS window_end
  FROM (
    SELECT *, explode(sequence(next_ms, first_ms + 600000L, 120000L)) AS last_ms
    FROM (
      SELECT
        *,
        unix_millis(event_time) - pmod(unix_millis(event_time), 600000L) AS first_ms,
        unix_millis(event_time) - pmod(unix_millis(event_time), 120000L) + 120000L AS next_ms
      FROM events
    )
  )
)
GROUP BY window_start, window_end, level
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
