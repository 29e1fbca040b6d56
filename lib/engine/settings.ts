import type { DriverOptions } from "./driver.ts";

/** Macros that every query may use: the short forms of `agg` (C3). */
const MACROS = ["50", "90", "95", "99"].map((percent) =>
  `CREATE MACRO p${percent}(x) AS quantile_cont(x, 0.${percent}::DOUBLE)`
);

/**
 * The statements that make a fresh database ready, before any text of the
 * user's reaches it. The lock comes last: nothing can be set after it.
 */
export function settingStatements(options: DriverOptions): readonly string[] {
  return [
    // First: an attempt to fetch an extension hangs where there is no network.
    "SET autoinstall_known_extensions=false",
    "SET autoload_known_extensions=false",
    "SET errors_as_json=true",
    // Division by zero is NULL (V3).
    "SET ieee_floating_point_ops=false",
    `SET threads=${options.threads}`,
    "SET preserve_insertion_order=true",
    ...(options.memoryLimitBytes === null
      ? []
      : [`SET memory_limit='${options.memoryLimitBytes} bytes'`]),
    ...MACROS,
    ...(options.lock
      ? ["SET enable_external_access=false", "SET lock_configuration=true"]
      : []),
  ];
}
