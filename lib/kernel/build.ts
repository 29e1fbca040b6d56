/**
 * Compiles the kernel: `deno task build:kernel`.
 *
 * @module
 */
import asc from "assemblyscript/asc";

const FOLDER = new URL("./assembly/", import.meta.url);
const OPTIONS = [
  "--runtime",
  "stub",
  "--noAssert",
  "--use",
  "abort=",
  "--enable",
  "simd",
  "-O3",
  // Addresses are 32 bits wide here, and meant to be.
  "--disableWarning",
  "201",
  "--initialMemory",
  // 6 MiB of address space: enough for the first instance of a usual run.
  "96",
];
const LEAST_POWER = -342;
const GREATEST_POWER = 308;

/**
 * Compiles the sources of `assembly/`.
 *
 * @returns The module, the same bytes for the same sources.
 * @throws {Error} With the compiler's messages.
 */
export async function buildKernel(): Promise<Uint8Array> {
  let module: Uint8Array | null = null;
  const { error, stderr } = await asc.main(
    ["index.ts", "--outFile", "kernel.wasm", ...OPTIONS],
    {
      readFile: (name) => {
        if (name === "powers_of_five.ts") return powersOfFive();
        try {
          return Deno.readTextFileSync(new URL(name, FOLDER));
        } catch {
          return null;
        }
      },
      writeFile: (_name, contents) => {
        if (contents instanceof Uint8Array) module = contents;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || module === null) {
    throw new Error(`Cannot compile the kernel: ${stderr.toString()}`);
  }
  return module;
}

/**
 * Source of the table that doubles are read with: the first 128 bits of every
 * power of five that a double can need.
 */
function powersOfFive(): string {
  const words: string[] = [];
  for (let power = LEAST_POWER; power <= GREATEST_POWER; power++) {
    const five = 5n ** BigInt(Math.abs(power));
    const length = BigInt(five.toString(2).length);
    const bits = power >= 0
      ? length <= 128n ? five << (128n - length) : five >> (length - 128n)
      // The reciprocal lies between 2^-length and 2^(1-length). Where a
      // product can be exact, a power that is too small would hide that.
      : (1n << (length + 127n)) / five + (power >= -27 ? 1n : 0n);
    words.push(`0x${(bits >> 64n).toString(16)}`);
    words.push(`0x${(bits & 0xffffffffffffffffn).toString(16)}`);
  }
  return `export const FIVES: usize = memory.data<u64>([${words}], 16);\n`;
}

if (import.meta.main) {
  const module = await buildKernel();
  Deno.writeFileSync(new URL("./kernel.wasm", import.meta.url), module);
}
