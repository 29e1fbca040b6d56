/** A number of things with commas between its thousands: `20,000`. The same in every locale. */
export function countText(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A number of bytes in the unit that suits it: `1.4 MB`, with units of a thousand. */
export function bytesText(bytes: number): string {
  let amount = bytes;
  let unit = "bytes";
  for (const larger of ["kB", "MB", "GB", "TB"]) {
    // Rounded first, so that 999,999 bytes are 1.0 MB and not 1000 kB.
    if (Number(amount.toPrecision(3)) < 1000) break;
    amount /= 1000;
    unit = larger;
  }
  return unit === "bytes" ? `${bytes} bytes` : `${short(amount)} ${unit}`;
}

/** A time of waiting in the unit that suits it: `12 ms`, `3.4 s`, `2 min 5 s`. */
export function elapsedText(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 99.95) return `${short(seconds)} s`;
  const whole = Math.round(seconds);
  const rest = whole % 60;
  return `${countText(Math.floor(whole / 60))} min${
    rest === 0 ? "" : ` ${rest} s`
  }`;
}

/** A part of a whole in percent; small parts are not rounded down to none. */
export function percentText(part: number, whole: number): string {
  if (whole === 0 || part === 0) return "0 %";
  const percent = (100 * part) / whole;
  return percent < 0.1 ? "under 0.1 %" : `${short(percent)} %`;
}

function short(amount: number): string {
  return amount < 9.95 ? amount.toFixed(1) : amount.toFixed(0);
}
