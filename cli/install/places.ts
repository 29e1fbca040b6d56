import { Fault } from "../../lib/core/mod.ts";

/** What of its surroundings an installation depends on. */
export interface Host {
  /** `linux`, `darwin`, `windows`. */
  readonly os: string;
  /** A variable of the environment. */
  variable(name: string): string | undefined;
}

/** Where things are installed. All paths are absolute. */
export interface Places {
  /** The folder of the command. */
  readonly bin: string;
  /** The command itself. */
  readonly command: string;
  /** The folder of everything else; it is weir's alone. */
  readonly data: string;
}

/**
 * Where weir is installed: the command in `~/.local/bin`, the rest in
 * `~/.local/share/weir`, or where `XDG_DATA_HOME` says.
 *
 * @param bin Another folder for the command.
 * @throws {Fault} If there is no home folder.
 */
export function places(host: Host, bin: string | null): Places {
  const windows = host.os === "windows";
  const home = host.variable(windows ? "USERPROFILE" : "HOME");
  if (home === undefined || home === "") {
    throw new Fault(
      "install/home",
      "cannot tell where to install: the variable HOME is not set",
      { mend: "Set it: HOME=/path/to/home deno task install" },
    );
  }
  const share = windows
    ? host.variable("LOCALAPPDATA") ?? `${home}/AppData/Local`
    : host.variable("XDG_DATA_HOME") || `${home}/.local/share`;
  const folder = bin ?? `${home}/.local/bin`;
  return {
    bin: folder,
    command: `${folder}/${windows ? "weir.cmd" : "weir"}`,
    data: `${share}/weir`,
  };
}

/** The command that puts a folder on the PATH of the user's shell; `null` where it is on it already. */
export function pathAdvice(host: Host, bin: string): string | null {
  const windows = host.os === "windows";
  const folders = (host.variable("PATH") ?? "").split(windows ? ";" : ":");
  const same = (folder: string) => folder.replace(/[/\\]+$/, "") === bin;
  if (folders.some(same)) return null;
  if (windows) return `setx PATH "%PATH%;${bin}"`;
  const shell = (host.variable("SHELL") ?? "").split("/").at(-1);
  const home = host.variable("HOME") ?? "";
  const shown = home !== "" && bin.startsWith(`${home}/`)
    ? `$HOME${bin.slice(home.length)}`
    : bin;
  if (shell === "fish") return `fish_add_path "${shown}"`;
  const file = shell === "zsh"
    ? "~/.zshrc"
    : shell === "bash"
    ? "~/.bashrc"
    : "~/.profile";
  return `echo 'export PATH="${shown}:$PATH"' >> ${file}`;
}
