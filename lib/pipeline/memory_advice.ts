import type { Plan } from "./make_plan.ts";

/** Ways out where open windows hold too much (T5), only those that are not taken already. */
export function memoryAdvice(plan: Plan, engine: "wasm" | "native"): string {
  const ways = [];
  const window = plan.steps.find((step) => step.kind === "window");
  if (window !== undefined && window.window.delayUs === null) {
    ways.push(
      "pass `--watermark 5s` to the window so that it completes as rows come",
    );
  }
  if (plan.steps.some((step) => step.kind === "gather")) {
    ways.push("use `agg`, which keeps groups instead of rows");
  }
  if (engine === "wasm") {
    ways.push("pass --engine native with more --max-memory");
  }
  ways.push("pass --max-memory 2GiB");
  const text = ways.join("; or ");
  return text[0]!.toUpperCase() + text.slice(1);
}
