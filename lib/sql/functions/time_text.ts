import type { Scalar } from "../values.ts";
import {
  entriesOf,
  type FunctionEntry,
  type Implementation,
  type ParameterType,
  type Signature,
} from "./signature.ts";
import { formatMoment, type FormatPart, formatParts } from "./time_format.ts";
import { parseMoment } from "./time_parse.ts";

const entry = entriesOf("time");

function refuseFormat(at: number): NonNullable<Signature["refuse"]> {
  return (constants) => {
    const format = constants[at];
    if (typeof format !== "string") return null;
    const parts = formatParts(format);
    return typeof parts !== "string" ? null : {
      argument: at,
      what: parts,
      mend: "Write %Y %m %d %H %M %S and the like, and %% for a percent sign",
    };
  };
}

/** A function with a format, which is read once where the text gives it. */
function formatted(
  parameters: readonly ParameterType[],
  result: "VARCHAR" | "TIMESTAMP",
  at: number,
  fails: boolean,
  call: (parts: readonly FormatPart[], value: never) => Scalar | undefined,
): Signature {
  return {
    parameters,
    result,
    fails: (_, constants) => fails || typeof constants[at] !== "string",
    refuse: refuseFormat(at),
    make: (_, constants): Implementation => {
      const given = constants[at];
      const fixed = typeof given === "string" ? read(given) : null;
      return (...args) => {
        const parts = fixed ?? read(args[at] as string);
        if (parts === undefined) return undefined;
        return call(parts, args[1 - at] as never);
      };
    },
  };
}

function read(format: string): readonly FormatPart[] | undefined {
  const parts = formatParts(format);
  return typeof parts === "string" ? undefined : parts;
}

/** Functions that write and read moments in formats. */
export const TIME_TEXT_FUNCTIONS: readonly FunctionEntry[] = [
  entry(
    "strftime(moment, format)",
    "As text in a format: %Y %m %d %H %M %S %f %a %b and the like",
    (["TIMESTAMP", "DATE"] as const).flatMap((type) => [
      formatted([type, "VARCHAR"], "VARCHAR", 1, false, formatMoment),
      formatted(["VARCHAR", type], "VARCHAR", 0, false, formatMoment),
    ]),
    [[
      "strftime(TIMESTAMP '2024-01-31 10:05:03', '%d.%m.%Y %H:%M')",
      "31.01.2024 10:05",
    ]],
  ),
  entry(
    "strptime(text, format)",
    "The moment that a text says in a format; fails where it is not of it",
    [formatted(["VARCHAR", "VARCHAR"], "TIMESTAMP", 1, true, parseMoment)],
    [[
      "strptime('31/Jan/2024:10:05:03', '%d/%b/%Y:%H:%M:%S')",
      "2024-01-31 10:05:03",
    ]],
  ),
  entry(
    "try_strptime(text, format)",
    "The same, and NULL where it is not of it",
    [formatted(
      ["VARCHAR", "VARCHAR"],
      "TIMESTAMP",
      1,
      false,
      (parts, text) => parseMoment(parts, text) ?? null,
    )],
    [["try_strptime('yesterday', '%Y-%m-%d')", null]],
  ),
];
