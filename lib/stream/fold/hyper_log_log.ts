/**
 * HyperLogLog (Flajolet, Fusy, Gandouet and Meunier, 2007): the number of
 * distinct values told from the longest runs of zeros among their hashes. The
 * registers say which values there are, not in which order they came or how
 * they were merged.
 *
 * A value is kept as a key of 32 bits, the sparse representation of HLL++
 * (Heule, Nunkesser and Hall, 2013): 26 bits of the hash, and behind them the
 * place of the first 1 among the rest. Registers are made of keys alone.
 */

/** Bits of a hash that choose a register: 4,096 of them, for a standard error of 1.6 %. */
const PRECISION = 12;
/** Bits of a hash that a key holds. */
const KEY_PRECISION = 26;
/** How many registers there are, a byte each. */
export const REGISTERS = 1 << PRECISION;
/** The greatest value that a register may have. */
const MOST = 64 - PRECISION + 1;

/** Registers over no values. */
export function emptyRegisters(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(REGISTERS);
}

/** What is kept of a value with this hash. */
export function keyOfHash(high: number, low: number): number {
  const rest = high & 63;
  const place = rest === 0 ? Math.clz32(low) + 7 : Math.clz32(rest) - 25;
  return high & ~63 | place;
}

/** Adds a value to registers. */
export function addKey(registers: Uint8Array, key: number): void {
  const index = key >>> (32 - PRECISION);
  const further = (key << PRECISION) >>> (32 - KEY_PRECISION + PRECISION);
  const bits = KEY_PRECISION - PRECISION;
  const place = further === 0
    ? bits + (key & 63)
    : Math.clz32(further) - (32 - bits) + 1;
  if (place > registers[index]!) registers[index] = place;
}

/** Adds the values of other registers. */
export function addRegisters(into: Uint8Array, from: Uint8Array): void {
  for (let at = 0; at < REGISTERS; at++) {
    if (from[at]! > into[at]!) into[at] = from[at]!;
  }
}

/**
 * About how many values registers were given: the improved raw estimator of
 * Ertl ("New cardinality estimation algorithms for HyperLogLog sketches",
 * 2017, algorithm 6), which needs no table of corrections.
 */
export function estimated(registers: Uint8Array): number {
  const counts = new Float64Array(MOST + 1);
  for (const register of registers) counts[register]!++;
  let sum = REGISTERS * tau(1 - counts[MOST]! / REGISTERS);
  for (let value = MOST - 1; value >= 1; value--) {
    sum = 0.5 * (sum + counts[value]!);
  }
  sum += REGISTERS * sigma(counts[0]! / REGISTERS);
  return REGISTERS * REGISTERS / (2 * Math.LN2 * sum);
}

/** x + the sum of x^(2^k) * 2^(k-1) over k from 1 on. */
function sigma(x: number): number {
  if (x === 1) return Infinity;
  let sum = x;
  for (let power = x * x, weight = 1;; power *= power, weight *= 2) {
    const before = sum;
    sum += power * weight;
    if (sum === before) return sum;
  }
}

/** A third of 1 - x - the sum of (1 - x^(2^-k))^2 * 2^-k over k from 1 on. */
function tau(x: number): number {
  if (x === 0 || x === 1) return 0;
  let sum = 1 - x;
  for (let root = Math.sqrt(x), weight = 0.5;; root = Math.sqrt(root)) {
    const before = sum;
    sum -= (1 - root) ** 2 * weight;
    if (sum === before) return sum / 3;
    weight /= 2;
  }
}
