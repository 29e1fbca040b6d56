import type { ByteWriter } from "./byte_writer.ts";

const DAY_MS = 86_400_000;
const encoder = new TextEncoder();
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** Writes moments as access logs do, keeping the text of the last day met. */
export class Stamp {
  #day = NaN;
  #iso = encoder.encode("");
  #log = encoder.encode("");

  /** Writes `2026-01-05T10:00:00.123Z`. */
  iso(writer: ByteWriter, timeMs: number): void {
    const restMs = this.#turnTo(timeMs);
    writer.text(this.#iso);
    this.#clock(writer, restMs);
    writer.byte(46);
    writer.padded(restMs % 1000, 3);
    writer.byte(90);
  }

  /** Writes `05/Jan/2026:10:00:00 +0000`. */
  log(writer: ByteWriter, timeMs: number): void {
    const restMs = this.#turnTo(timeMs);
    writer.text(this.#log);
    this.#clock(writer, restMs);
    writer.text(ZONE);
  }

  #clock(writer: ByteWriter, restMs: number): void {
    const seconds = Math.floor(restMs / 1000);
    writer.padded(Math.floor(seconds / 3600), 2);
    writer.byte(58);
    writer.padded(Math.floor(seconds / 60) % 60, 2);
    writer.byte(58);
    writer.padded(seconds % 60, 2);
  }

  /** Makes the texts of a moment's day, and says how far into it the moment lies. */
  #turnTo(timeMs: number): number {
    const day = Math.floor(timeMs / DAY_MS);
    if (day !== this.#day) {
      const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
      const [year, month, dayOfMonth] = date.split("-");
      this.#day = day;
      this.#iso = encoder.encode(`${date}T`);
      this.#log = encoder.encode(
        `${dayOfMonth}/${MONTHS[Number(month) - 1]}/${year}:`,
      );
    }
    return timeMs - day * DAY_MS;
  }
}

const ZONE = encoder.encode(" +0000");
