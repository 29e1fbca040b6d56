import {
  assert,
  assertEquals,
  assertLessOrEqual,
  assertNotEquals,
} from "@std/assert";
import { generate, type Manifest } from "./generate.ts";

/** Generates a megabyte into a folder that is gone afterwards. */
async function withData(
  seed: number,
  look: (folder: string, manifest: Manifest) => void | Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await look(folder, generate(folder, { seed, megabytes: 1 }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function linesOf(path: string): Promise<string[]> {
  return (await Deno.readTextFile(path)).trimEnd().split("\n");
}

interface AccessLine {
  readonly time: string;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly bytes: number;
  readonly ms: number;
  readonly agent: string;
  readonly ip: string;
  readonly referer: string;
  readonly trace: string;
}

// Whoever changes these on purpose counts GENERATOR up, so that kept files are made anew.
Deno.test("generate() gives the same bytes for the same seed, on every machine", async () => {
  await withData(7, (_, { generator, files }) => {
    assertEquals(generator, 2);
    const sums = Object.fromEntries(
      Object.entries(files).map(([name, { sha256 }]) => [name, sha256]),
    );
    assertEquals(sums, SUMS);
  });
});

Deno.test("generate() gives other bytes for another seed", async () => {
  await withData(8, (_, { files }) => {
    for (const [name, { sha256 }] of Object.entries(files)) {
      assertNotEquals(sha256, SUMS[name], name);
    }
  });
});

Deno.test("generate() tells the size and the rows of each file", async () => {
  await withData(7, async (folder, { files }) => {
    for (const [name, { bytes, rows }] of Object.entries(files)) {
      const lines = await linesOf(`${folder}/${name}`);
      assertEquals(rows, lines.length - (name.endsWith(".csv") ? 1 : 0), name);
      assertEquals(bytes, (await Deno.stat(`${folder}/${name}`)).size, name);
    }
  });
});

Deno.test("generate() writes the same rows as NDJSON, CSV and access log", async () => {
  await withData(7, async (folder) => {
    const ndjson = await linesOf(`${folder}/a.ndjson`);
    const [header, ...csv] = await linesOf(`${folder}/a.csv`);
    const log = await linesOf(`${folder}/a.log`);
    assertEquals(csv.length, ndjson.length);
    assertEquals(log.length, ndjson.length);
    for (const [at, line] of ndjson.entries()) {
      const row: AccessLine = JSON.parse(line);
      assertEquals(header, Object.keys(row).join(","));
      assertEquals(
        csv[at],
        [
          row.time,
          row.host,
          row.method,
          row.path,
          row.status,
          row.bytes,
          row.ms.toFixed(3),
          `"${row.agent}"`,
          row.ip,
          row.referer,
          row.trace,
        ].join(","),
      );
      const [date, clock] = row.time.slice(0, 19).split("T");
      const [year, , day] = date!.split("-");
      assertEquals(
        log[at],
        `${row.ip} - - [${day}/Jan/${year}:${clock} +0000] ` +
          `"${row.method} ${row.path} HTTP/1.1" ${row.status} ${row.bytes} ` +
          `"${row.referer}" "${row.agent}"`,
      );
    }
  });
});

Deno.test("generate() puts rows at most two seconds behind the newest", async () => {
  await withData(7, async (folder) => {
    let newest = -Infinity;
    let behind = 0;
    for (const line of await linesOf(`${folder}/a.ndjson`)) {
      const timeMs = Date.parse((JSON.parse(line) as AccessLine).time);
      assertLessOrEqual(newest - timeMs, 2000);
      if (timeMs < newest) behind++;
      newest = Math.max(newest, timeMs);
    }
    assert(behind > 0);
  });
});

interface Visit {
  readonly ts: number;
  readonly user: string;
}

Deno.test("generate() names each user of the visits once before any twice, in no order", async () => {
  await withData(7, async (folder) => {
    const visits = (await linesOf(`${folder}/visits.ndjson`)).map((line) =>
      JSON.parse(line) as Visit
    );
    const users = visits.map(({ user }) => user);
    assertEquals(new Set(users).size, users.length);
    assertEquals(users.every((user) => user.length === 20), true);
    assertNotEquals(users, users.toSorted());
  });
});

Deno.test("generate() lets the rows of the visits and of the day come up to two seconds behind, a day from first to last", async () => {
  await withData(7, async (folder) => {
    for (const name of ["visits", "day"]) {
      const times = (await linesOf(`${folder}/${name}.ndjson`)).map((line) =>
        (JSON.parse(line) as Visit).ts
      );
      let newest = -Infinity;
      for (const ts of times) {
        assertLessOrEqual(newest - ts, 2000);
        newest = Math.max(newest, ts);
      }
      if (name === "visits") continue;
      const hours = (newest - times[0]!) / 3_600_000;
      assert(hours > 23 && hours < 25, `${hours}`);
    }
  });
});

Deno.test("generate() lets about one row in five fail on a bad day, one in twenty on a calm one", async () => {
  await withData(7, async (folder) => {
    const share = async (name: string) => {
      const lines = await linesOf(`${folder}/${name}`);
      const failed = lines.filter((line) =>
        (JSON.parse(line) as AccessLine).status >= 500
      );
      return failed.length / lines.length;
    };
    const bad = await share("a.ndjson");
    const calm = await share("calm.ndjson");
    assert(bad > 0.1 && bad < 0.35, `${bad}`);
    assert(calm > 0.02 && calm < 0.1, `${calm}`);
  });
});

Deno.test("generate() writes wide and nested rows that are JSON", async () => {
  await withData(7, async (folder) => {
    for (const line of await linesOf(`${folder}/wide.ndjson`)) {
      assertEquals(Object.keys(JSON.parse(line)).length, 100);
    }
    for (const line of await linesOf(`${folder}/nested.ndjson`)) {
      const { http, tags, service } = JSON.parse(line);
      assertEquals(typeof http.response.status, "number");
      assertEquals(typeof service.name, "string");
      assertEquals(tags.length, 2);
    }
  });
});

/** SHA-256 of each file of seed 7 and one megabyte. */
const SUMS: Readonly<Record<string, string>> = {
  "a.csv": "d21d578652759b21142cb216b99a9f878c8b8e5c81bf4319342b11c60f2c7b1c",
  "a.log": "597c8e63fabf90e4978a5bd29b2548c9099de4093097281377ab4af31e338d5e",
  "a.ndjson":
    "213b253a10061ae1fa11d9d44918e137b1b55d885c6b0f2e2363c4c8527eeafb",
  "calm.ndjson":
    "d21c517746cac6fd663e3aa92f885bf08a71fc16446b76f22b43d5b3cec67bc3",
  "day.ndjson":
    "7a6c6f0db5eb3edb73968e66a8ff1e473e30da9ce6533ed256adb6e68b698de1",
  "groups-100k.ndjson":
    "4658f58f4af67031ed1689b12e330b883575909b0cac8ebfcb4a480edf8d6929",
  "groups-10k.ndjson":
    "4658f58f4af67031ed1689b12e330b883575909b0cac8ebfcb4a480edf8d6929",
  "groups-1k.ndjson":
    "b5b5e0f2e78bc778b90228e684e743dd612bb239ba75dc70c436b267c64ed084",
  "nested.ndjson":
    "f5cc35ee1fa8c9c84c84f555e98ffdb33d7f21422bbf85699a3039e5b5f0fe4d",
  "small.ndjson":
    "ca2274b7a861e792f40c9c856b994d0fda53a7838fbbe1013f6b315980752d8f",
  "visits.ndjson":
    "42fcd413670f91bd7277a55d94682fbaca7b6bb78a43cbd02d0c3e7f8058e749",
  "wide.ndjson":
    "decc00eaf126aaab8754706e9936780ed2facfd4a9b8ca5754c028e178c63fe7",
};
