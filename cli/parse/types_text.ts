import { shellWord } from "./shell_text.ts";

/**
 * Types of fields as `--types` takes them, as one word of a shell or a job.
 *
 * @example A name that the list would be cut in stands in quotes
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(typesText({ status: "BIGINT", at: "DATE" }), "status=BIGINT,at=DATE");
 * assertEquals(typesText({ "x,y": "BIGINT" }), `'"x,y"=BIGINT'`);
 * ```
 */
export function typesText(types: Readonly<Record<string, string>>): string {
  const parts = Object.entries(types).map(([name, type]) =>
    `${isPlain(name) ? name : `"${name.replaceAll('"', '""')}"`}=${type}`
  );
  return shellWord(parts.join(","));
}

/** Whether a name means itself in the list, without quotes. */
function isPlain(name: string): boolean {
  return /^[^,="()\s](?:[^,="()]*[^,="()\s])?$/u.test(name);
}
