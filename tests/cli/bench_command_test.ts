import { assertEquals, assertThrows } from "@std/assert";
import { parseArguments } from "../../cli/parse/arguments.ts";
import type { BenchOptions } from "../../cli/parse/bench_command.ts";
import { Fault, Faults } from "../../lib/core/mod.ts";

const DEFAULTS: BenchOptions = {
  name: "nexmark",
  events: 100_000,
  seed: 1,
  rate: 1_000,
  only: null,
  directory: null,
};

function optionsOf(...argv: string[]): BenchOptions {
  const command = parseArguments(["bench", ...argv]);
  if (command.kind !== "bench") throw new TypeError(command.kind);
  return command.options;
}

function faultOf(...argv: string[]): string {
  const error = assertThrows(() => parseArguments(["bench", ...argv]));
  if (error instanceof Faults) return error.message;
  if (!(error instanceof Fault)) throw error;
  return `${error.message}; ${error.mend}`;
}

Deno.test("bench nexmark has defaults for all of its flags", () => {
  assertEquals(optionsOf("nexmark"), DEFAULTS);
});

Deno.test("flags of bench stand anywhere behind it", () => {
  assertEquals(
    optionsOf(
      ...["--events", "20_000", "nexmark", "--seed=7", "--rate", "0.5"],
      ...["--only", "q1, Q5", "-o", "out"],
    ),
    {
      name: "nexmark",
      events: 20_000,
      seed: 7,
      rate: 0.5,
      only: ["q1", "q5"],
      directory: "out",
    },
  );
});

Deno.test("bench names what is wrong with its words", () => {
  assertEquals(
    faultOf(),
    "bench needs the name of a benchmark; For example: weir bench nexmark --events 100000",
  );
  assertEquals(
    faultOf("tpch"),
    "there is no benchmark 'tpch'; Write: weir bench nexmark",
  );
  assertEquals(
    faultOf("nexmark", "q5"),
    "bench takes one word and flags behind it; For example: weir bench nexmark --events 100000",
  );
  assertEquals(
    faultOf("nexmark", "--events", "many"),
    "--events is a number, not 'many'; Write --events 100000, which is what holds without it",
  );
  assertEquals(
    faultOf("nexmark", "--rate", "0"),
    "--rate is a number, not '0'; Write --rate 1000, which is what holds without it",
  );
  assertEquals(
    faultOf("nexmark", "--strict"),
    "--strict is no flag of bench; See weir bench --help",
  );
});

Deno.test("a flag of bench behind a stage is an error that names the command", () => {
  const error = assertThrows(
    () => parseArguments(["filter", "a", "--seed", "3"]),
    Fault,
  );
  assertEquals(error.message, "--seed belongs to the command bench");
  assertEquals(error.mend, "See weir help bench");
});

Deno.test("-o behind a stage is the format of the output, whatever bench makes of it", () => {
  const command = parseArguments(["filter", "a", "-o", "csv"]);
  assertEquals(command.kind === "run" && command.spec.options.output, "csv");
});
