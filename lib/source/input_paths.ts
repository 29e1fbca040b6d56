import { Fault, Faults } from "../core/mod.ts";
import { globFiles, isPattern } from "./glob.ts";
import { missingFile } from "./missing_file.ts";

/** What stands for stdin among the inputs. */
export const STDIN = "-";

/**
 * Turns the inputs of a command line into paths, in their order, the files of
 * a pattern sorted. A file that exists under the very name of a pattern wins.
 * `-` stays: it is stdin.
 *
 * @throws {Faults} For all inputs that name nothing, together.
 */
export function inputPaths(inputs: readonly string[]): string[] {
  const faults: Fault[] = [];
  const paths = inputs.flatMap((input) => {
    if (input === STDIN || exists(input)) return [input];
    if (!isPattern(input)) {
      faults.push(missingFile(input));
      return [];
    }
    const found = globFiles(input);
    if (found.length === 0) {
      faults.push(
        new Fault(
          "input/no_match",
          "cannot read the input: no file matches the pattern",
          {
            place: { source: input },
            mend:
              "Check the pattern; `**` stands for any folders, `*` for any part of one name",
          },
        ),
      );
    }
    return found;
  });
  if (faults.length === 1) throw faults[0]!;
  if (faults.length > 1) throw new Faults(faults);
  return paths;
}

/** Whether anything stands at a path, be it a link that leads nowhere. */
export function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
