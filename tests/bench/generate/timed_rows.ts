import type { ByteWriter } from "./byte_writer.ts";
import { Random } from "./random.ts";

const encoder = new TextEncoder();
const FIRST_MS = Date.UTC(2026, 0, 5, 6, 0, 0);
const BEFORE_TIME = encoder.encode('{"ts":');
const BEFORE_USER = encoder.encode(',"user":"user-');
const BEFORE_HOST = encoder.encode(',"host":"web-');
const BEFORE_VALUE = encoder.encode('","ms":');
/** With `user-` before them a name has 20 bytes. */
const USER_DIGITS = 15;
/** Prime, so that its multiples meet each of fewer than a million users once before any twice, in no order. */
const STRIDE = 611_953;
/** How far behind the newest a row is at most, in milliseconds. */
const BEHIND_MS = 2000;

/** Moments in milliseconds, one row in ten up to two seconds behind the newest. */
class Moments {
  readonly #random: Random;
  readonly #stepMs: number;
  #newestMs = FIRST_MS;

  /**
   * Starts the clock.
   *
   * @param stepMs How long it is from row to row, on average.
   */
  constructor(random: Random, stepMs: number) {
    this.#random = random;
    this.#stepMs = stepMs;
  }

  /** Writes the moment of the next row. */
  write(writer: ByteWriter): void {
    const random = this.#random;
    this.#newestMs += random.fraction() * 2 * this.#stepMs;
    const behind = random.below(10) === 0 ? random.below(BEHIND_MS) : 0;
    const timeMs = Math.floor(this.#newestMs) - behind;
    // A writer lays down whole numbers of 31 bits: seconds, then thousandths.
    const second = Math.floor(timeMs / 1000);
    writer.text(BEFORE_TIME);
    writer.whole(second);
    writer.padded(timeMs - second * 1000, 3);
  }
}

/** Writes visits, a row a millisecond: times, names of users of 20 bytes, small numbers. Each user comes once before any comes twice. */
export function writeVisitRows(
  writer: ByteWriter,
  options: {
    readonly seed: number;
    readonly rows: number;
    readonly users: number;
  },
): void {
  const { rows, users } = options;
  const random = new Random(options.seed);
  const moments = new Moments(random, 1);
  let scattered = 0;
  for (let row = 0; row < rows; row++) {
    scattered = (scattered + STRIDE) % users;
    const user = row < users ? scattered : random.below(users);
    moments.write(writer);
    writer.text(BEFORE_USER);
    writer.padded(user, USER_DIGITS);
    writer.text(BEFORE_VALUE);
    writer.whole(random.below(1000));
    writer.byte(125);
    writer.endRow();
  }
}

/** Writes a day of so many rows of 100 hosts, spread evenly: times, hosts, small numbers. */
export function writeDayRows(
  writer: ByteWriter,
  options: { readonly seed: number; readonly rows: number },
): void {
  const random = new Random(options.seed);
  const moments = new Moments(random, 86_400_000 / options.rows);
  for (let row = 0; row < options.rows; row++) {
    moments.write(writer);
    writer.text(BEFORE_HOST);
    writer.padded(random.below(100), 2);
    writer.text(BEFORE_VALUE);
    writer.whole(random.below(1000));
    writer.byte(125);
    writer.endRow();
  }
}
