/** A message of an Arrow stream: what its head says, and where its body is. */
export interface ArrowFrame {
  /** `schema`, `batch`, another kind of message, or `end` of the stream. */
  readonly kind: "schema" | "batch" | "other" | "end";
  /** Names and values: of the schema, else of the message. */
  readonly metadata: ReadonlyMap<string, string>;
  /** How many rows a batch has. */
  readonly rows: number;
  /** Offset and length of each buffer in the body. */
  readonly buffers: readonly (readonly [number, number])[];
  /** Offset of the body in the bytes. */
  readonly bodyAt: number;
  /** Offset after the message. */
  readonly end: number;
}

const CONTINUATION = 0xffffffff;
/** A head of more bytes is taken for damage. */
const LONGEST_HEAD = 1 << 28;
const decoder = new TextDecoder();

/**
 * Reads the head of the message that begins at an offset.
 *
 * @returns `null` while not all of the message is there.
 * @throws {SyntaxError} If the bytes are no Arrow stream.
 */
export function readFrame(bytes: Uint8Array, at: number): ArrowFrame | null {
  if (bytes.length - at < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(at, true) !== CONTINUATION) {
    throw new SyntaxError("a message does not begin as one");
  }
  const length = view.getInt32(at + 4, true);
  const headAt = at + 8;
  if (length === 0) {
    return {
      kind: "end",
      metadata: new Map(),
      rows: 0,
      buffers: [],
      bodyAt: headAt,
      end: headAt,
    };
  }
  if (length < 0 || length > LONGEST_HEAD) {
    throw new SyntaxError("a message has no length");
  }
  const bodyAt = headAt + length;
  if (bodyAt > bytes.length) return null;
  try {
    const frame = readHead(view, headAt, bodyAt);
    return frame.end > bytes.length ? null : frame;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new SyntaxError("the head of a message is damaged", { cause });
  }
}

function readHead(view: DataView, headAt: number, bodyAt: number): ArrowFrame {
  const message = pointer(view, headAt);
  const kindAt = fieldAt(view, message, 1);
  const headerAt = fieldAt(view, message, 2);
  const lengthAt = fieldAt(view, message, 3);
  const kind = kindAt === 0 ? 0 : view.getUint8(kindAt);
  const bodyLength = lengthAt === 0 ? 0 : whole(view, lengthAt);
  if (bodyLength < 0) throw new SyntaxError("a body has no length");
  const header = headerAt === 0 ? 0 : pointer(view, headerAt);
  const shared = { bodyAt, end: bodyAt + bodyLength };
  if (kind === 1 && header !== 0) {
    return {
      ...shared,
      kind: "schema",
      metadata: keyValues(view, fieldAt(view, header, 2)),
      rows: 0,
      buffers: [],
    };
  }
  const metadata = keyValues(view, fieldAt(view, message, 4));
  if (kind !== 3 || header === 0) {
    return { ...shared, kind: "other", metadata, rows: 0, buffers: [] };
  }
  const rowsAt = fieldAt(view, header, 0);
  const buffersAt = fieldAt(view, header, 2);
  const buffers: [number, number][] = [];
  if (buffersAt !== 0) {
    const vector = pointer(view, buffersAt);
    const count = view.getUint32(vector, true);
    for (let index = 0; index < count; index++) {
      const pair = vector + 4 + index * 16;
      buffers.push([whole(view, pair), whole(view, pair + 8)]);
    }
  }
  if (
    buffers.some(([from, size]) =>
      from < 0 || size < 0 || from + size > bodyLength
    )
  ) {
    throw new SyntaxError("a buffer lies outside of its body");
  }
  const rows = rowsAt === 0 ? 0 : whole(view, rowsAt);
  return { ...shared, kind: "batch", metadata, rows, buffers };
}

/** Where an offset at a place points. */
function pointer(view: DataView, at: number): number {
  return at + view.getUint32(at, true);
}

/** Where a field of a FlatBuffers table stands; 0 where it is not set. */
function fieldAt(view: DataView, table: number, field: number): number {
  const vtable = table - view.getInt32(table, true);
  const slot = 4 + field * 2;
  if (slot >= view.getUint16(vtable, true)) return 0;
  const offset = view.getUint16(vtable + slot, true);
  return offset === 0 ? 0 : table + offset;
}

function whole(view: DataView, at: number): number {
  return Number(view.getBigInt64(at, true));
}

function keyValues(view: DataView, at: number): Map<string, string> {
  const pairs = new Map<string, string>();
  if (at === 0) return pairs;
  const vector = pointer(view, at);
  const count = view.getUint32(vector, true);
  for (let index = 0; index < count; index++) {
    const pair = pointer(view, vector + 4 + index * 4);
    pairs.set(
      text(view, fieldAt(view, pair, 0)),
      text(view, fieldAt(view, pair, 1)),
    );
  }
  return pairs;
}

function text(view: DataView, at: number): string {
  if (at === 0) return "";
  const start = pointer(view, at);
  const length = view.getUint32(start, true);
  return decoder.decode(
    new Uint8Array(view.buffer, view.byteOffset + start + 4, length),
  );
}
