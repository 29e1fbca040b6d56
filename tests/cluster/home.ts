/** The folders of the cluster, all outside the tree. */
export interface Home {
  readonly root: string;
  /** A file that tells what was installed. */
  readonly stamp: string;
  /** A virtual environment of Python, with Flink and Spark. */
  readonly python: string;
  /** A jar folder a product that is not in a wheel. */
  readonly jars: string;
  /** What a running cluster writes: state, settings, logs, data. */
  readonly run: string;
  readonly state: string;
}

/**
 * Where the cluster is kept: `WEIR_CLUSTER_HOME`, else the user's cache folder.
 *
 * @throws {TypeError} If neither that nor a home folder is set.
 */
export function clusterHome(
  env: (name: string) => string | undefined = (name) => Deno.env.get(name),
): Home {
  const root = env("WEIR_CLUSTER_HOME") || `${cacheFolder(env)}/weir-cluster`;
  return {
    root,
    stamp: `${root}/installed.txt`,
    python: `${root}/python`,
    jars: `${root}/jars`,
    run: `${root}/run`,
    state: `${root}/run/state.json`,
  };
}

function cacheFolder(env: (name: string) => string | undefined): string {
  const cache = env("XDG_CACHE_HOME");
  if (cache) return cache;
  const home = env("HOME");
  if (home) return `${home}/.cache`;
  throw new TypeError(
    "Cannot find a cache folder for the cluster: neither HOME nor XDG_CACHE_HOME is set\n" +
      "  Set WEIR_CLUSTER_HOME to a folder for it",
  );
}
