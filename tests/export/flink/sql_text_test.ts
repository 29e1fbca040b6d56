import { assertEquals, assertThrows } from "@std/assert";
import {
  interval,
  LONGEST_INTERVAL_MS,
  moment,
  name,
  text,
} from "../../../lib/export/flink/sql_text.ts";

Deno.test("text() doubles quotes, keeps backslashes, and spells out what cannot be seen", () => {
  assertEquals(text("it's \\d"), "'it''s \\d'");
  assertEquals(text("a\tb\\'"), "U&'a\\0009b\\\\'''");
});

Deno.test("name() doubles backquotes", () => {
  assertEquals(name("a`b"), "`a``b`");
});

Deno.test("interval() writes every length in digits that Flink reads", () => {
  const written: readonly [number, string][] = [
    [0, "INTERVAL '0' SECOND"],
    [1, "INTERVAL '0.001' SECOND"],
    [5_001, "INTERVAL '5.001' SECOND"],
    [99_999, "INTERVAL '99.999' SECOND"],
    [60_000, "INTERVAL '1' MINUTE"],
    [300_000, "INTERVAL '5' MINUTE"],
    [300_001, "INTERVAL '0 00:05:00.001' DAY(3) TO SECOND(3)"],
    [86_400_000, "INTERVAL '1' DAY"],
    [100 * 86_400_000, "INTERVAL '100 00:00:00.000' DAY(3) TO SECOND(3)"],
    [LONGEST_INTERVAL_MS, "INTERVAL '999 23:59:59.999' DAY(3) TO SECOND(3)"],
  ];
  for (const [ms, sql] of written) assertEquals(interval(ms), sql);
  assertThrows(() => interval(LONGEST_INTERVAL_MS + 1), RangeError);
});

Deno.test("moment() writes moments before 1970 too", () => {
  assertEquals(moment(-1), "TIMESTAMP '1969-12-31 23:59:59.999'");
});
