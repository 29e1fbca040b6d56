import { Fault } from "../core/mod.ts";

/** What a failed read or open means, as a fault that names the input. */
export function readFault(name: string, cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  if (cause instanceof Deno.errors.IsADirectory) return directoryFault(name);
  const refused = cause instanceof Deno.errors.PermissionDenied ||
    cause instanceof Deno.errors.NotCapable;
  const why = refused
    ? "permission denied"
    : cause instanceof Error
    ? cause.message
    : String(cause);
  return new Fault("input/unreadable", `cannot read the input: ${why}`, {
    place: { source: name },
    mend: refused
      ? "See who may read the file, with `ls -l`"
      : "See that the file can be read, with `cat`",
    cause,
  });
}

/** The fault of a folder where a file is wanted. */
export function directoryFault(path: string): Fault {
  const inside = path.endsWith("/") ? path : `${path}/`;
  return new Fault(
    "input/directory",
    "cannot read the input: it is a directory",
    {
      place: { source: path },
      mend: `Name the files in it, such as '${inside}*.log'`,
    },
  );
}
