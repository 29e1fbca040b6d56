# job, for Apache Spark 4 (and 3.5). Made by
#
#     weir export spark window 1m then top 10 path
#
# It needs nothing but Spark:
#
#     spark-submit job.py
#
# It does not run over a stream:
# window 1m: windows that are complete at the end of the input never are in a stream.
#
# The stages, as weir has them:
#
#     1  window 1m
#     2  top 10 path


import argparse

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F


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


ESCAPES = {"b": "\b", "n": "\n", "r": "\r", "t": "\t", "v": "\v", '"': '"', "\\": "\\"}


def unescaped(text: Column) -> Column:
    """What a quoted part means: servers write \\" and \\n, and bytes as \\xE4."""
    pieces = F.regexp_extract_all(
        text,
        F.lit(r"((?:\\x[89A-Fa-f][0-9A-Fa-f])+|\\x[0-7][0-9A-Fa-f]|\\.|[^\\]+|\\$)"),
        F.lit(1),
    )

    def octets(piece: Column) -> Column:
        return F.unhex(F.regexp_replace(piece, r"\\x", ""))

    def is_text(piece: Column) -> Column:
        characters = octets(piece).cast("string")
        return (
            ~piece.rlike(r"^\\x[89A-Fa-f][0-9A-Fa-f]")
            | (F.encode(characters, "UTF-8") == octets(piece))
        )

    def joined(byte: str) -> Column:
        def meant(piece: Column) -> Column:
            result = F.when(piece.rlike(byte), octets(piece).cast("string"))
            for letter, character in ESCAPES.items():
                result = result.when(piece == "\\" + letter, character)
            return result.otherwise(piece)

        return F.array_join(F.transform(pieces, meant), "")

    # Bytes that are no UTF-8 together stay as they were written. All pieces are
    # asked once, not again for each of them: a line may have thousands.
    return (
        F.when(F.instr(text, "\\") == 0, text)
        .when(F.forall(pieces, is_text), joined(r"^\\x[0-9A-Fa-f]{2}"))
        .otherwise(joined(r"^\\x[0-7][0-9A-Fa-f]"))
    )


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
# method path protocol; a request of any other form is all path
REQUEST = r"(?s)^([A-Za-z-]+) (.*) ([A-Za-z-]+/[^ ]*[0-9])\z"
# The groups that the job reads, with a mark before each: one pass over the line.
GROUPS = "".join(f"\x01${group}" for group in [4, 5])


def parse(lines: DataFrame) -> DataFrame:
    """The fields of each line as columns, and whether it is a row at all."""
    cut = lines.withColumn(
        "_row", F.split(F.regexp_replace("_line", ACCESS, GROUPS), "\x01")
    )
    parts = F.col("_row")
    request = parts[2]
    usual = request.rlike(REQUEST)
    path = F.when(usual, F.regexp_extract(request, REQUEST, 2)).otherwise(request)
    sound = (
        (parts[0] == "")
        & (F.size("_row") == 3)
        & utf8("_raw")
    )
    return cut.where(F.col("_line") != "").select(
        "_raw",
        F.coalesce(sound, F.lit(False)).alias("_sound"),
        given(unescaped(path)).alias("path"),
        clf(given(parts[1])).alias("event_time"),
    )


# --- The stages, in SQL. ---

# Stage 1: window 1m
# Stage 2: top 10 path
STAGE_2 = r"""
SELECT
  window.start AS window_start,
  window.end AS window_end,
  path,
  count(*) AS n
FROM events
GROUP BY window(event_time, '1 minute'), path
"""

# Stage 2: top 10 path
STAGE_2_2 = r"""
SELECT window_start, window_end, path, n
FROM (
  SELECT *, row_number() OVER (PARTITION BY window_start, window_end ORDER BY n DESC NULLS LAST, path NULLS LAST) AS place
  FROM stage_2
)
WHERE place <= 10
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
    stage_2_2 = query(stage_2, "stage_2", STAGE_2_2)
    return {
        "results": stage_2_2.select(
            stamp("window_start").alias("window_start"),
            stamp("window_end").alias("window_end"),
            F.col("path"),
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
