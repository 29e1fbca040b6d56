/** Beyond 2^53 microseconds a double rounds: such moments are left to those who round as they should. */
const EXACT_US = 9_007_199_254_740_992;
const STAMP =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?$/;
/** The longest stamp that is looked at, in bytes. */
export const MAX_STAMP_BYTES = 48;
/** How many significant digits of a number are looked at. */
const MAX_DIGITS = 19;
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * Reads an ISO 8601 date-time as the kernel does: `YYYY-MM-DD`, `T` or a space,
 * `HH:MM`, and perhaps seconds, a fraction after `.` or `,`, and `Z`, `+hh`,
 * `+hhmm` or `+hh:mm`.
 *
 * @returns Microseconds since the epoch, finer digits floored; `null` for
 * anything else (dates that do not exist, hour 24, second 60, a missing zone
 * unless it is UTC), which is left as text.
 */
export function isoToUs(text: string, zonelessIsUtc: boolean): number | null {
  if (text.length > MAX_STAMP_BYTES) return null;
  const match = STAMP.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7)
    .map((part) => Number(part ?? 0)) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    return null;
  }
  const zone = match[8];
  if (zone === undefined && !zonelessIsUtc) return null;
  let minutes = hour * 60 + minute;
  if (zone !== undefined && zone !== "Z") {
    const zoneHours = Number(zone.slice(1, 3));
    const zoneMinutes = Number(zone.slice(3).replace(":", ""));
    if (zoneHours > 23 || zoneMinutes > 59) return null;
    const ahead = zoneHours * 60 + zoneMinutes;
    minutes += zone[0] === "-" ? ahead : -ahead;
  }
  const micros = Number((match[7] ?? "").slice(0, 6).padEnd(6, "0"));
  const seconds = date.getTime() / 1000 + minutes * 60 + second;
  const us = seconds * 1_000_000 + micros;
  return Math.abs(us) <= EXACT_US ? us : null;
}

/**
 * Reads a JSON number as a count since the epoch, by magnitude (T2): below
 * 1e11 seconds, below 1e14 milliseconds, below 1e17 microseconds, else
 * nanoseconds.
 *
 * @returns Microseconds, floored; `null` where that is beyond 2^53 or the
 * number has more than 19 significant digits.
 */
export function countToUs(text: string): number | null {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [, sign, whole, fraction = "", exponent = "0"] = match as unknown as [
    string,
    string,
    string,
    string | undefined,
    string | undefined,
  ];
  const digits = (whole + fraction).replace(/^0+/, "");
  if (digits.length > MAX_DIGITS) return null;
  if (digits === "") return 0;
  const power = Number(exponent) - fraction.length;
  // The value is 0.digits times ten to this.
  const magnitude = digits.length + power;
  const shift = power +
    (magnitude <= 11 ? 6 : magnitude <= 14 ? 3 : magnitude <= 17 ? 0 : -3);
  if (digits.length + shift > 18) return null;
  let us = BigInt(digits);
  if (sign === "-") us = -us;
  if (shift >= 0) us *= 10n ** BigInt(shift);
  else us = floorDivide(us, 10n ** BigInt(Math.min(-shift, MAX_DIGITS + 1)));
  const number = Number(us);
  return Math.abs(number) <= EXACT_US ? number : null;
}

function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value < 0n && quotient * divisor !== value ? quotient - 1n : quotient;
}
