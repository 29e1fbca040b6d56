import { Reader, Writer } from "./wire.ts";

/** The value of a record: `null` is one without, as compacted topics have them. */
export type Value = string | Uint8Array | null;

const NONE = new Uint8Array(0);

/** Records of a partition as a batch (Kafka's format 2), without keys. */
export function recordBatch(values: readonly Value[]): Uint8Array<ArrayBuffer> {
  // A broker deletes records that say that they are a week old.
  const nowMs = Date.now();
  const records = new Writer();
  values.forEach((value, at) => {
    const bytes = typeof value === "string"
      ? new TextEncoder().encode(value)
      : value;
    const record = new Writer().int(1, 0).varint(0).varint(at).varint(-1)
      .varint(bytes?.length ?? -1).raw(bytes ?? NONE).varint(0).bytes;
    records.varint(record.length).raw(record);
  });
  const last = values.length - 1;
  // Attributes, the last offset, two times, no producer, and how many there are.
  const summed = new Writer().int(2, 0).int(4, last).long(nowMs).long(nowMs)
    .long(-1).int(2, -1).int(4, -1).int(4, values.length)
    .raw(records.bytes).bytes;
  return new Writer().long(0).int(4, summed.length + 9).int(4, -1).int(1, 2)
    .int(4, crc32c(summed)).raw(summed).bytes;
}

/** Whether a batch says something of transactions, instead of having records. */
const CONTROL = 0x20;
const COMPRESSION = 0x07;

/**
 * The values of records in batches; the last batch may be cut off.
 *
 * @param from Records before this offset are left out: a batch comes whole.
 */
export function batchValues(
  bytes: Uint8Array,
  from: number,
): { readonly values: readonly string[]; readonly next: number } {
  const values: string[] = [];
  let next = from;
  const reader = new Reader(bytes);
  while (reader.left > 12) {
    const first = reader.long();
    const length = reader.int(4);
    if (length > reader.left) break;
    const batch = new Reader(reader.raw(length)).skip(4 + 1 + 4);
    const attributes = batch.int(2);
    if ((attributes & COMPRESSION) !== 0) {
      throw new TypeError("Cannot read records that are compressed");
    }
    next = first + batch.int(4) + 1;
    const count = batch.skip(8 + 8 + 8 + 2 + 4).int(4);
    if ((attributes & CONTROL) !== 0) continue;
    for (let at = 0; at < count; at++) {
      const record = new Reader(batch.raw(batch.varint())).skip(1);
      record.varint();
      const offset = first + record.varint();
      record.skip(Math.max(0, record.varint()));
      const size = record.varint();
      if (offset < from) continue;
      values.push(new TextDecoder().decode(record.raw(Math.max(0, size))));
    }
  }
  return { values, next };
}

/** The CRC-32C of bytes (Castagnoli), by which a broker knows that a batch is whole. */
function crc32c(bytes: Uint8Array): number {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      sum = (sum >>> 1) ^ ((sum & 1) === 0 ? 0 : 0x82f63b78);
    }
  }
  return ~sum;
}
