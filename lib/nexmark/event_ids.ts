/** What an event is. */
export type EventKind = "person" | "auction" | "bid";

/** Events of which one is a person, three are auctions and the others bids. */
const EPOCH = 50;
const AUCTIONS = 3;
/** Ids of persons and of auctions begin here. */
export const FIRST_ID = 1_000;
/** Auctions that are bid for at a time. */
const IN_FLIGHT = 100;
/** Persons that are about at a time. */
const ACTIVE = 1_000;
/** How far ids that are drawn run ahead of those there are. */
const LEAD = 10;

/** The event after which an auction's expected life is over, counted from its own. */
export const AUCTION_LIFE = Math.floor(IN_FLIGHT * EPOCH / AUCTIONS);

/** What the event of an id is. */
export function kindOf(event: number): EventKind {
  const place = event % EPOCH;
  return place === 0 ? "person" : place <= AUCTIONS ? "auction" : "bid";
}

/** The number, from 0, of the newest person at an event. */
export function lastPerson(event: number): number {
  return Math.floor(event / EPOCH);
}

/** The number, from 0, of the newest auction at an event; -1 where there is none yet. */
export function lastAuction(event: number): number {
  const epoch = Math.floor(event / EPOCH);
  const place = event % EPOCH;
  if (place === 0) return (epoch - 1) * AUCTIONS + AUCTIONS - 1;
  return epoch * AUCTIONS + Math.min(place, AUCTIONS) - 1;
}

/** A person who is about at an event; it may be one of the next to come. */
export function activePerson(
  event: number,
  below: (limit: number) => number,
): number {
  const persons = lastPerson(event) + 1;
  const active = Math.min(persons, ACTIVE);
  return persons - active + below(active + LEAD);
}

/** An auction that is open at an event; it may be one of the next to come. */
export function openAuction(
  event: number,
  below: (limit: number) => number,
): number {
  const last = lastAuction(event);
  const first = Math.max(last - IN_FLIGHT, 0);
  return first + below(last - first + 1 + LEAD);
}

/** Persons and auctions whose number is a multiple of this are the ones that many go for. */
const HOT_EVERY = 100;

/** The newest of the persons or auctions that many go for. */
export function hottest(last: number): number {
  return Math.floor(last / HOT_EVERY) * HOT_EVERY;
}
