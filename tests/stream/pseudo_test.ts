import { assertEquals } from "@std/assert";
import { computeStep, pseudoStep } from "../../lib/stream/mod.ts";
import { arranged } from "../../lib/stream/arrange.ts";
import { chain, type Step } from "../../lib/stream/step.ts";
import { batchOf, columnOf, linesBatch } from "../format/batches.ts";
import { collect, rowsOf, snapshot } from "./collect.ts";

Deno.test("pseudoStep() adds the file, the line and the text of rows", () => {
  const taken = collect(pseudoStep(["_line", "_raw", "_file"]), [
    linesBatch("a\r\n\n\nb\n"),
  ]);
  // Blank lines are rows here, since the test's batch takes every line for one.
  assertEquals(rowsOf(taken), [
    [1, "a", "test"],
    [2, "", "test"],
    [3, "", "test"],
    [4, "b", "test"],
  ]);
});

Deno.test("pseudoStep() gives the physical line of a row behind one with line ends inside", () => {
  const batch = linesBatch("1\n2\n3\n4\n");
  const lines = {
    ...batch.lines!,
    // The first row is quoted CSV of three lines.
    starts: Uint32Array.of(0, 6),
    ends: Uint32Array.of(5, 7),
    lineOf: (row: number) => [11, 14][row]!,
  };
  assertEquals(
    rowsOf(
      collect(pseudoStep(["_line"]), [{
        ...batch,
        rows: 2,
        selected: 2,
        lines,
      }]),
    ),
    [[11], [14]],
  );
});

Deno.test("pseudoStep() gives the numbers of lines that do not stand as in their input", () => {
  const batch = linesBatch("a\nb\nc\n");
  // The last is what counting from the first would give.
  const numbers = Float64Array.of(7, 3, 9);
  const lines = {
    ...batch.lines!,
    lineOf: (row: number) => numbers[row]!,
    numbers,
  };
  assertEquals(
    rowsOf(collect(pseudoStep(["_line"]), [{ ...batch, lines }])),
    [[7], [3], [9]],
  );
});

Deno.test("pseudoStep() gives the event time, and NULL where there is none", () => {
  const batch = {
    ...batchOf([], 2),
    timesUs: Float64Array.of(5, NaN),
    newestUs: new Float64Array(2),
  };
  assertEquals(rowsOf(collect(pseudoStep(["_time"]), [batch])), [
    [{ timeUs: 5 }],
    [null],
  ]);
});

Deno.test("computeStep() adds columns behind those that are there", () => {
  const double = computeStep([
    (columns, rows) =>
      columnOf(
        Array.from({ length: rows }, (_, row) => columns[0]!.numbers[row]! * 2),
      ),
  ]);
  assertEquals(
    rowsOf(collect(double, [batchOf([columnOf([1, 2])], 2)])),
    [[1, 2], [2, 4]],
  );
});

Deno.test("arranged() puts columns in another order, one of them twice if asked", () => {
  const batch = batchOf([columnOf(["a"]), columnOf(["b"])], 1);
  assertEquals(snapshot(arranged(batch, [1, 0, 1])).rows, [["b", "a", "b"]]);
});

Deno.test("chain() feeds each step with what the one before it hands on", () => {
  const twice: Step = {
    push(batch, emit) {
      emit(batch);
      emit(batch);
    },
    end() {},
  };
  let count = 0;
  const feeds = chain([twice, twice], () => count++);
  feeds[0]!(batchOf([], 0));
  assertEquals(count, 4);
  feeds[1]!(batchOf([], 0));
  feeds[2]!(batchOf([], 0));
  assertEquals(count, 7);
});
