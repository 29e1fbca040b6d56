import { Fault } from "../../lib/core/mod.ts";
import { commandNamed } from "../options.ts";
import { flagValues } from "./flag_values.ts";
import type { Line } from "./line.ts";
import { throwFaults } from "./pipeline_spec.ts";
import type { GivenFlag } from "./tokens.ts";

/** What `weir bench` is asked for. */
export interface BenchOptions {
  /** Which benchmark. */
  readonly name: "nexmark";
  /** How many events the stream has. */
  readonly events: number;
  /** What its chance follows from. */
  readonly seed: number;
  /** Events a second of event time. */
  readonly rate: number;
  /** The names of queries to run; `null` for all. */
  readonly only: readonly string[] | null;
  /** Where the stream and the results are kept; `null` for nowhere. */
  readonly directory: string | null;
}

const EXAMPLE = "For example: weir bench nexmark --events 100000";

/** `bench nexmark [FLAGS]` */
export function benchWords({ tokens, faults: { origin } }: Line): BenchOptions {
  const faults: Fault[] = [];
  const table = commandNamed("bench")?.flags ?? [];
  const given: GivenFlag[] = [];
  const [first, ...rest] = tokens.flatMap((token) =>
    token.kind === "word" || token.kind === "then" ? [token.word] : []
  );
  for (const token of tokens) {
    if (token.kind === "wrong") faults.push(token.fault);
    if (token.kind !== "flag") continue;
    if (table.some(({ name }) => name === token.flag.name)) {
      given.push(token.flag);
    } else {
      faults.push(
        new Fault(
          "usage/other-stage",
          `--${token.flag.name} is no flag of bench`,
          { place: origin.place(token.word), mend: "See weir bench --help" },
        ),
      );
    }
  }
  if (first === undefined) {
    faults.push(
      new Fault("usage/missing", "bench needs the name of a benchmark", {
        mend: EXAMPLE,
      }),
    );
  } else if (first.text !== "nexmark") {
    faults.push(
      new Fault("usage/choice", `there is no benchmark '${first.text}'`, {
        place: origin.place(first),
        mend: "Write: weir bench nexmark",
      }),
    );
  }
  for (const word of rest) {
    faults.push(
      new Fault("usage/extra", "bench takes one word and flags behind it", {
        place: origin.place(word),
        mend: EXAMPLE,
      }),
    );
  }

  const values = flagValues(given, table);
  const number = (name: string, otherwise: number, form: RegExp): number => {
    const text = values.value(name);
    if (text === null) return otherwise;
    const value = Number(text.replaceAll(/[_,]/g, ""));
    if (form.test(text) && Number.isFinite(value)) return value;
    const flag = values.given(name);
    faults.push(
      new Fault("usage/value", `--${name} is a number, not '${text}'`, {
        ...(flag === undefined ? {} : { place: origin.place(flag.valueWord) }),
        mend: `Write --${name} ${otherwise}, which is what holds without it`,
      }),
    );
    return otherwise;
  };
  const options: BenchOptions = {
    name: "nexmark",
    events: number("events", 100_000, /^\d[\d_,]{0,14}$/),
    seed: number("seed", 1, /^\d{1,10}$/),
    rate: number("rate", 1_000, /^(?=.*[1-9])\d{1,9}(\.\d{1,6})?$/),
    only:
      values.value("only")?.split(",").map((name) =>
        name.trim().toLowerCase()
      ) ?? null,
    directory: values.value("output"),
  };
  throwFaults(faults);
  return options;
}
