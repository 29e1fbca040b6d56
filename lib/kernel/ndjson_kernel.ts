import { fieldTree } from "./field_tree.ts";
import { KernelDictionary } from "./kernel_dictionary.ts";
import { layFields } from "./kernel_fields.ts";
import { type Kernel, kernelInstance } from "./kernel_instance.ts";
import { type MemoryMap, memoryMap } from "./kernel_memory.ts";
import {
  FIRST_INPUT_BYTES,
  type MetNames,
  type NdjsonScanner,
  type Renewal,
  type Scan,
  type ScannerColumn,
  type ScannerField,
  type ScannerOptions,
} from "./ndjson_scanner.ts";
import { Tag } from "./tag.ts";

/** Where a scan says what it found, in words: assembly/memory_map.ts. */
const RESULT = 0xc000 / 4;
/** The tag of a double that the kernel could not round: its slot is its span. */
const DOUBTFUL = 0x85;
const NAME_BYTES = 2;
const NAME_LENGTH = 3;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

interface KernelColumn extends ScannerColumn {
  readonly dictionary?: KernelDictionary;
}

/** An instance of the kernel with what lies where in its memory. */
interface Loaded {
  readonly kernel: Kernel;
  readonly map: MemoryMap;
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly bad: Uint32Array;
  readonly fields: readonly ScannerField[];
  readonly columns: readonly KernelColumn[];
}

/** Whose memory a buffer is, so that lines can be copied within it. */
const owners = new WeakMap<ArrayBufferLike, NdjsonKernel>();

/** The scanner whose memory holds these bytes; `undefined` where none does. */
export function kernelOf(bytes: Uint8Array): NdjsonKernel | undefined {
  return owners.get(bytes.buffer);
}

/**
 * Decodes NDJSON in WebAssembly, in one pass over the bytes; with an instance
 * and a memory of its own, of a few MiB that are used only as they are needed.
 */
export class NdjsonKernel implements NdjsonScanner {
  readonly #options: ScannerOptions;
  readonly #names: string[] = [];
  #loaded: Loaded;
  /** Which of the two areas for kept lines is next. */
  #area: 0 | 1 = 0;

  /** Makes an instance for some fields. */
  constructor(options: ScannerOptions) {
    this.#options = options;
    const { fields, inputBytes = FIRST_INPUT_BYTES } = options;
    this.#loaded = this.#load(fields, inputBytes, new Map());
  }

  /** The memory that input is put into. */
  get bytes(): Uint8Array {
    return this.#loaded.bytes;
  }

  /** Offset of the first byte that input may take. */
  get inputStart(): number {
    return this.#loaded.map.input;
  }

  /** Offset after the last byte that input may take. */
  get inputEnd(): number {
    return this.#loaded.map.inputEnd;
  }

  /** First byte of each row. */
  get starts(): Uint32Array {
    return this.#loaded.starts;
  }

  /** The newline of each row. */
  get ends(): Uint32Array {
    return this.#loaded.ends;
  }

  /** Numbers of the bad rows. */
  get bad(): Uint32Array {
    return this.#loaded.bad;
  }

  /** One column a field. */
  get columns(): readonly ScannerColumn[] {
    return this.#loaded.columns;
  }

  /** Decodes rows until all lines are done or the columns are full. */
  scan(from: number, to: number): Scan {
    const { kernel, words } = this.#loaded;
    kernel.scan(from, to);
    const rows = words[RESULT]!;
    if (words[RESULT + 4] !== 0) this.#settleDoubtful(rows);
    return {
      rows,
      badRows: words[RESULT + 1]!,
      blankLines: words[RESULT + 2]!,
      next: words[RESULT + 3]!,
    };
  }

  /** Reads the doubles that need more than 128 bits to round: about one in 10^18 of those with more than 19 digits. */
  #settleDoubtful(rows: number): void {
    for (const { tags, numbers, spans, bytes } of this.#loaded.columns) {
      for (let row = 0; row < rows; row++) {
        if (tags[row] !== DOUBTFUL) continue;
        const at = spans[2 * row]!;
        const end = at + spans[2 * row + 1]!;
        tags[row] = Tag.DOUBLE;
        numbers[row] = Number(decoder.decode(bytes.subarray(at, end)));
      }
    }
  }

  /** Names of top-level fields met so far. */
  metNames(): MetNames {
    const { kernel } = this.#loaded;
    for (let met = this.#names.length; met < kernel.metCount.value; met++) {
      this.#names.push(decoder.decode(this.#metName(met)));
    }
    return { names: this.#names, overflow: kernel.overflow.value !== 0 };
  }

  #metName(met: number): Uint8Array {
    const { words, map, bytes } = this.#loaded;
    const record = words[map.met / 4 + met]! / 4;
    const at = words[record + NAME_BYTES]!;
    return bytes.subarray(at, at + words[record + NAME_LENGTH]!);
  }

  /** Replaces the fields or makes room for more input. */
  renew({ fields, inputBytes, keepFrom, keepTo }: Renewal): void {
    const before = this.#loaded;
    const dictionaries = Map.groupBy(
      before.columns.flatMap(({ dictionary }, index) =>
        dictionary === undefined
          ? []
          : [{ dictionary, path: pathKey(before.fields[index]!) }]
      ),
      ({ path }) => path,
    );
    const room = Math.max(inputBytes, this.inputEnd - this.inputStart);
    const after = this.#load(fields, room, dictionaries);
    const { kernel, map, bytes } = after;
    const count = before.kernel.metCount.value;
    for (let met = 0; met < count; met++) {
      const name = this.#metName(met);
      bytes.set(name, map.input);
      kernel.meetName(map.input, name.length);
    }
    if (before.kernel.overflow.value !== 0) kernel.setOverflow();
    bytes.set(before.bytes.subarray(keepFrom, keepTo), map.input);
    this.#loaded = after;
  }

  #load(
    fields: readonly ScannerField[],
    inputBytes: number,
    dictionaries: ReadonlyMap<string, { dictionary: KernelDictionary }[]>,
  ): Loaded {
    const root = fieldTree(fields);
    const map = memoryMap(fields, root, inputBytes);
    const kernel = kernelInstance(map.size);
    layFields(kernel, map, root, { ...this.#options, fields });
    const { buffer } = kernel.memory;
    owners.set(buffer, this);
    const bytes = new Uint8Array(buffer);
    const words = new Uint32Array(buffer);
    const columns = fields.map((field, index): KernelColumn => {
      const place = map.columns[index]!;
      const column = {
        layout: field.as === "text" ? "spans" as const : "values" as const,
        tags: new Uint8Array(buffer, place.tags, map.rows),
        numbers: new Float64Array(buffer, place.slots, map.rows),
        spans: new Uint32Array(buffer, place.slots, map.rows * 2),
        bytes,
      };
      if (place.dictionary === null) return column;
      const dictionary =
        dictionaries.get(pathKey(field))?.shift()?.dictionary ??
          new KernelDictionary();
      for (let code = 0; code < dictionary.size; code++) {
        const text = dictionary.encoded(code);
        bytes.set(text, map.input);
        kernel.addText(place.dictionary.record, map.input, text.length);
      }
      dictionary.moveTo(bytes, words, place.dictionary);
      return { ...column, dictionary };
    });
    return {
      kernel,
      map,
      bytes,
      words,
      starts: new Uint32Array(buffer, map.starts, map.rows),
      ends: new Uint32Array(buffer, map.ends, map.rows),
      bad: new Uint32Array(buffer, map.bad, map.rows),
      fields,
      columns,
    };
  }

  /**
   * Puts the lines of some rows of the last scan one after the other.
   *
   * @param selection Numbers of the rows; `null` for the first `count`.
   * @returns A view of the kernel's memory, good until the call after the next.
   */
  keepLines(selection: Uint32Array | null, count: number): Uint8Array {
    const { kernel, map, bytes, words } = this.#loaded;
    const to = map.output[this.#area];
    this.#area = this.#area === 0 ? 1 : 0;
    if (selection !== null) {
      words.set(selection.subarray(0, count), map.selection / 4);
    }
    const end = kernel.keepLines(
      map.starts,
      map.ends,
      selection === null ? 0 : map.selection,
      count,
      to,
    );
    return bytes.subarray(to, end);
  }
}

function pathKey({ path }: ScannerField): string {
  return JSON.stringify(path);
}
