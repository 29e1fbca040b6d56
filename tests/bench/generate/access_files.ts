import type { AccessRow } from "./access_row.ts";
import type { ByteWriter } from "./byte_writer.ts";
import { Stamp } from "./stamp.ts";

const encoder = new TextEncoder();
const bytes = (text: string) => encoder.encode(text);
const COMMA = 44;
const DOT = 46;
const SPACE = 32;
const QUOTE = 34;

/** Writes one row in one format. */
export type WriteRow = (writer: ByteWriter, row: AccessRow) => void;

function writePath(writer: ByteWriter, row: AccessRow): void {
  writer.text(row.path);
  if (row.pathNumber >= 0) writer.whole(row.pathNumber);
}

function writeAddress(writer: ByteWriter, address: number): void {
  writer.whole(address >>> 24);
  for (let shift = 16; shift >= 0; shift -= 8) {
    writer.byte(DOT);
    writer.whole((address >>> shift) & 255);
  }
}

function writeTrace(writer: ByteWriter, trace: Uint32Array): void {
  for (let i = 0; i < 4; i++) writer.hex(trace[i]!);
}

/** A writer of rows as JSON objects of eleven fields. */
export function ndjsonRows(): WriteRow {
  const stamp = new Stamp();
  const keys = [
    '{"time":"',
    '","host":"',
    '","method":"',
    '","path":"',
    '","status":',
    ',"bytes":',
    ',"ms":',
    ',"agent":"',
    '","ip":"',
    '","referer":"',
    '","trace":"',
    '"}',
  ].map(bytes);
  return (writer, row) => {
    writer.text(keys[0]!);
    stamp.iso(writer, row.timeMs);
    writer.text(keys[1]!);
    writer.text(row.host);
    writer.text(keys[2]!);
    writer.text(row.method);
    writer.text(keys[3]!);
    writePath(writer, row);
    writer.text(keys[4]!);
    writer.whole(row.status);
    writer.text(keys[5]!);
    writer.whole(row.bytes);
    writer.text(keys[6]!);
    writer.thousandths(row.tookUs);
    writer.text(keys[7]!);
    writer.text(row.agent);
    writer.text(keys[8]!);
    writeAddress(writer, row.address);
    writer.text(keys[9]!);
    writer.text(row.referer);
    writer.text(keys[10]!);
    writeTrace(writer, row.trace);
    writer.text(keys[11]!);
    writer.endRow();
  };
}

/** The header of the CSV file. */
export const CSV_HEADER = bytes(
  "time,host,method,path,status,bytes,ms,agent,ip,referer,trace",
);

/** A writer of rows as CSV; agents stand in quotes, because one holds a comma. */
export function csvRows(): WriteRow {
  const stamp = new Stamp();
  return (writer, row) => {
    stamp.iso(writer, row.timeMs);
    writer.byte(COMMA);
    writer.text(row.host);
    writer.byte(COMMA);
    writer.text(row.method);
    writer.byte(COMMA);
    writePath(writer, row);
    writer.byte(COMMA);
    writer.whole(row.status);
    writer.byte(COMMA);
    writer.whole(row.bytes);
    writer.byte(COMMA);
    writer.thousandths(row.tookUs);
    writer.byte(COMMA);
    writer.byte(QUOTE);
    writer.text(row.agent);
    writer.byte(QUOTE);
    writer.byte(COMMA);
    writeAddress(writer, row.address);
    writer.byte(COMMA);
    writer.text(row.referer);
    writer.byte(COMMA);
    writeTrace(writer, row.trace);
    writer.endRow();
  };
}

/** A writer of rows in the combined format, which has no place for host, duration and trace. */
export function combinedRows(): WriteRow {
  const stamp = new Stamp();
  const afterAddress = bytes(" - - [");
  const beforeRequest = bytes('] "');
  const afterPath = bytes(' HTTP/1.1" ');
  const beforeReferer = bytes(' "');
  const beforeAgent = bytes('" "');
  return (writer, row) => {
    writeAddress(writer, row.address);
    writer.text(afterAddress);
    stamp.log(writer, row.timeMs);
    writer.text(beforeRequest);
    writer.text(row.method);
    writer.byte(SPACE);
    writePath(writer, row);
    writer.text(afterPath);
    writer.whole(row.status);
    writer.byte(SPACE);
    writer.whole(row.bytes);
    writer.text(beforeReferer);
    writer.text(row.referer);
    writer.text(beforeAgent);
    writer.text(row.agent);
    writer.byte(QUOTE);
    writer.endRow();
  };
}
