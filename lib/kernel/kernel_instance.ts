import { kernelModule } from "./kernel_module.js";

/** What `assembly/index.ts` exports; addresses and lengths are bytes in its memory. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly metCount: WebAssembly.Global;
  readonly overflow: WebAssembly.Global;
  setNames(
    names: number,
    capacity: number,
    slots: number,
    slotCount: number,
    bytes: number,
    bytesEnd: number,
    met: number,
    scratch: number,
    scratchBytes: number,
    root: number,
  ): void;
  addName(parent: number, at: number, length: number, node: number): void;
  meetName(at: number, length: number): void;
  setOverflow(): void;
  setPatterns(
    root: number,
    entriesEnd: number,
    bytes: number,
    bytesEnd: number,
  ): void;
  addNodeEntry(node: number): void;
  setRows(
    starts: number,
    ends: number,
    bad: number,
    rows: number,
    columns: number,
    columnCount: number,
    maxRowBytes: number,
  ): void;
  setZonelessIsUtc(value: number): void;
  addText(dictionary: number, at: number, length: number): void;
  scan(from: number, to: number): void;
  keepLines(
    starts: number,
    ends: number,
    selection: number,
    count: number,
    to: number,
  ): number;
}

const PAGE_BYTES = 1 << 16;

/**
 * A fresh instance of the kernel with a memory of at least so many bytes. It
 * does not grow later, so views of it stay good.
 */
export function kernelInstance(bytes: number): Kernel {
  const { exports } = new WebAssembly.Instance(kernelModule);
  const kernel = exports as unknown as Kernel;
  const pages = Math.ceil(bytes / PAGE_BYTES);
  const { memory } = kernel;
  const first = memory.buffer.byteLength / PAGE_BYTES;
  if (pages > first) memory.grow(pages - first);
  return kernel;
}
