/**
 * Puts a `weir` on the PATH: `deno task install`.
 *
 * It imports no package: Deno fetches all packages of the lock file as soon as
 * one module of a program imports any, and most of them are for tests.
 *
 * @module
 */
import { Fault } from "../lib/core/mod.ts";
import {
  type Host,
  pathAdvice,
  type Places,
  places,
} from "./install/places.ts";
import { joinModules } from "./install/bundle.ts";
import { MARK, type Started } from "./install/shim.ts";
import {
  type Config,
  jsonText,
  type Lock,
  nativePackage,
  slimConfig,
  slimLock,
  testPackages,
} from "./install/slim.ts";
import {
  fingerprint,
  modulesToCache,
  readSources,
  type SourceFile,
} from "./install/sources.ts";
import {
  cache,
  lastingDeno,
  namesIn,
  removeOthers,
  writeCommand,
  writeFiles,
} from "./install/steps.ts";

const USAGE = `Usage: deno task install [--bin DIR] [--native] [--uninstall]

  --bin DIR    where the command goes (else ~/.local/bin)
  --native     also install DuckDB's own library, for weir --engine native
  --uninstall  remove the command, and all that was installed with it
`;

/** What the installation was asked for. */
interface Asked {
  readonly bin: string | null;
  readonly native: boolean;
  readonly uninstall: boolean;
  readonly help: boolean;
}

const host: Host = {
  os: Deno.build.os,
  variable: (name) => Deno.env.get(name),
};
const encoder = new TextEncoder();

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(argv: readonly string[]): Promise<number> {
  try {
    const asked = readWords(argv);
    if (asked.help) {
      await say(USAGE);
      return 0;
    }
    const found = places(host, asked.bin);
    await (asked.uninstall ? uninstall(found) : install(found, asked.native));
    return 0;
  } catch (error) {
    const { message, mend, status } = politely(error);
    await Deno.stderr.write(
      encoder.encode(`weir: ${message}\n${mend === null ? "" : `  ${mend}\n`}`),
    );
    return status;
  }
}

function readWords(argv: readonly string[]): Asked {
  let bin: string | null = null;
  const switches = new Set<string>();
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? "";
    if (word === "--bin" || word.startsWith("--bin=")) {
      bin = word === "--bin" ? argv[++at] ?? "" : word.slice("--bin=".length);
      if (bin === "") {
        throw new Fault("install/usage", "--bin needs a folder: --bin DIR", {
          mend: "For example: deno task install --bin ~/bin",
        });
      }
    } else if (/^(?:--native|--uninstall|--help|-h)$/.test(word)) {
      switches.add(word);
    } else {
      throw new Fault("install/usage", `unknown word '${word}'`, {
        mend: "See deno task install --help",
      });
    }
  }
  return {
    bin: bin === null ? null : absolute(bin),
    native: switches.has("--native"),
    uninstall: switches.has("--uninstall"),
    help: switches.has("--help") || switches.has("-h"),
  };
}

function absolute(path: string): string {
  const folder = /^(?:[/\\]|[A-Za-z]:)/.test(path)
    ? path
    : `${Deno.env.get("INIT_CWD") ?? Deno.cwd()}/${path}`;
  return folder.replace(/(?<=.)[/\\]+$/, "");
}

/**
 * Copies the sources to a folder of their own, fetches all that they need, and
 * only then lets the command point there: what was installed before works until
 * that moment, whatever happens.
 */
async function install(found: Places, native: boolean): Promise<void> {
  const checkout = await checkoutFolder();
  await refuseForeign(found.command);
  const without = native ? testPackages : [...testPackages, nativePackage];
  const files = [
    ...await readSources(checkout),
    ...await slimmed(checkout, without),
  ];
  if (!files.some(({ path }) => path === "cli/main.ts")) {
    throw new Fault("install/checkout", `${checkout} is no checkout of weir`, {
      mend: "Run deno task install in the folder that holds deno.json",
    });
  }
  const started: Started = {
    app: `${found.data}/app-${await fingerprint(files)}`,
    main: "cli/main.ts",
    joined: false,
    cache: `${found.data}/deno`,
    deno: await lastingDeno(found.data),
    native,
  };
  await say(`Copying weir to ${started.app}\n`);
  await writeFiles(started.app, files);
  await say("Fetching its packages\n");
  await cache(started, modulesToCache(files, without));
  await say("Joining its modules\n");
  const joined = await joinModules(started);
  if ("problem" in joined) {
    await say(
      `They cannot be joined here: ${joined.problem}\n  weir works all the same, and takes a little longer to start\n`,
    );
    await writeCommand(found, started);
  } else await writeCommand(found, joined);
  await removeOthers(found.data, started.app);
  const advice = pathAdvice(host, found.bin);
  await say(
    `Installed ${found.command}\n${
      advice === null
        ? "Try it: weir --help\n"
        : `${found.bin} is not on your PATH yet. Put it there, and open a new terminal:\n  ${advice}\n`
    }`,
  );
}

/** Removes what install wrote, and nothing else: the folder may hold what is not ours. */
async function uninstall(found: Places): Promise<void> {
  await refuseForeign(found.command);
  const removed: string[] = [];
  const remove = async (path: string, recursive: boolean) => {
    try {
      await Deno.remove(path, { recursive });
      removed.push(path);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  };
  await remove(found.command, false);
  for (const name of await namesIn(found.data)) {
    if (/^(?:app-[0-9a-f]{12}|deno|bin)$/.test(name)) {
      await remove(`${found.data}/${name}`, true);
    }
  }
  if ((await namesIn(found.data)).length === 0) await remove(found.data, false);
  await say(
    removed.length === 0
      ? `There is no weir in ${found.bin}\n`
      : removed.map((path) => `Removed ${path}\n`).join(""),
  );
}

async function checkoutFolder(): Promise<string> {
  const url = new URL("..", import.meta.url);
  if (url.protocol !== "file:") {
    throw new Fault("install/remote", "this installs from a checkout only", {
      mend: "Fetch the sources first, then run deno task install there",
    });
  }
  return await Deno.realPath(url);
}

/** A command of that name that is not ours is left alone. */
async function refuseForeign(command: string): Promise<void> {
  let text: string;
  try {
    text = await Deno.readTextFile(command);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    // Whatever it is, it is no text of ours.
    if (!(error instanceof Deno.errors.InvalidData)) throw error;
    text = "";
  }
  if (text.includes(MARK)) return;
  throw new Fault(
    "install/foreign",
    `${command} is there already, and is not the weir that this installs`,
    { mend: "Move it away, or choose another folder with --bin DIR" },
  );
}

/** The config and the lock file, without what only tests and builds need. */
async function slimmed(
  checkout: string,
  without: readonly string[],
): Promise<SourceFile[]> {
  const config: Config = JSON.parse(
    await Deno.readTextFile(`${checkout}/deno.json`),
  );
  const lock: Lock = JSON.parse(
    await Deno.readTextFile(`${checkout}/deno.lock`),
  );
  const file = (path: string, value: unknown): SourceFile => ({
    path,
    bytes: encoder.encode(jsonText(value)),
  });
  return [
    file("deno.json", slimConfig(config, without)),
    file("deno.lock", slimLock(lock, without)),
  ];
}

function politely(error: unknown): Pick<Fault, "message" | "mend" | "status"> {
  if (error instanceof Fault) return error;
  const what = error instanceof Error ? error.message : String(error);
  // Errors of the file system end in what was tried: `...: mkdir '/path'`.
  const [, reason, path] =
    /^(.*?)(?: \(os error \d+\))?: \w+ '([^']+)'/.exec(what) ?? [];
  if (reason !== undefined && path !== undefined) {
    return {
      message: `cannot write ${path}: ${reason.toLowerCase()}`,
      mend:
        "Choose folders that are yours: XDG_DATA_HOME=DIR deno task install --bin DIR",
      status: 2,
    };
  }
  return { message: `cannot install: ${what}`, mend: null, status: 2 };
}

async function say(text: string): Promise<void> {
  await Deno.stdout.write(encoder.encode(text));
}
