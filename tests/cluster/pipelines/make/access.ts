import { random } from "../../../../fixtures/make/random.ts";
import {
  ADDRESSES,
  BEGIN_MS,
  combined,
  MINUTE_MS,
  moments,
  type Request,
  type Size,
} from "./lines.ts";

const HOUR_MS = 60 * MINUTE_MS;
const ZONES = [0, 0, 0, 120, -330, 765];
/** The row that ends every log: far behind all others, so that streams complete the windows before it. */
const last = (afterMs: number): Request => ({
  timeMs: BEGIN_MS + afterMs,
  ip: ADDRESSES[0]!,
  request: "GET /last HTTP/1.1",
  status: 200,
  bytes: 1,
});

/** P01: bytes are whole numbers, some beyond 2^32, and `-` where there was no body. */
export function statuses(
  seed: number,
  size: Size = { count: 230, spanMs: 8 * MINUTE_MS },
): string[] {
  const chance = random(seed);
  const rows = moments(chance, { ...size, fromMs: BEGIN_MS, delayMs: 4_000 })
    .map(({ timeMs }): Request => {
      const status = chance.pick([200, 200, 200, 304, 404, 500]);
      return {
        timeMs,
        zoneMinutes: chance.pick(ZONES),
        ip: chance.pick(ADDRESSES),
        request: "GET / HTTP/1.1",
        status,
        bytes: status === 304
          ? null
          : chance.chance(30)
          ? 5_000_000_000 + chance.below(1_000_000)
          : chance.chance(100)
          ? null
          : chance.below(20_000),
      };
    });
  return [...rows, last(2 * HOUR_MS)].map(combined);
}

/** Requests that cannot be split, or have escapes, beside plain paths that are wanted as often as others. */
const ODD = [
  "-",
  "",
  "quit",
  "\\x16\\x03\\x01",
  'GET /q?a=\\"x\\" HTTP/1.1',
  "GET /caf\\xc3\\xa9 HTTP/1.1",
  "GET /back\\\\slash HTTP/1.1",
  "GET /two words HTTP/1.1",
];

/** P03: many paths of a minute are wanted equally often, so that the tenth place is shared. */
export function paths(
  seed: number,
  size: Size = { count: 300, spanMs: 8 * MINUTE_MS },
): string[] {
  const chance = random(seed);
  const rows = moments(chance, { ...size, fromMs: BEGIN_MS, delayMs: 4_000 })
    .map(({ timeMs }): Request => ({
      timeMs,
      ip: chance.pick(ADDRESSES),
      request: chance.chance(120)
        ? chance.pick(ODD)
        : `GET /${chance.pick(["a", "B", "ab", "_", "9", "10", "~"])}${
          chance.pick(["", "/", "?x=1"])
        } HTTP/1.1`,
      status: 200,
      bytes: 1,
    }));
  return [...rows, last(2 * HOUR_MS)].map(combined);
}

/** P05: five hours, in one of which nobody came. */
export function visitors(seed: number): string[] {
  const chance = random(seed);
  const part = (fromHour: number, hours: number, count: number) =>
    moments(chance, {
      count,
      fromMs: BEGIN_MS + fromHour * HOUR_MS,
      spanMs: hours * HOUR_MS,
      delayMs: 50_000,
    });
  const rows = [...part(0, 2, 90), ...part(3, 2, 60)].map((
    { timeMs },
  ): Request => ({
    timeMs,
    ip: chance.favour(ADDRESSES),
    request: "GET / HTTP/1.1",
    status: 200,
    bytes: 1,
  }));
  return [...rows, last(24 * HOUR_MS)].map(combined);
}

/** P10: paths with many requests and with few, and with no failure at all. */
export function failures(seed: number): string[] {
  const chance = random(seed);
  const failing = new Map([
    ["/pay", 300],
    ["/cart", 60],
    ["/", 0],
    ["/rare", 500],
  ]);
  const wanted = ["/pay", "/pay", "/cart", "/cart", "/", "/", "/", "/rare"];
  const rows = moments(chance, {
    count: 420,
    fromMs: BEGIN_MS,
    spanMs: 20 * MINUTE_MS,
    delayMs: 9_000,
  }).map(({ timeMs }): Request => {
    const path = chance.pick(wanted);
    const failed = chance.chance(failing.get(path)!);
    return {
      timeMs,
      ip: chance.pick(ADDRESSES),
      request: `GET ${path} HTTP/1.1`,
      status: failed ? chance.pick([500, 502, 503]) : chance.pick([200, 404]),
      bytes: chance.chance(100) ? null : chance.below(9_000),
    };
  });
  return [...rows, last(3 * HOUR_MS)].map(combined);
}
