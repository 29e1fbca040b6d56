import { assertEquals, assertThrows } from "@std/assert";
import { encodeLines } from "../../lib/format/mod.ts";
import { batchOf, linesBatch, textOf } from "./batches.ts";

Deno.test("encodeLines() writes the selected rows byte for byte", () => {
  const input = "one\r\ntwo\nthree\n\tfour ";
  assertEquals(textOf(encodeLines().encode(linesBatch(input))), `${input}\n`);
  assertEquals(
    textOf(encodeLines().encode(linesBatch(input, [], [1, 2]))),
    "two\nthree\n",
  );
  assertEquals(
    textOf(encodeLines().encode(linesBatch(input, [], [0, 2, 3]))),
    "one\r\nthree\n\tfour \n",
  );
  assertEquals(textOf(encodeLines().encode(linesBatch(input, [], []))), "");
});

Deno.test("encodeLines() puts the header before the first row, once, and at the end where there was none", () => {
  const header = () => new TextEncoder().encode("a,b\r");
  const encoder = encodeLines({ header });
  assertEquals(textOf(encoder.encode(linesBatch("1,2\n"))), "a,b\r\n1,2\n");
  assertEquals(textOf(encoder.encode(linesBatch("3,4\n"))), "3,4\n");
  assertEquals(textOf(encoder.end()), "");
  assertEquals(textOf(encodeLines({ header }).end()), "a,b\r\n");
  assertEquals(textOf(encodeLines({ header: () => null }).end()), "");
});

Deno.test("encodeLines() refuses rows that stand for no lines", () => {
  assertThrows(
    () => encodeLines().encode(batchOf([], 1)),
    TypeError,
    "no lines of the input",
  );
});
