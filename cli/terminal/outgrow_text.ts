import { formatTimestamp } from "../../lib/time/mod.ts";
import { delayText } from "../../lib/window/mod.ts";
import type { Outgrowth } from "../commands/outgrow.ts";
import { bytesText, countText, elapsedText, percentText } from "./amounts.ts";
import { shownText } from "./escape.ts";

/** What a cluster is sized for. */
export interface OutgrowWish {
  /** Rows a second that it must take; ten times what the input has where it is `null`. */
  readonly rate: number | null;
}

/**
 * Rows a second that one slot of Flink and one core of Spark take, reading JSON
 * lines and counting by a key; what was measured is in docs/scaling.md.
 */
export const SLOT_RATE = { flink: 20_000, spark: 12_000 } as const;

/** A slot that is asked for more than this part of what it can do falls behind at every peak. */
const LOAD = 0.6;
/** What a group takes on a cluster, in bytes: key, state and their objects. */
const GROUP_BYTES = 400;
/** State beyond this belongs on disk. */
const HEAP_BYTES = 1e9;

/** Where one machine ends and what to ask of a cluster, as lines. */
export function outgrowText(found: Outgrowth, wish: OutgrowWish): string {
  const here = found.rows / (found.elapsedMs / 1_000);
  const spanS = found.times === null
    ? 0
    : (found.times.lastUs - found.times.firstUs) / 1e6;
  const arrival = spanS > 0 ? found.rows / spanS : null;
  const planned = wish.rate ?? (arrival === null ? here * 10 : arrival * 10);
  const lines = [
    row(
      "here",
      `${rate(here)}, one process (${countText(found.rows)} rows in ${
        elapsedText(found.elapsedMs)
      }; one run, so roughly)`,
    ),
  ];
  if (found.times !== null && arrival !== null) {
    lines.push(
      row(
        "arrival",
        `${rate(arrival)} of event time, from ${
          formatTimestamp(found.times.firstUs)
        } to ${formatTimestamp(found.times.lastUs)}`,
      ),
      row("head-room", `${times(here / arrival)} what arrives now`),
    );
  }
  lines.push(row("state", `${bytesText(found.peakBytes)} at most at a time`));
  if (found.keys !== null) lines.push(...keyLines(found.keys, found.rows));
  if (found.disorder !== null) lines.push(...delayLines(found.disorder));
  lines.push(
    row(
      "planned",
      `${rate(planned)}${wish.rate === null ? ", ten times that" : ""}`,
    ),
    ...clusterLines(found, here, planned),
  );
  return lines.map((line) => `${line}\n`).join("");
}

function keyLines(
  { texts, count, most }: NonNullable<Outgrowth["keys"]>,
  rows: number,
): string[] {
  const name = shownText(texts.join(", "));
  return [
    row("keys", `${countText(count)} of ${name}`),
    ...most.slice(0, 1).map((top) =>
      row(
        "skew",
        `${shownText(top.key)} has ${
          percentText(top.rows, rows)
        } of the rows; a fair share is ${percentText(1, count)}`,
      )
    ),
  ];
}

function delayLines(
  { nearlyAllUs, allUs }: NonNullable<Outgrowth["disorder"]>,
): string[] {
  const [nearly, all] = [delayText(nearlyAllUs), delayText(allUs)];
  return [
    row(
      "delay",
      nearly === all
        ? `${all} keeps every row`
        : `${nearly} keeps 99.9 % of the rows out of order, ${all} all`,
    ),
  ];
}

function clusterLines(
  { keys, peakBytes, rows }: Outgrowth,
  here: number,
  planned: number,
): string[] {
  const slots = Math.max(1, Math.ceil(planned / (SLOT_RATE.flink * LOAD)));
  const cores = Math.max(1, Math.ceil(planned / (SLOT_RATE.spark * LOAD)));
  const state = Math.max(peakBytes, (keys?.count ?? 1) * GROUP_BYTES);
  const lines = [
    row(
      "move",
      planned <= here * LOAD
        ? `not for speed: ${rate(planned)} is ${
          percentText(planned, here)
        } of what one process takes here`
        : `${rate(planned)} is ${
          percentText(planned, here)
        } of what one process takes here`,
    ),
    row(
      "flink",
      `parallelism ${slots}, state backend ${
        state > HEAP_BYTES ? "rocksdb" : "hashmap"
      } for some ${bytesText(state)}`,
    ),
    row(
      "spark",
      `${cores} cores, spark.sql.shuffle.partitions ${
        Math.min(Math.max(cores * 2, 2), 2_000)
      }`,
    ),
  ];
  const [top] = keys?.most ?? [];
  const hottest = top === undefined ? 0 : planned * top.rows / rows;
  if (hottest > SLOT_RATE.flink) {
    lines.push(
      row(
        "",
        `all rows of one key meet in one task: ${
          shownText(top!.key)
        } alone would bring it ${rate(hottest)}`,
      ),
    );
  }
  if (keys !== null && keys.count < slots) {
    lines.push(
      row(
        "",
        `${countText(keys.count)} keys keep no more than as many tasks busy`,
      ),
    );
  }
  return lines;
}

function row(name: string, text: string): string {
  return `${name.padEnd(11)}${text}`.trimEnd();
}

function rate(rows: number): string {
  // A slow input has parts of a row a second.
  const rounded = Number(rows.toPrecision(rows < 10 ? 2 : 3));
  return `${rows < 10 ? rounded : countText(rounded)} rows/s`;
}

function times(factor: number): string {
  return `${factor < 10 ? factor.toFixed(1) : countText(Math.round(factor))}x`;
}
