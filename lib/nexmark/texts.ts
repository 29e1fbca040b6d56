import type { EventRandom } from "./event_random.ts";

const LETTER_A = 97;
/** One character in so many is the special one. */
const SPECIAL_ONE_IN = 13;
/** 10^(6/2), 10^(6/4) and so on: the factors of 10^(6u) for the bits of u. */
const ROOTS = Array.from(rootsOf(1_000_000));

const PAIRS = Array.from(
  { length: 26 * 26 },
  (_, at) =>
    String.fromCharCode(LETTER_A + Math.floor(at / 26), LETTER_A + at % 26),
);

function* rootsOf(value: number): Generator<number> {
  for (let bit = 0; bit < 32; bit++) yield value = Math.sqrt(value);
}

/** A text of 3 to `max` - 1 characters, letters and now and then `special`, without white space at its ends. */
export function randomText(
  random: EventRandom,
  max: number,
  special = " ",
): string {
  let text = "";
  for (let left = 3 + random.below(max - 3); left > 0; left--) {
    text += random.below(SPECIAL_ONE_IN) === 0 ? special : letter(random);
  }
  return text.trim();
}

/**
 * Letters that bring a row to about `average` bytes, of which it has `current`;
 * none where it has more already.
 */
export function randomExtra(
  random: EventRandom,
  current: number,
  average: number,
): string {
  if (current > average) return "";
  const missing = average - current;
  const spread = Math.round(missing * 0.2);
  const length = missing - spread +
    (spread === 0 ? 0 : random.below(2 * spread));
  let text = "";
  while (text.length < length) text += sixLetters(random);
  return text.slice(0, length);
}

/**
 * A price from 100 to 100,000,000 cents; all magnitudes are as likely.
 *
 * The power is made of square roots and products, which every machine rounds
 * alike; `Math.pow` may differ.
 */
export function randomPrice(random: EventRandom): number {
  const exponent = random.next();
  let power = 1;
  for (let bit = 0; bit < 32; bit++) {
    if ((exponent << bit) < 0) power *= ROOTS[bit]!;
  }
  return Math.round(power * 100);
}

/** One of several. */
export function oneOf<Value>(
  random: EventRandom,
  values: readonly [Value, ...Value[]],
): Value {
  return values[random.below(values.length)] ?? values[0];
}

function letter(random: EventRandom): string {
  return String.fromCharCode(LETTER_A + random.below(26));
}

/** Most of a stream is letters: six of one draw, by pairs. */
function sixLetters(random: EventRandom): string {
  let rest = random.below(PAIRS.length ** 3);
  const first = rest % PAIRS.length;
  rest = (rest - first) / PAIRS.length;
  const second = rest % PAIRS.length;
  return PAIRS[first]! + PAIRS[second]! +
    PAIRS[(rest - second) / PAIRS.length]!;
}
