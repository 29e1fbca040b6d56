import { random } from "../../../../fixtures/make/random.ts";
import { BEGIN_MS, MINUTE_MS, moments, type Size } from "./lines.ts";

const json = (value: unknown) => JSON.stringify(value);
const iso = (timeMs: number) => new Date(timeMs).toISOString();

/** P02: one in six is an error; some errors come when rows that are none have completed their window. */
export function levels(seed: number): string[] {
  const chance = random(seed);
  const services = ["api", "web", "b\u00fccher", 'qu"ote', "back\\slash", null];
  const row = (timeMs: number, level: string | null) => {
    const service = chance.pick([...services, undefined]);
    return json({ level, ts: iso(timeMs), service, ms: chance.below(900) });
  };
  return moments(chance, {
    count: 240,
    fromMs: BEGIN_MS,
    spanMs: 60 * MINUTE_MS,
    delayMs: 9_000,
  }).flatMap(({ timeMs, writtenMs }, at) => {
    const level = chance.pick([
      ...["info", "info", "info", "debug", "error", "ERROR", null],
    ]);
    const minutes = (writtenMs - BEGIN_MS) / MINUTE_MS;
    const late = at % 16 === 9 && minutes > 45
      ? [row(timeMs - (30 + chance.below(10)) * MINUTE_MS, "error")]
      : [];
    return [row(timeMs, level), ...late];
  }).concat(row(BEGIN_MS + 240 * MINUTE_MS, "info"));
}

/** P04: times as counts of milliseconds; some calls have no latency. */
export function calls(
  seed: number,
  size: Size = { count: 220, spanMs: 14 * MINUTE_MS },
): string[] {
  const chance = random(seed);
  const rows = moments(chance, { ...size, fromMs: BEGIN_MS, delayMs: 9_000 })
    .map(({ timeMs }) => ({
      ts: timeMs,
      endpoint: chance.pick(["/api/a", "/api/b", "/api/c", null]),
      ms: chance.chance(60)
        ? null
        : chance.chance(60)
        ? undefined
        : (1 + chance.below(40_000)) / 16,
    }));
  const end = { ts: BEGIN_MS + 120 * MINUTE_MS, endpoint: "/last", ms: 1.5 };
  return [...rows, end].map(json);
}

/** P06: visits of users, and two whose clicks are exactly half an hour apart, and one millisecond more. */
export function clicks(seed: number): string[] {
  const chance = random(seed);
  const users = ["ann", "bob", "Zoe", "\u00e5sa", null];
  const rows = moments(chance, {
    count: 90,
    fromMs: BEGIN_MS,
    spanMs: 480 * MINUTE_MS,
    delayMs: 50_000,
  }).map(({ timeMs, writtenMs }) => ({
    timeMs,
    writtenMs,
    user: chance.pick(users),
    page: chance.pick(["/", "/a", "/b", "/c", null]),
  }));
  const exact = [0, 30, 60, 90].map((minutes) => ({
    timeMs: BEGIN_MS + (100 + minutes) * MINUTE_MS,
    user: "exactly",
    page: `/${minutes}`,
  }));
  const over = [0, 30, 60].map((minutes, at) => ({
    timeMs: BEGIN_MS + (101 + minutes) * MINUTE_MS + at,
    user: "over",
    page: `/${minutes}`,
  }));
  const all = [...rows, ...exact, ...over].map((row) => ({
    writtenMs: row.timeMs,
    ...row,
  })).sort((a, b) => a.writtenMs - b.writtenMs);
  const end = { timeMs: BEGIN_MS + 1_440 * MINUTE_MS, user: "last", page: "/" };
  return [...all, end].map(({ timeMs, user, page }) =>
    json({ at: timeMs / 1_000, user, page })
  );
}

/** P08: five samples a minute, out of order by less than the delay, and one in ten a quarter of an hour late. */
export function samples(seed: number): string[] {
  const chance = random(seed);
  const row = (timeMs: number) =>
    json({
      host: chance.pick(["web-1", "web-2", "db"]),
      time: iso(timeMs),
      load: chance.below(1_000) / 8,
    });
  return moments(chance, {
    count: 240,
    fromMs: BEGIN_MS,
    spanMs: 48 * MINUTE_MS,
    delayMs: 29_000,
  }).flatMap(({ timeMs, writtenMs }, at) => {
    const isLate = at % 10 === 3 && writtenMs > BEGIN_MS + 26 * MINUTE_MS;
    const lateMs = (16 + chance.below(9)) * MINUTE_MS;
    return isLate ? [row(timeMs), row(timeMs - lateMs)] : [row(timeMs)];
  }).concat(row(BEGIN_MS + 180 * MINUTE_MS));
}

/** P11: logfmt with words in quotes, and what patterns trip over. */
export function containers(seed: number): string[] {
  const chance = random(seed);
  const rows = moments(chance, {
    count: 200,
    fromMs: BEGIN_MS,
    spanMs: 6 * MINUTE_MS,
    delayMs: 4_000,
  }).map(({ timeMs }) => {
    const path = chance.pick([
      ...[
        "/a",
        "/b c",
        "/100%",
        "/it's",
        "/q?x=1&y=$1",
        "/back\\slash",
        "/\u00e9",
        "",
      ],
    ]);
    const message = chance.pick([
      "request done",
      "REQUEST failed",
      "Requested",
      "tick",
    ]);
    const took = chance.chance(150) ? "ms=-" : `ms=${chance.below(900)}`;
    return {
      log: `svc=${chance.pick(["api", "web-1", "j.obs"])} msg="${message}"${
        chance.chance(100) ? "" : ` path="${path}"`
      } ${took}\n`,
      stream: "stdout",
      time: `${iso(timeMs).slice(0, -1)}${
        String(chance.below(1_000_000)).padStart(6, "0")
      }Z`,
    };
  });
  const end = {
    log: 'svc=api msg="request" path="/last" ms=1\n',
    stream: "stdout",
    time: iso(BEGIN_MS + 120 * MINUTE_MS),
  };
  return [...rows, end].map(json);
}

/** P12: stamps with offsets, `Z` and none, around midnight of UTC; cells in quotes and empty. */
export function metrics(seed: number): string[] {
  const chance = random(seed);
  const day = 24 * 60 * MINUTE_MS;
  const zones = [["Z", 0], ["+02:00", 120], ["-0930", -570], ["", 0], [
    "+14:00",
    840,
  ]] as const;
  const stamp = (timeMs: number) => {
    const [zone, minutes] = chance.pick(zones);
    const local = iso(timeMs + minutes * MINUTE_MS).slice(0, -1);
    return `${chance.chance(300) ? local.replace("T", " ") : local}${zone}`;
  };
  const rows = moments(chance, {
    count: 240,
    fromMs: BEGIN_MS,
    spanMs: 3 * day,
    delayMs: 55 * MINUTE_MS,
  }).map(({ timeMs }) => {
    const value = chance.pick([
      "",
      '""',
      '"7.5"',
      "12",
      "-0.5",
      "1e1",
      `${chance.below(950) / 10}`,
    ]);
    const host = chance.pick(["web-1", '"web, 2"', '"the ""old"" one"', ""]);
    return `${stamp(timeMs)},${host},${chance.pick(["cpu", "disk"])},${value}`;
  });
  return [
    "at,host,metric,value",
    ...rows,
    `${iso(BEGIN_MS + 6 * day)},last,cpu,1`,
  ];
}
