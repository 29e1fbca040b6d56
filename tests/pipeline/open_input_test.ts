import { assert, assertEquals, assertRejects } from "@std/assert";
import { Fault, type InputFormat, type Source } from "../../lib/core/mod.ts";
import { combined, csv, lines, ndjson, tsv } from "../../lib/format/mod.ts";
import { openInput } from "../../lib/pipeline/open_input.ts";
import { bytesOf } from "./weir.ts";

const formats: readonly InputFormat[] = [ndjson, combined, csv, tsv, lines];

/** A live input that hands on what is pushed, and tells how often it was asked. */
class Pipe implements Source {
  readonly name = "stdin";
  readonly regular = false;
  asked = 0;
  closed = false;
  readonly #ready: (Uint8Array | null)[] = [];
  #waiting: ((bytes: Uint8Array | null) => void) | null = null;

  push(text: string | null): void {
    const bytes = text === null ? null : bytesOf(text);
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting === null) this.#ready.push(bytes);
    else waiting(bytes);
  }

  async read(into: Uint8Array): Promise<number | null> {
    this.asked++;
    const bytes = this.#ready.length > 0
      ? this.#ready.shift()!
      : await new Promise<Uint8Array | null>((resolve) => {
        this.#waiting = resolve;
      });
    if (bytes === null) return null;
    const length = Math.min(bytes.length, into.length);
    into.set(bytes.subarray(0, length));
    if (length < bytes.length) this.#ready.unshift(bytes.subarray(length));
    return length;
  }

  close(): void {
    this.closed = true;
  }
}

const open = (source: Source, more = false, format: string | null = null) =>
  openInput(source, { formats, format, more });

/** Everything that can be read from a source. */
async function rest(source: Source): Promise<string> {
  const decoder = new TextDecoder();
  const into = new Uint8Array(5);
  let text = "";
  for (;;) {
    const length = await source.read(into);
    if (length === null) return text;
    text += decoder.decode(into.subarray(0, length), { stream: true });
  }
}

Deno.test("a live input is recognised as soon as its first line is there", async () => {
  const pipe = new Pipe();
  pipe.push("\n\n");
  pipe.push('{"a"');
  pipe.push(':1}\n{"b":');
  const { format, head, ended } = await open(pipe);
  assertEquals(format.name, "ndjson");
  assertEquals(new TextDecoder().decode(head), '\n\n{"a":1}\n{"b":');
  assertEquals([ended, pipe.asked], [false, 3]);
});

Deno.test("a first line that comes slowly is waited for", async () => {
  const pipe = new Pipe();
  const opening = open(pipe);
  let done = false;
  opening.then(() => done = true);
  pipe.push("a,b");
  await new Promise((resolve) => setTimeout(resolve, 20));
  assertEquals(done, false);
  pipe.push(",c\n1,2,3\n");
  assertEquals((await opening).format.name, "csv");
});

Deno.test("a last line without a line end is a first line too", async () => {
  const pipe = new Pipe();
  pipe.push('{"a":1}');
  pipe.push(null);
  const { format, ended } = await open(pipe);
  assertEquals([format.name, ended], ["ndjson", true]);
});

Deno.test("an empty input is of the first format", async () => {
  const pipe = new Pipe();
  pipe.push(null);
  const { format, reason, ended } = await open(pipe);
  assertEquals([format.name, reason, ended], [
    "ndjson",
    "the input is empty",
    true,
  ]);
});

Deno.test("where more is wanted a live input is waited for, but not for long, and nothing is lost", async () => {
  const pipe = new Pipe();
  pipe.push('{"a":1}\n');
  const { source, head } = await open(pipe, true);
  assertEquals(new TextDecoder().decode(head), '{"a":1}\n');
  assertEquals(pipe.asked, 2);
  // The read that was under way goes to whoever reads next, however little at a time.
  pipe.push('{"late":true}\n');
  pipe.push('{"later":true}\n');
  pipe.push(null);
  assertEquals(await rest(source), '{"late":true}\n{"later":true}\n');
  source.close();
  assertEquals(pipe.closed, true);
});

Deno.test("where more is wanted, what comes in time is seen", async () => {
  const pipe = new Pipe();
  pipe.push('{"a":1}\n');
  const opening = open(pipe, true);
  await new Promise((resolve) => setTimeout(resolve, 20));
  pipe.push('{"b":1}\n');
  pipe.push(null);
  const { head, ended } = await opening;
  assertEquals(new TextDecoder().decode(head), '{"a":1}\n{"b":1}\n');
  assertEquals(ended, true);
});

Deno.test("no more than 64 KiB are looked at", async () => {
  const pipe = new Pipe();
  let given = 0;
  const long: Source = {
    name: "stdin",
    regular: false,
    read(into) {
      into.fill(0x61);
      given += into.length;
      return into.length;
    },
    close() {},
  };
  const { format, head } = await open(long);
  assertEquals([format.name, head.length, given], ["lines", 65_536, 65_536]);
  assert(!pipe.closed);
});

Deno.test("a format that is named is not looked for", async () => {
  const pipe = new Pipe();
  pipe.push('{"a":1}\n');
  const { format, reason } = await open(pipe, false, "lines");
  assertEquals([format.name, reason], ["lines", "--format"]);
});

Deno.test("a format that is unknown is an error that names the nearest", async () => {
  const pipe = new Pipe();
  pipe.push("x\n");
  const fault = await assertRejects(
    () => open(pipe, false, "ndjsn"),
    Fault,
    "cannot find the format ndjsn",
  );
  assertEquals(fault.mend, "Did you mean --format ndjson?");
});
