import { assertEquals } from "@std/assert";

/**
 * Compares a printed job with the file that holds what it should be.
 *
 * `deno test -A tests/export/spark -- --update` writes the files anew; read
 * the difference before you keep it.
 */
export function assertGolden(name: string, text: string): void {
  const file = new URL(`golden/${name}`, import.meta.url);
  if (Deno.args.includes("--update")) {
    Deno.writeTextFileSync(file, text);
    return;
  }
  // A checkout on Windows may have other line ends.
  const golden = Deno.readTextFileSync(file).replaceAll("\r\n", "\n");
  assertEquals(text, golden);
}
