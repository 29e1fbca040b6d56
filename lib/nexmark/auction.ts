import { formatTimestamp } from "../time/mod.ts";
import type { EventRandom } from "./event_random.ts";
import {
  activePerson,
  AUCTION_LIFE,
  FIRST_ID,
  hottest,
  lastAuction,
  lastPerson,
} from "./event_ids.ts";
import { randomExtra, randomPrice, randomText } from "./texts.ts";
import type { Timeline } from "./timeline.ts";

const FIRST_CATEGORY = 10;
const CATEGORIES = 5;
/** One auction in so many is not of the seller who has many. */
const OTHER_SELLER_ONE_IN = 4;
/** Bytes that an auction has beside texts, and on average. */
const OWN_BYTES = 48;
const AVERAGE_BYTES = 500;

/** Something that is put up for auction, as JSON. */
export function auctionText(
  event: number,
  random: EventRandom,
  { timeUs }: Timeline,
): string {
  const id = FIRST_ID + lastAuction(event);
  const itemName = randomText(random, 20);
  const description = randomText(random, 100);
  const initialBid = randomPrice(random);
  const reserve = initialBid + randomPrice(random);
  const expires = formatTimestamp(
    timeUs(event) + lifeMs(event, random, timeUs) * 1_000,
  );
  const seller = FIRST_ID +
    (random.below(OTHER_SELLER_ONE_IN) > 0
      ? hottest(lastPerson(event))
      : activePerson(event, (limit) => random.below(limit)));
  const category = FIRST_CATEGORY + random.below(CATEGORIES);
  const texts = itemName.length + description.length;
  const extra = randomExtra(random, OWN_BYTES + texts, AVERAGE_BYTES);
  return `{"id":${id},"itemName":"${itemName}","description":"${description}","initialBid":${initialBid},"reserve":${reserve},"expires":"${expires}","seller":${seller},"category":${category},"extra":"${extra}"}`;
}

/** How long it is open: on average until as many auctions were opened as are open at a time. */
function lifeMs(
  event: number,
  random: EventRandom,
  timeUs: Timeline["timeUs"],
): number {
  const usualMs = (timeUs(event + AUCTION_LIFE) - timeUs(event)) / 1_000;
  return 1 + random.below(Math.max(2 * usualMs, 1));
}
