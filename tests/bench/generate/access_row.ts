import {
  AGENTS,
  HOST_COUNT,
  HOSTS,
  METHODS,
  PATHS,
  REFERERS,
} from "./access_words.ts";
import { Random } from "./random.ts";

/** Rows arrive over about a day and a half when there are two million. */
const ROWS_A_MINUTE = 1000;
const FIRST_MS = Date.UTC(2026, 0, 5, 6, 0, 0);

/** At any time 4.4 % of rows fail; the rest of the failures come while a host is out of order. */
const STATUS_LIMITS = [0.82, 0.84, 0.89, 0.91, 0.923, 0.956, 0.972, 0.98];
const STATUSES = [200, 201, 304, 301, 400, 404, 500, 502];
const OUT_OF_ORDER_FAILS = 0.8;
const UNAVAILABLE = 503;
const TIMED_OUT = 504;
const SLASH = 47;

/**
 * A row of the access log, drawn anew by {@linkcode AccessRow.draw}.
 *
 * One object serves all rows, and the three formats are written from it, so
 * that they hold the same rows.
 */
export class AccessRow {
  readonly #random: Random;
  readonly #outOfOrder: number;
  #clockMs = FIRST_MS;
  /** When it happened, in milliseconds since the epoch; one row in ten is up to two seconds behind. */
  timeMs = 0;
  /** The host that served it. */
  host = HOSTS[0]!;
  /** The method. */
  method = METHODS[0]!;
  /** The path, and the number after it. */
  path = PATHS[0]!;
  /** The number after a path that ends in `/`, else -1. */
  pathNumber = -1;
  /** The status. */
  status = 200;
  /** Bytes sent. */
  bytes = 0;
  /** How long it took, in microseconds. */
  tookUs = 0;
  /** The program of the visitor. */
  agent = AGENTS[0]!;
  /** The address of the visitor, 32 bits. */
  address = 0;
  /** Where the visitor came from. */
  referer = REFERERS[0]!;
  /** The trace id, 128 bits. */
  readonly trace = new Uint32Array(4);

  /**
   * Starts a log.
   *
   * @param seed Which log.
   * @param outOfOrder How much of the time a host is out of order, as a fraction.
   */
  constructor(seed: number, outOfOrder: number) {
    this.#random = new Random(seed);
    this.#outOfOrder = outOfOrder;
  }

  /** Turns this into the next row of the log. */
  draw(): void {
    const random = this.#random;
    this.#clockMs += random.below(120_000 / ROWS_A_MINUTE);
    const behind = random.below(10) === 0 ? random.below(2000) : 0;
    this.timeMs = this.#clockMs - behind;
    const host = random.lowBelow(HOST_COUNT);
    this.host = HOSTS[host]!;
    this.method = METHODS[random.below(METHODS.length)]!;
    this.path = PATHS[random.lowBelow(PATHS.length)]!;
    const numbered = this.path.length > 1 && this.path.at(-1) === SLASH;
    this.pathNumber = numbered ? random.below(100_000) : -1;
    this.status = this.#drawStatus(host);
    this.bytes = this.status === 304 ? 0 : 100 + random.lowBelow(60_000);
    this.tookUs = this.#drawTookUs();
    this.agent = AGENTS[random.lowBelow(AGENTS.length)]!;
    // A visitor comes again and again: 16,384 addresses, low ones more often.
    this.address = 0x0a000000 + random.lowBelow(16_384) * 977;
    this.referer = REFERERS[random.lowBelow(REFERERS.length)]!;
    for (let i = 0; i < 4; i++) this.trace[i] = random.next();
  }

  #drawStatus(host: number): number {
    // Hosts go out of order for a quarter of an hour each time.
    const quarter = Math.floor(this.timeMs / 900_000);
    const lot = Math.imul(quarter * HOST_COUNT + host + 1, 0x9e3779b1) >>> 8;
    const fraction = this.#random.fraction();
    if (
      (lot & 1023) < this.#outOfOrder * 1024 && fraction < OUT_OF_ORDER_FAILS
    ) return UNAVAILABLE;
    for (let i = 0; i < STATUSES.length; i++) {
      if (fraction < STATUS_LIMITS[i]!) return STATUSES[i]!;
    }
    return fraction < 0.994 ? UNAVAILABLE : TIMED_OUT;
  }

  /** Mostly a few milliseconds with a long tail; products only, so that every engine draws the same. */
  #drawTookUs(): number {
    const fraction = this.#random.fraction();
    const square = fraction * fraction;
    const eighth = square * square * square * square;
    const tail = eighth * eighth * eighth * eighth;
    return Math.floor(
      400 + 30_000 * square + 300_000 * eighth + 4_000_000 * tail,
    );
  }
}
