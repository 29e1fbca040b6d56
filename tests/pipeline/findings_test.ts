import { assertEquals, assertThrows } from "@std/assert";
import { Findings } from "../../lib/pipeline/findings.ts";
import { batchOf } from "../format/batches.ts";

const BATCH = batchOf([], 9);

Deno.test("what is found amiss is told by row, and by step where rows are one", () => {
  const findings = new Findings();
  const told: string[] = [];
  findings.within(BATCH, 0, () => {
    findings.add(5, () => told.push("5 first"));
    findings.add(2, () => told.push("2"));
    findings.add(5, () => told.push("5 second"));
    assertEquals(told, []);
    return Infinity;
  });
  assertEquals(told, ["2", "5 first", "5 second"]);
});

Deno.test("nothing is told of rows that do not count", () => {
  const findings = new Findings();
  const told: number[] = [];
  findings.within(BATCH, 0, () => {
    for (const row of [4, 1, 3]) findings.add(row, () => told.push(row));
    return 4;
  });
  assertEquals(told, [1, 3]);
  findings.within(BATCH, 0, () => Infinity);
  assertEquals(told, [1, 3]);
});

Deno.test("rows of completed windows are told of while the batch that completed them waits", () => {
  const findings = new Findings();
  const told: string[] = [];
  const inner = batchOf([], 1);
  findings.within(BATCH, 0, () => {
    findings.addBad(7, () => told.push(`row 7 at ${findings.depth}`));
    findings.within(inner, 1, () => {
      assertEquals([findings.batch, findings.bad.length], [inner, 0]);
      findings.add(0, () => told.push(`row 0 at ${findings.depth}`));
      return Infinity;
    });
    assertEquals([findings.batch, [...findings.bad]], [BATCH, [7]]);
    return Infinity;
  });
  assertEquals(told, ["row 0 at 1", "row 7 at 0"]);
});

Deno.test("a finding that ends the run leaves those behind it untold", () => {
  const findings = new Findings();
  const told: number[] = [];
  assertThrows(
    () =>
      findings.within(BATCH, 0, () => {
        findings.add(2, () => told.push(2));
        findings.add(1, () => {
          throw new Error("the end");
        });
        return Infinity;
      }),
    Error,
    "the end",
  );
  assertEquals([told, findings.batch], [[], null]);
});
