import type { ByteWriter } from "./byte_writer.ts";
import { Random } from "./random.ts";
import { Stamp } from "./stamp.ts";

const encoder = new TextEncoder();
const bytes = (text: string) => encoder.encode(text);
const words = (texts: readonly string[]) => texts.map(bytes);

const SERVICES = words(
  "checkout cart search catalog login mail stock price image report".split(" "),
);
const REGIONS = words(["eu-central-1", "eu-west-2", "us-east-1", "ap-south-1"]);
const LEVELS = words(["info", "info", "info", "debug", "warn", "error"]);
const METHODS = words(["GET", "GET", "GET", "POST", "PUT", "DELETE"]);
const TAGS = words(["canary", "blue", "green", "batch", "z\u00fcrich", "beta"]);
const USERS = words([
  "Ada",
  "Bj\u00f6rn",
  "Chlo\u00e9",
  "Dmitri",
  "\u00c9milie",
]);
const STATUSES = [200, 200, 200, 200, 200, 200, 201, 304, 404, 500, 503];

const KEYS = [
  '{"time":"',
  '","level":"',
  '","service":{"name":"',
  '","region":"',
  '","instance":{"id":"i-',
  '","cpus":',
  '}},"http":{"request":{"method":"',
  '","path":"/v1/',
  '/","headers":{"host":"www.example.com","accept":"*/*"}},"response":{"status":',
  ',"bytes":',
  ',"ms":',
  '}},"tags":["',
  '","',
  '"],"user":{"id":',
  ',"name":"',
  '","roles":["reader"]}}',
].map(bytes);

/**
 * Writes rows of nested objects and lists until a file is full; two texts in
 * it are not ASCII.
 */
export function writeNestedRows(
  writer: ByteWriter,
  options: { readonly seed: number; readonly bytes: number },
): void {
  const random = new Random(options.seed);
  const stamp = new Stamp();
  const one = (from: readonly Uint8Array[]) =>
    writer.text(from[random.below(from.length)]!);
  let key = 0;
  const next = () => writer.text(KEYS[key++]!);
  let timeMs = Date.UTC(2026, 0, 5);
  while (writer.bytes < options.bytes) {
    key = 0;
    timeMs += random.below(120);
    next();
    stamp.iso(writer, timeMs);
    next();
    one(LEVELS);
    next();
    one(SERVICES);
    next();
    one(REGIONS);
    next();
    writer.hex(random.next());
    next();
    writer.whole(1 << random.below(6));
    next();
    one(METHODS);
    next();
    one(SERVICES);
    next();
    writer.whole(STATUSES[random.below(STATUSES.length)]!);
    next();
    writer.whole(random.lowBelow(100_000));
    next();
    writer.thousandths(random.lowBelow(2_000_000));
    next();
    one(TAGS);
    next();
    one(TAGS);
    next();
    writer.whole(random.below(1_000_000));
    next();
    one(USERS);
    next();
    writer.endRow();
  }
}
