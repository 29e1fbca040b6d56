import type { Channel } from "./channels.ts";
import type { EventRandom } from "./event_random.ts";
import {
  activePerson,
  FIRST_ID,
  hottest,
  lastAuction,
  lastPerson,
  openAuction,
} from "./event_ids.ts";
import { randomExtra, randomPrice } from "./texts.ts";

/** One bid in so many is not for the auction, or not of the bidder, that has many. */
const OTHER_AUCTION_ONE_IN = 2;
const OTHER_BIDDER_ONE_IN = 4;
/** Bytes that a bid has without its extra, as the benchmark counts them, and on average. */
const OWN_BYTES = 32;
const AVERAGE_BYTES = 100;

/** Somebody who bids, as JSON. */
export function bidText(
  event: number,
  random: EventRandom,
  { channelOf, late }: {
    /** The channel that it comes by. */
    readonly channelOf: (random: EventRandom) => Channel;
    /** Whether it comes late. */
    readonly late: boolean;
  },
): string {
  const below = (limit: number) => random.below(limit);
  const auction = FIRST_ID +
    (below(OTHER_AUCTION_ONE_IN) > 0
      ? hottest(lastAuction(event))
      : openAuction(event, below));
  const member = below(OTHER_BIDDER_ONE_IN) > 0
    ? hottest(lastPerson(event)) + 1
    : activePerson(event, below);
  // Nobody else bids as those who were members before the first event. So no
  // session is open that a late bid of theirs could join.
  const bidder = late ? member % FIRST_ID : FIRST_ID + member;
  const price = randomPrice(random);
  const { name, url } = channelOf(random);
  const extra = randomExtra(random, OWN_BYTES, AVERAGE_BYTES);
  return `{"auction":${auction},"bidder":${bidder},"price":${price},"channel":"${name}","url":"${url}","extra":"${extra}"}`;
}
