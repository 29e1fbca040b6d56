import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  modulo,
  weekdayFromDays,
} from "../../lib/time/mod.ts";

const anyDays = fc.integer({ min: -100_000_000, max: 100_000_000 });

Deno.test("civilFromDays() agrees with the platform's calendar over all of its range", () => {
  fc.assert(fc.property(anyDays, (days) => {
    const { year, month, day } = civilFromDays(days);
    const date = new Date(days * 86_400_000);
    return year === date.getUTCFullYear() &&
      month === date.getUTCMonth() + 1 && day === date.getUTCDate();
  }));
});

Deno.test("daysFromCivil() takes back what civilFromDays() gives", () => {
  fc.assert(fc.property(anyDays, (days) => {
    const { year, month, day } = civilFromDays(days);
    return daysFromCivil(year, month, day) === days;
  }));
});

Deno.test("daysFromCivil() carries months into years and days into months", () => {
  assertEquals(daysFromCivil(2015, 14, 1), daysFromCivil(2016, 2, 1));
  assertEquals(daysFromCivil(2015, 0, 1), daysFromCivil(2014, 12, 1));
  assertEquals(daysFromCivil(2015, 1, 32), daysFromCivil(2015, 2, 1));
});

Deno.test("daysInMonth() knows leap years by centuries", () => {
  assertEquals(
    [1900, 2000, 2015, 2016].map((year) => daysInMonth(year, 2)),
    [28, 29, 28, 29],
  );
  assertEquals(daysInMonth(2015, 13), 0);
});

Deno.test("weekdayFromDays() counts from Monday, before 1970 too", () => {
  assertEquals(weekdayFromDays(0), 4);
  assertEquals(weekdayFromDays(daysFromCivil(1969, 12, 29)), 1);
  assertEquals(weekdayFromDays(daysFromCivil(2015, 5, 17)), 7);
});

Deno.test("modulo() is never negative", () => {
  fc.assert(fc.property(fc.integer(), (value) => {
    const rest = modulo(value, 7);
    assert(rest >= 0 && rest < 7);
    assertEquals(modulo(value - rest, 7) + 0, 0);
  }));
});
