import { fingerprint } from "../fingerprint.ts";

/** A comment says nothing to Python, and may be worded anew. */
const COMMENT = /^\s*#.*\n/gmu;

/** What the function imports. */
export const ERRORS = "from pyspark.errors import AnalysisException";

/**
 * What keeps a stream from going on with the state of other stages: Spark
 * tells them apart only where their state has other columns.
 *
 * @param parts What the state follows from: all of the program but where it reads and writes.
 */
export function printCheckpoint(parts: readonly string[]): string {
  // No output has a point in its name.
  return `# What tells these stages from others.
FINGERPRINT = "${fingerprint(parts, COMMENT)}"


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
        raise SystemExit(f"{folder} holds the state of other stages")`;
}
