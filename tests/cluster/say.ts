const encoder = new TextEncoder();

/** Tells the user one line, on stderr. */
export function say(line: string): void {
  Deno.stderr.writeSync(encoder.encode(`cluster: ${line}\n`));
}
