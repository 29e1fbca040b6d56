/**
 * Packages that tests, builds and `--engine native` need and weir itself does
 * not. Deno fetches all that a lock file lists as soon as one module imports
 * any package, so whoever only uses weir gets a lock file without them.
 */
export const testPackages: readonly string[] = [
  "assemblyscript",
  "fast-check",
  "libpg-query",
];

/** The package of `--engine native`. */
export const nativePackage = "@duckdb/node-api";

/** The parts of `deno.json` that are looked at; the others are kept as they are. */
export interface Config {
  /** Names of modules, and what they stand for. */
  readonly imports?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** One package in a lock file. */
export interface LockedPackage {
  readonly dependencies?: readonly string[];
  readonly optionalDependencies?: readonly string[];
  readonly [key: string]: unknown;
}

/** The parts of `deno.lock` that are looked at. */
export interface Lock {
  /** Specifiers, and the versions that they were resolved to. */
  readonly specifiers?: Readonly<Record<string, string>>;
  /** Packages of npm by name and version. */
  readonly npm?: Readonly<Record<string, LockedPackage>>;
  readonly workspace?: { readonly dependencies?: readonly string[] };
  readonly [key: string]: unknown;
}

/** The config without the imports of some packages, and without what is for developers only. */
export function slimConfig(
  config: Config,
  without: readonly string[],
): Config {
  const imports = Object.entries(config.imports ?? {}).filter(([, target]) =>
    !without.includes(packageOf(target))
  );
  const { tasks: _tasks, test: _test, lint: _lint, fmt: _fmt, ...kept } =
    config;
  return { ...kept, imports: Object.fromEntries(imports) };
}

/** The lock file without some packages and all that only they need. Versions and checksums stay as they are. */
export function slimLock(lock: Lock, without: readonly string[]): Lock {
  const keeps = (specifier: string) => !without.includes(packageOf(specifier));
  const specifiers = Object.entries(lock.specifiers ?? {})
    .filter(([specifier]) => keeps(specifier));
  const all = lock.npm ?? {};
  const needed = new Set<string>();
  const open = specifiers.map(([specifier, version]) =>
    `${packageOf(specifier)}@${version}`
  );
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const found = all[id];
    if (found === undefined || needed.has(id)) continue;
    needed.add(id);
    for (
      const name of [
        ...found.dependencies ?? [],
        ...found.optionalDependencies ?? [],
      ]
    ) open.push(...packagesNamed(name, all));
  }
  return {
    ...lock,
    specifiers: Object.fromEntries(specifiers),
    npm: Object.fromEntries(
      Object.entries(all).filter(([id]) => needed.has(id)),
    ),
    workspace: {
      ...lock.workspace,
      dependencies: (lock.workspace?.dependencies ?? []).filter(keeps),
    },
  };
}

/** A dependency is written with its version only where there are several. */
function packagesNamed(
  name: string,
  all: Readonly<Record<string, LockedPackage>>,
): readonly string[] {
  return Object.hasOwn(all, name)
    ? [name]
    : Object.keys(all).filter((id) => packageOf(id) === name);
}

/** JSON as it stands in a file. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The name in `npm:@scope/name@1.0.0/path`, `@scope/name@1.0.0` and `name`. */
export function packageOf(specifier: string): string {
  const name = specifier.replace(/^npm:\/?/, "");
  const at = name.indexOf("@", 1);
  return at < 0 ? name : name.slice(0, at);
}
