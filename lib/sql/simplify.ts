import { type Checked, type Constant, mapParts } from "./checked.ts";
import { signatureOf } from "./functions/catalog.ts";
import { interpreter, isConstant, type RowSource } from "./interpret.ts";
import { FAILED } from "./values.ts";

/** Operators that DuckDB computes even where one side is the constant NULL. */
const ALWAYS_COMPUTED: ReadonlySet<string> = new Set([
  "=",
  "<>",
  "<",
  "<=",
  ">",
  ">=",
  "not",
]);

/**
 * An expression without the parts that need no row.
 *
 * What is the same for every row becomes its value. A function with the
 * constant NULL for an argument is NULL, whatever its other arguments are: they
 * are not computed, and so cannot fail, as in DuckDB.
 *
 * @param node A checked expression.
 * @param nowUs What `now()` is.
 */
export function simplify(node: Checked, nowUs: number): Checked {
  const simpler = mapParts(node, (part) => simplify(part, nowUs));
  if (simpler.kind === "constant") return simpler;
  if (isConstant(simpler)) return evaluated(simpler, nowUs) ?? simpler;
  if (simpler.kind !== "call" || ALWAYS_COMPUTED.has(simpler.name)) {
    return simpler;
  }
  const isNull = simpler.args.some((arg) =>
    arg.kind === "constant" && arg.value === null
  );
  return isNull && signatureOf(simpler).seesNull !== true
    ? constantOf(simpler, null)
    : simpler;
}

/** The value of what is the same for every row; `null` where it fails, which it then does on each row that gets there. */
function evaluated(node: Checked, nowUs: number): Constant | null {
  const source: RowSource = {
    field: () => () => null,
    slot: () => () => null,
    incomparable: () => {},
    nowUs,
  };
  try {
    return constantOf(node, interpreter(node, source)(0));
  } catch (error) {
    if (error === FAILED) return null;
    throw error;
  }
}

function constantOf(node: Checked, value: Constant["value"]): Constant {
  const { type, span } = node;
  return { kind: "constant", value, type, span, adapts: false };
}
