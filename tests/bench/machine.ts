/** What a reader must know of the machine to judge the figures. */
export interface Machine {
  /** The processor. */
  readonly processor: string;
  /** How many cores there are. */
  readonly cores: number;
  /** Memory in bytes. */
  readonly memoryBytes: number;
  /** The operating system. */
  readonly system: string;
  /** Processes that wanted a core over the last minute, on average; near 0 where nothing else runs. */
  readonly load: number;
}

/** Looks at the machine that this runs on. */
export function thisMachine(): Machine {
  const { os, arch } = Deno.build;
  return {
    processor: processor(),
    cores: navigator.hardwareConcurrency,
    memoryBytes: Deno.systemMemoryInfo().total,
    system: `${os} ${Deno.osRelease()} ${arch}`,
    load: Deno.loadavg()[0]!,
  };
}

function processor(): string {
  if (Deno.build.os === "linux") {
    const told = Deno.readTextFileSync("/proc/cpuinfo");
    return /^model name\s*:\s*(.*)$/m.exec(told)?.[1] ?? "not told";
  }
  if (Deno.build.os === "darwin") {
    const { stdout } = new Deno.Command("sysctl", {
      args: ["-n", "machdep.cpu.brand_string"],
    }).outputSync();
    return new TextDecoder().decode(stdout).trim();
  }
  return "not told";
}
