/** What the command starts. All paths are absolute. */
export interface Started {
  /** The Deno that runs it. */
  readonly deno: string;
  /** The folder of the installed sources. */
  readonly app: string;
  /** The module that is run, by its path in that folder. */
  readonly main: string;
  /** Whether its modules are joined. */
  readonly joined: boolean;
  /** Deno's folder of packages and compiled sources. */
  readonly cache: string;
  /** Whether the native engine may be loaded: it is a library of machine code. */
  readonly native: boolean;
}

/** What Deno is told by its environment. */
export function environment({ cache }: Started): Record<string, string> {
  return { DENO_DIR: cache, DENO_NO_UPDATE_CHECK: "1" };
}

/** By this line an installed command is known as ours. */
export const MARK = "weir, put here by `deno task install`";

/**
 * What the installed weir may do: read the files that it is asked to read,
 * write those that it is asked to write, look at the variable TERM. It may not use
 * the network, start programs, or load libraries. `--cached-only` keeps Deno
 * itself from fetching anything.
 */
export function permissions(native: boolean): readonly string[] {
  return [
    "--allow-read",
    "--allow-write",
    "--allow-env=TERM",
    // duckdb-wasm asks for the number of processors.
    "--allow-sys=cpus",
    ...(native ? ["--allow-ffi", "--allow-env"] : []),
    "--no-prompt",
    "--cached-only",
  ];
}

/** What makes short runs shorter, and changes nothing else. */
const V8_FLAGS = [
  // Functions are compiled all at once, and Deno keeps what comes of it. One by
  // one, as they are called, they are compiled in each run anew.
  "--no-lazy",
  // In MiB: a short run ends before it is full, and so without collecting garbage.
  "--min-semi-space-size=4",
];

/** The words that start weir. */
export function startWords(
  { app, main, joined, native }: Started,
): readonly string[] {
  return [
    "run",
    "--quiet",
    ...(joined ? [`--v8-flags=${V8_FLAGS.join(",")}`] : []),
    ...permissions(native),
    `--config=${app}/deno.json`,
    `${app}/${main}`,
  ];
}

/** The text of the command for a POSIX shell. */
export function shellShim(started: Started): string {
  const words = startWords(started).map(quoted).join(" ");
  return `#!/bin/sh
# ${MARK}
deno=${quoted(started.deno)}
if [ ! -x "$deno" ]; then
  echo "weir: the Deno it was installed with is gone: $deno" >&2
  echo "  Install weir again: deno task install in a checkout of it" >&2
  exit 2
fi
DENO_DIR=${
    quoted(started.cache)
  } DENO_NO_UPDATE_CHECK=1 exec "$deno" ${words} "$@"
`;
}

/** The text of the command for Windows. */
export function windowsShim(started: Started): string {
  const words = startWords(started).map((word) => `"${word}"`).join(" ");
  return [
    "@echo off",
    `rem ${MARK}`,
    "setlocal",
    `set "DENO_DIR=${started.cache}"`,
    "set DENO_NO_UPDATE_CHECK=1",
    `"${started.deno}" ${words} %*`,
    "",
  ].join("\r\n");
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word)
    ? word
    : `'${word.replaceAll("'", `'\\''`)}'`;
}
