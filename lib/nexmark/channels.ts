import { EventRandom } from "./event_random.ts";
import { oneOf, randomText } from "./texts.ts";

/** Where a bid comes from. */
export interface Channel {
  /** Its name. */
  readonly name: string;
  /** Its address, which is always the same. */
  readonly url: string;
}

const KNOWN = ["Google", "Facebook", "Baidu", "Apple"] as const;
const OTHERS = 10_000;
/** Tells the addresses of channels from the chance of events. */
const OF_CHANNELS = 1;
const OF_KNOWN_CHANNELS = 2;

/**
 * The channels of a stream: half of all bids come by four known ones, the
 * others by one of ten thousand, most of whose addresses name their id.
 */
export function channels(seed: number): (random: EventRandom) => Channel {
  const known = KNOWN.map((name, at) => ({
    name,
    url: address(new EventRandom(seed, at, OF_KNOWN_CHANNELS)),
  })) as [Channel, ...Channel[]];
  const others: Channel[] = [];
  return (random) => {
    if (random.below(2) === 0) return oneOf(random, known);
    const at = random.below(OTHERS);
    return others[at] ??= other(at, new EventRandom(seed, at, OF_CHANNELS));
  };
}

function other(number: number, random: EventRandom): Channel {
  const url = address(random);
  const hasId = random.below(10) > 0;
  return {
    name: `channel-${number}`,
    url: hasId ? `${url}&channel_id=${Math.abs(reversed(number))}` : url,
  };
}

function address(random: EventRandom): string {
  const folders = Array.from({ length: 3 }, () => randomText(random, 5, "_"));
  return `https://www.nexmark.com/${folders.join("/")}/item.htm?query=1`;
}

/** The 32 bits of a number, last to first, as a signed number. */
function reversed(number: number): number {
  let out = 0;
  for (let bit = 0; bit < 32; bit++) out = (out << 1) | ((number >>> bit) & 1);
  return out;
}
