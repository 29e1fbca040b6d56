import type { EventRandom } from "./event_random.ts";
import { FIRST_ID, lastPerson } from "./event_ids.ts";
import { oneOf, randomExtra, randomText } from "./texts.ts";

const FIRST_NAMES = [
  "Peter",
  "Paul",
  "Luke",
  "John",
  "Saul",
  "Vicky",
  "Kate",
  "Julie",
  "Sarah",
  "Deiter",
  "Walter",
] as const;
const LAST_NAMES = [
  "Shultz",
  "Abrams",
  "Spencer",
  "White",
  "Bartels",
  "Walton",
  "Smith",
  "Jones",
  "Noris",
] as const;
const CITIES = [
  "Phoenix",
  "Los Angeles",
  "San Francisco",
  "Boise",
  "Portland",
  "Bend",
  "Redmond",
  "Seattle",
  "Kent",
  "Cheyenne",
] as const;
const STATES = ["AZ", "CA", "ID", "OR", "WA", "WY"] as const;
/** Bytes that a person has beside texts, and on average. */
const OWN_BYTES = 8;
const AVERAGE_BYTES = 200;

/** Somebody who registers, as JSON. */
export function personText(event: number, random: EventRandom): string {
  const id = FIRST_ID + lastPerson(event);
  const name = `${oneOf(random, FIRST_NAMES)} ${oneOf(random, LAST_NAMES)}`;
  const email = `${randomText(random, 7)}@${randomText(random, 5)}.com`;
  const card = Array.from({ length: 4 }, () => fourDigits(random)).join(" ");
  const city = oneOf(random, CITIES);
  const state = oneOf(random, STATES);
  const texts = name.length + email.length + card.length + city.length +
    state.length;
  const extra = randomExtra(random, OWN_BYTES + texts, AVERAGE_BYTES);
  return `{"id":${id},"name":"${name}","emailAddress":"${email}","creditCard":"${card}","city":"${city}","state":"${state}","extra":"${extra}"}`;
}

function fourDigits(random: EventRandom): string {
  return String(random.below(10_000)).padStart(4, "0");
}
