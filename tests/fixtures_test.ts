import { assert, assertEquals } from "@std/assert";
import { fixtures } from "../fixtures/generate.ts";

const FOLDER = new URL("../fixtures/", import.meta.url);
const made = fixtures();

Deno.test("every fixture is what fixtures/generate.ts makes, byte for byte", () => {
  for (const [path, content] of made) {
    const file = Deno.readFileSync(new URL(path, FOLDER));
    const first = content.findIndex((byte, at) => byte !== file[at]);
    assert(
      file.length === content.length && first === -1,
      `fixtures/${path} differs at byte ${
        first === -1 ? Math.min(file.length, content.length) : first
      }: run deno run -A fixtures/generate.ts`,
    );
  }
});

Deno.test("no fixture lies about that fixtures/generate.ts does not make", () => {
  const found: string[] = [];
  const walk = (folder: string) => {
    for (const entry of Deno.readDirSync(new URL(folder, FOLDER))) {
      const path = folder + entry.name;
      if (entry.isDirectory) walk(`${path}/`);
      else if (!/(^README\.md|\.ts)$/.test(path)) found.push(path);
    }
  };
  walk("");
  assertEquals(found.sort(), [...made.keys()].sort());
});

Deno.test("fixtures name only addresses and hosts that are set aside for documentation", () => {
  const text = new TextDecoder().decode(made.get("access.log"));
  for (const line of text.split("\n").slice(0, -1)) {
    const ip = line.slice(0, line.indexOf(" "));
    assert(
      /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$|^2001:db8:/.test(ip),
      ip,
    );
    for (const [, host] of line.matchAll(/https?:\/\/([^/" ;)]+)/g)) {
      assert(/(^|\.)example\.(com|net|org)$/.test(host!), host);
    }
  }
});

Deno.test("access.log has 20,000 lines, rows out of order, errors that cluster and requests that are hardly HTTP", () => {
  const lines = new TextDecoder().decode(made.get("access.log")).split("\n");
  assertEquals(lines.length, 20_001);
  const stamps = lines.slice(0, -1).map((line) =>
    line.slice(line.indexOf("[") + 13, line.indexOf("[") + 21)
  );
  const behind = stamps.filter((stamp, at) =>
    at > 0 && stamp < stamps[at - 1]!
  );
  assert(behind.length > 100);
  const failed = stamps.filter((_, at) => /" 5\d\d /.test(lines[at]!));
  const outage = failed.filter((at) => at >= "13:12:00" && at < "13:32:00");
  assert(outage.length > failed.length / 2);
  assert(lines.some((line) => line.includes('"-" 408 -')));
  assert(lines.some((line) => line.includes("\\x16\\x03")));
});
