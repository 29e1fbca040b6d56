import { closestString } from "@std/text/closest-string";
import { Fault } from "../core/mod.ts";

/** More entries of a folder than this are not compared with a misspelt name. */
const MOST_NAMES = 2_000;

/** The fault of a file that is not there, with the name nearest to the one asked for. */
export function missingFile(path: string, cause?: unknown): Fault {
  const near = nearestName(path);
  return new Fault(
    "input/missing",
    "cannot read the input: there is no such file",
    {
      place: { source: path },
      mend: near === null
        ? "Check the path, or put a pattern in quotes, such as 'logs/*.gz'"
        : `Did you mean ${near}?`,
      cause,
    },
  );
}

function nearestName(path: string): string | null {
  const cut = path.lastIndexOf("/") + 1;
  const folder = path.slice(0, cut);
  const name = path.slice(cut);
  const names: string[] = [];
  try {
    for (const entry of Deno.readDirSync(folder === "" ? "." : folder)) {
      if (!entry.isDirectory) names.push(entry.name);
      if (names.length > MOST_NAMES) break;
    }
  } catch {
    // A folder that is not there either has nothing near to offer.
    return null;
  }
  if (names.length === 0) return null;
  const near = closestString(name, names);
  return isNear(name, near) ? folder + near : null;
}

/** Whether a name could be meant by another: at least half of the shorter one is their common beginning or end, or they share most letters. */
function isNear(asked: string, offered: string): boolean {
  const shorter = Math.min(asked.length, offered.length);
  let head = 0;
  while (head < shorter && asked[head] === offered[head]) head++;
  let tail = 0;
  while (
    tail < shorter - head && asked.at(-1 - tail) === offered.at(-1 - tail)
  ) tail++;
  return head + tail >= Math.max(asked.length, offered.length) / 2;
}
