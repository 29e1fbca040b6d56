/** Where two engines are known to differ, and why. A difference that stands nowhere here fails a test, and so does one that is no more. */
export interface Deviation {
  /** The engines that differ from weir. */
  readonly on: readonly EngineName[];
  /** The pipeline, or the file of vectors. */
  readonly where: string;
  /** What of it: texts that the rows have, or the notes of vectors. */
  readonly what: readonly string[];
  /** Why. */
  readonly why: string;
}

/** An engine as a test runs it. */
export type EngineName = "flink" | "spark" | "spark-stream";

/** The deviations of an engine in one place: why, by what of it. */
export function deviationsOf(
  all: readonly Deviation[],
  engine: EngineName,
  where: string,
): ReadonlyMap<string, string> {
  return new Map(
    all.filter((one) => one.on.includes(engine) && one.where === where)
      .flatMap(({ what, why }) => what.map((one) => [one, why] as const)),
  );
}
