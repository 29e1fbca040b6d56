import type { DecoderOptions, InputFormat, Sample } from "../core/mod.ts";
import { csvCells } from "./csv_cells.ts";
import { CsvScanner } from "./csv_scanner.ts";
import { CellDecoder } from "./cell_decoder.ts";

const COMMA = 44;
const TAB = 9;
/** A header of fewer cells than this may just as well be a sentence with commas in it, unless its cells read like names. */
const CELLS_BEYOND_DOUBT = 3;
/** What the names of columns look like: words, few of them. */
const NAME = /^[\p{L}_@#$][\p{L}\p{N}_ .:/@#$%()-]{0,63}$/u;
const encoder = new TextEncoder();

/** Comma-separated values as RFC 4180 has them, with a header line unless told otherwise. */
export const csv: InputFormat = delimited("csv", "CSV", COMMA, [
  "time,host,status\n2015-05-17T10:05:03Z,web1,200",
  '"id","note"\n1,"said ""hi"""',
]);

/** The same with tabs between the cells. */
export const tsv: InputFormat = delimited("tsv", "TSV", TAB, [
  "time\thost\tstatus\n2015-05-17T10:05:03Z\tweb1\t200",
]);

function delimited(
  name: string,
  title: string,
  delimiter: number,
  samples: readonly string[],
): InputFormat {
  return {
    name,
    samples,
    fixedFields: null,
    timeField: null,
    sniff: (sample) => sniffHeader(sample, name, delimiter),
    decoder: (options: DecoderOptions) =>
      new CellDecoder(
        new CsvScanner(title, delimiter, {
          header: options.header ?? true,
          fields: options.fields ?? null,
        }),
        options,
      ),
  };
}

function sniffHeader(
  { line, source }: Sample,
  name: string,
  delimiter: number,
): string | null {
  const bytes = encoder.encode(line);
  const cells = csvCells(bytes, 0, bytes.length, delimiter);
  const ending = new RegExp(`\\.${name}(\\.gz)?$`, "i").test(source);
  if (ending) return `its name ends in .${name}`;
  if (cells.length < 2) return null;
  const texts = cells.map(({ from, length, quoted }) => ({
    text: line.length === bytes.length
      ? line.slice(from, from + length)
      : new TextDecoder().decode(
        bytes.subarray(from, from + length),
      ),
    quoted,
  }));
  const names = texts.every(({ text, quoted }) =>
    quoted || NAME.test(text.trim())
  );
  const tight = texts.every(({ text }) => text === text.trim());
  const sure = delimiter === TAB || cells.length >= CELLS_BEYOND_DOUBT || tight;
  if (!names || !sure) return null;
  const what = delimiter === TAB ? "tabs" : "commas";
  return `a header of ${cells.length} names with ${what} between`;
}
