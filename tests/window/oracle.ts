// A slow and obvious second opinion: every window holds its rows, one row is
// judged at a time, and after each row all windows are looked through for one
// that is due. No slices, no batches, no schedule.
import type { WindowOptions } from "../../lib/window/mod.ts";
import { type Span, spansOver } from "./spans.ts";
import type { Answer, Row, Told } from "./told.ts";

interface Held {
  startUs: number;
  endUs: number;
  readonly key: number;
  rows: number[];
  /** When it was last told of, or opened, as event time. */
  baseUs: number;
  /** When the first row came that was not told of; Infinity where all were. */
  dirtyUs: number;
  /** Whether it was complete when its last row came. */
  late: boolean;
  revision: number;
  /** As it was told last. */
  toldAs: Span;
  /** Windows that it has taken up and that were told. */
  absorbed: Held[];
  /** For --fill: its place among all windows; how many windows ago the key was seen. */
  readonly place: number;
  run: number;
  /** For --fill: whether its end was passed. */
  passed: boolean;
}

export function oracle(rows: readonly Row[], options: WindowOptions): Answer {
  const { windows: kind, delayUs } = options;
  const latenessUs = options.latenessUs ?? 0;
  const updateUs = options.updateUs ?? Infinity;
  const refireUs = options.refireUs ?? 1_000_000;
  const compareKeys = options.compareKeys ?? ((a, b) => a - b);
  const spans = kind.kind === "aligned"
    ? spansOver(kind, rows.map((row) => row.timeUs))
    : [];
  const told: Told[] = [];
  const late: [number, number][] = [];
  let partlyLate = 0;
  let refiring = 0;
  let outside = 0;
  let held: Held[] = [];
  /** For --fill: the windows that rows came for, by clock, and the newest event time before each of them. */
  const reached = new Map<number, { place: number; atUs: number }[]>();
  const counted = new Map<number, number>();
  const clocks = new Map<number, number>();

  const session = kind.kind === "session";
  const timed = kind.kind === "aligned" || session;
  const completeUs = (one: Held) =>
    timed ? one.endUs + delayUs + (session ? 1 : 0) : Infinity;
  const overUs = (one: Held) => completeUs(one) + latenessUs;

  /** When a window is due, by the clock of its key: to leave, or else to be forgotten. */
  function dueUs(one: Held): number {
    if (one.dirtyUs === Infinity) return overUs(one);
    return one.late
      ? Math.min(overUs(one), Math.max(one.baseUs + refireUs, one.dirtyUs))
      : Math.min(completeUs(one), Math.max(one.baseUs + updateUs, one.dirtyUs));
  }

  function tell(one: Held, atUs: number): void {
    one.absorbed.sort((a, b) =>
      a.toldAs.endUs - b.toldAs.endUs || a.toldAs.startUs - b.toldAs.startUs
    );
    for (const { toldAs, key, revision } of one.absorbed) {
      told.push({
        kind: "withdrawal",
        ...toldAs,
        key,
        revision: revision - 1,
        rows: [],
      });
    }
    one.absorbed = [];
    const { startUs, endUs, key } = one;
    told.push({
      kind: one.dirtyUs !== Infinity && one.late
        ? "refire"
        : atUs >= completeUs(one)
        ? "result"
        : "update",
      startUs,
      endUs,
      key,
      revision: one.revision++,
      rows: [...one.rows].sort((a, b) => a - b),
    });
    one.toldAs = { startUs, endUs };
    one.baseUs = atUs;
    one.dirtyUs = Infinity;
  }

  /** A window that is not there yet. */
  function open(span: Span, key: number, newUs: number, place = NaN): Held {
    const one: Held = {
      ...span,
      key,
      rows: [],
      baseUs: 0,
      dirtyUs: Infinity,
      late: false,
      revision: 0,
      toldAs: span,
      absorbed: [],
      place,
      run: 0,
      passed: false,
    };
    one.baseUs = Math.min(newUs, completeUs(one));
    one.passed = newUs >= completeUs(one);
    held.push(one);
    return one;
  }

  function take(one: Held, row: number, newUs: number): void {
    one.rows.push(row);
    const late = newUs >= completeUs(one);
    // To become late, or to be no longer, is a change of its own.
    if (one.dirtyUs === Infinity || late !== one.late) one.dirtyUs = newUs;
    one.late = late;
  }

  const clockOf = (key: number) => options.perKeyClock ? key : 0;

  /** For --fill: when a row had come for a window behind one. */
  function laterUs(key: number, place: number): number {
    const later = (reached.get(clockOf(key)) ?? [])
      .find((one) => one.place > place);
    return later === undefined ? Infinity : later.atUs;
  }

  /** Windows without rows that may leave: those behind a window that was complete or filled. */
  function candidates(): { before: Held; span: Span; place: number }[] {
    if (!options.fill) return [];
    const found: { before: Held; span: Span; place: number }[] = [];
    for (const key of new Set(frontier.keys())) {
      let before = frontier.get(key)!;
      for (;;) {
        const place = before.place + 1;
        if (before.run >= (options.fillLimit ?? 1_000)) break;
        const there = held.find((one) =>
          one.key === key && one.place === place
        );
        if (there === undefined) {
          found.push({ before, span: spans[place]!, place });
        } else if (there.passed && frontier.get(key) === before) {
          // It was made by late rows: what comes behind it goes on from here.
          there.run = before.run + 1;
          frontier.set(key, there);
          before = there;
          continue;
        }
        break;
      }
    }
    return found;
  }
  const frontier = new Map<number, Held>();

  function candidateDueUs({ span, before, place }: {
    before: Held;
    span: Span;
    place: number;
  }): number {
    return Math.max(span.endUs + delayUs, laterUs(before.key, place));
  }

  /** Lets everything leave that is due when the newest event time has come so far. */
  function pass(limitUs: number, ofKey: number | null): void {
    for (;;) {
      const mine = (key: number) => ofKey === null || key === ofKey;
      const due = [
        ...held.filter((one) => mine(one.key)).map((one) => ({
          one,
          empty: null,
          atUs: Math.min(
            dueUs(one),
            one.passed ? Infinity : completeUs(one),
          ),
          span: one as Span,
          key: one.key,
        })),
        ...candidates().filter(({ before }) => mine(before.key)).map((
          empty,
        ) => ({
          one: null,
          empty,
          atUs: candidateDueUs(empty),
          span: empty.span,
          key: empty.before.key,
        })),
      ].filter(({ atUs }) => atUs <= limitUs && atUs < Infinity);
      if (due.length === 0) return;
      due.sort((a, b) => a.atUs - b.atUs || inOrder(a, b));
      const { one, empty, atUs } = due[0]!;
      if (empty !== null) {
        fillIn(empty, atUs);
        continue;
      }
      if (one.dirtyUs !== Infinity) tell(one, atUs);
      settle(one, atUs);
    }
  }

  function inOrder(
    a: { span: Span; key: number },
    b: { span: Span; key: number },
  ): number {
    return a.span.endUs - b.span.endUs || a.span.startUs - b.span.startUs ||
      compareKeys(a.key, b.key);
  }

  /** What becomes of a window once it was told at a moment. */
  function settle(one: Held, atUs: number): void {
    if (atUs >= completeUs(one) && !one.passed) {
      one.passed = true;
      frontier.set(one.key, one);
    }
    if (atUs >= overUs(one)) held = held.filter((other) => other !== one);
  }

  function fillIn(
    { before, span, place }: { before: Held; span: Span; place: number },
    atUs: number,
  ): void {
    const one = open(span, before.key, atUs, place);
    one.run = before.run + 1;
    one.passed = false;
    tell(one, atUs);
    settle(one, atUs);
  }

  function aligned(index: number, row: Row, markUs: number, newUs: number) {
    const { timeUs } = row;
    const covering = spans.filter(({ startUs, endUs }) =>
      timeUs >= startUs && timeUs < endUs
    );
    if (covering.length === 0) {
      outside++;
      return;
    }
    const live = covering.filter(({ endUs }) =>
      !(endUs + delayUs + latenessUs <= markUs)
    );
    if (live.length === 0) {
      late.push([index, markUs - delayUs - covering.at(-1)!.endUs]);
      return;
    }
    if (live.length < covering.length) partlyLate++;
    if (live.some(({ endUs }) => endUs + delayUs <= newUs)) refiring++;
    for (const span of live) {
      const place = spans.indexOf(span);
      const one = held.find((other) =>
        other.key === row.key && other.place === place
      ) ?? open(span, row.key, newUs, place);
      take(one, index, newUs);
    }
    const clock = clockOf(row.key);
    if (!reached.has(clock)) reached.set(clock, []);
    reached.get(clock)!.push({
      place: spans.indexOf(live.at(-1)!),
      atUs: markUs,
    });
  }

  function joinSession(index: number, row: Row, markUs: number, newUs: number) {
    if (kind.kind !== "session") return;
    const { gapUs, maxUs = Infinity } = kind;
    const { timeUs, key } = row;
    const near = held.filter((one) =>
      one.key === key &&
      one.rows.some((other) => Math.abs(rows[other]!.timeUs - timeUs) <= gapUs)
    ).sort((a, b) => a.startUs - b.startUs);
    let times = [timeUs];
    const joined: Held[] = [];
    for (const one of near) {
      const both = [...times, ...one.rows.map((other) => rows[other]!.timeUs)];
      if (Math.max(...both) - Math.min(...both) >= maxUs) continue;
      times = both;
      joined.push(one);
    }
    const startUs = Math.min(...times);
    const endUs = Math.min(Math.max(...times) + gapUs, startUs + maxUs);
    if (endUs + delayUs + 1 + latenessUs <= markUs) {
      late.push([index, markUs - delayUs - endUs]);
      return;
    }
    const [into, ...others] = joined;
    const one = into ?? open({ startUs, endUs }, key, newUs);
    one.startUs = startUs;
    one.endUs = endUs;
    for (const other of others) {
      one.rows.push(...other.rows);
      one.baseUs = Math.max(one.baseUs, other.baseUs);
      one.dirtyUs = Infinity;
      one.absorbed.push(...other.absorbed);
      if (other.revision > 0) one.absorbed.push(other);
    }
    held = held.filter((other) => !others.includes(other));
    take(one, index, newUs);
    one.passed = newUs >= completeUs(one);
    if (one.passed) refiring++;
  }

  /** Windows by arrival: their bounds follow from their rows. */
  function grow(one: Held, index: number, newUs: number): void {
    take(one, index, newUs);
    const times = one.rows.map((other) => rows[other]!.timeUs);
    one.startUs = Math.min(...times);
    one.endUs = Math.max(...times) + 1;
  }

  function close(one: Held): void {
    tell(one, Infinity);
    held = held.filter((other) => other !== one);
  }

  function byArrival(index: number, row: Row, newUs: number): void {
    const { timeUs, key } = row;
    const span = { startUs: timeUs, endUs: timeUs + 1 };
    const mine = held.filter((one) => one.key === key);
    if (kind.kind === "global") {
      grow(mine[0] ?? open(span, key, newUs), index, newUs);
    } else if (kind.kind === "predicate") {
      if (mine.length === 0 && !row.starts) {
        outside++;
        return;
      }
      const one = mine[0] ?? open(span, key, newUs);
      grow(one, index, newUs);
      if (row.ends) close(one);
    } else if (kind.kind === "count") {
      const number = counted.get(key) ?? 0;
      counted.set(key, number + 1);
      if (number % (kind.every ?? kind.rows) === 0) {
        mine.push(open(span, key, newUs));
      }
      if (mine.length === 0) outside++;
      for (const one of mine) {
        grow(one, index, newUs);
        if (one.rows.length === kind.rows) close(one);
      }
    }
  }

  let newestUs = -Infinity;
  rows.forEach((row, index) => {
    const beforeUs = newestUs;
    if (row.timeUs > newestUs) newestUs = row.timeUs;
    if (!row.dropped && !Number.isNaN(row.timeUs)) {
      const markUs = options.perKeyClock
        ? clocks.get(row.key) ?? -Infinity
        : beforeUs;
      const newUs = Math.max(markUs, row.timeUs);
      clocks.set(row.key, newUs);
      if (kind.kind === "aligned") aligned(index, row, markUs, newUs);
      else if (kind.kind === "session") joinSession(index, row, markUs, newUs);
      else byArrival(index, row, newUs);
      if (options.perKeyClock) pass(newUs, row.key);
    }
    if (!options.perKeyClock) pass(newestUs, null);
  });

  // The end of the input is one moment: all leaves that has anything to tell.
  for (;;) {
    const due = [
      ...held.filter((one) => one.dirtyUs !== Infinity || !one.passed).map((
        one,
      ) => ({ one, empty: null, span: one as Span, key: one.key })),
      ...candidates()
        .filter(({ before, place }) => laterUs(before.key, place) < Infinity)
        .map((empty) => ({
          one: null,
          empty,
          span: empty.span,
          key: empty.before.key,
        })),
    ].sort(inOrder);
    if (due.length === 0) break;
    const { one, empty } = due[0]!;
    if (empty !== null) {
      fillIn(empty, Infinity);
      continue;
    }
    if (one.dirtyUs !== Infinity) tell(one, Infinity);
    settle(one, Infinity);
  }
  return { told, late, partlyLate, refiring, outside };
}
