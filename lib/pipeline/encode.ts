import type { Encoder, OutputField } from "../core/mod.ts";
import {
  encodeCsv,
  encodeEditedNdjson,
  encodeLines,
  encodeNdjson,
  encodeTable,
  showControlBytes,
} from "../format/mod.ts";
import { WeirEncoder } from "../format/weir_stream.ts";
import type { WeirState } from "./weir_input.ts";
import { arranged } from "../stream/mod.ts";
import type { Zone } from "../time/mod.ts";
import type { Positions } from "./layout.ts";
import type { PlannedField, PlannedOutput } from "./plan.ts";

const NONE = new Uint8Array(0);

/** What encoders need to know beside the plan. */
export interface OutputOptions {
  /** What the next weir is told of the rows. */
  readonly passedOn: () => WeirState;
  /** The header line of the first input, for lines that leave as they came. */
  readonly header: () => Uint8Array | null;
  /** Columns of the terminal; `null` where output goes elsewhere. */
  readonly terminalWidth: number | null;
  /** Whether colour is wanted. */
  readonly colour: boolean;
  /** Whether text in CSV that a spreadsheet would run is guarded; no when not given. */
  readonly csvSafe?: boolean;
  /** Zone of tables on a terminal. */
  readonly displayZone: Zone;
  /** Formats that are added to those of text, by name. */
  readonly more: (
    format: string,
    fields: readonly OutputField[],
  ) => Encoder | null;
}

/** An encoder that takes the batches of one place in the pipeline. */
export function outputEncoder(
  output: PlannedOutput,
  positions: Positions,
  options: OutputOptions,
): Encoder {
  if (output.kind === "weir") {
    return weirEncoder(output.fields, positions, options.passedOn());
  }
  if (output.kind === "none") return { encode: () => NONE, end: () => NONE };
  if (output.kind === "lines") {
    return shown(encodeLines({ header: options.header }), options);
  }
  if (output.kind === "edited") {
    const put = ({ name, type, input }: PlannedField) => ({
      name,
      type,
      column: positions.of(input),
    });
    const encoder = encodeEditedNdjson({
      leading: output.leading.map(put),
      put: output.put.map(put),
      drop: output.drop,
      rename: output.rename,
    });
    return shown(encoder, options);
  }
  const indexes = output.fields.map(({ input }) => positions.of(input));
  const encoder = fieldsEncoder(output.format, output.fields, options);
  return {
    encode: (batch) => encoder.encode(arranged(batch, indexes)),
    end: () => encoder.end(),
  };
}

/** Rows for another weir: batches of no rows carry how far event time has come. */
function weirEncoder(
  fields: readonly PlannedField[],
  positions: Positions,
  about: WeirState,
): Encoder {
  const indexes = fields.map(({ input }) => positions.of(input));
  const encoder = new WeirEncoder(
    fields.map(({ name, type }) => ({ name, type })),
    { state: JSON.stringify(about) },
  );
  let reachedUs = -Infinity;
  return {
    encode(batch) {
      const afterUs = batch.newestAfterUs ?? -Infinity;
      if (batch.selected === 0) {
        if (afterUs <= reachedUs) return NONE;
        reachedUs = afterUs;
        return encoder.progress(afterUs);
      }
      reachedUs = afterUs;
      return encoder.encode(arranged(batch, indexes));
    },
    end: () => encoder.end(),
  };
}

/** What a terminal would obey is shown, not sent (C5). */
function shown(encoder: Encoder, { terminalWidth }: OutputOptions): Encoder {
  if (terminalWidth === null) return encoder;
  return {
    encode: (batch) => showControlBytes(encoder.encode(batch)),
    end: () => showControlBytes(encoder.end()),
  };
}

/** An encoder of columns that stand in the order of the fields. */
export function fieldsEncoder(
  format: string,
  fields: readonly OutputField[],
  options: OutputOptions,
): Encoder {
  const safe = options.csvSafe ?? false;
  switch (format) {
    case "ndjson":
      return shown(encodeNdjson(fields), options);
    case "csv":
      return shown(encodeCsv(fields, { safe }), options);
    case "tsv":
      return shown(encodeCsv(fields, { delimiter: "\t", safe }), options);
    case "table": {
      const { terminalWidth } = options;
      return encodeTable(fields, {
        ...(terminalWidth === null
          ? {}
          : { width: terminalWidth, live: true, zone: options.displayZone }),
        colour: options.colour,
      });
    }
  }
  const encoder = options.more(format, fields);
  if (encoder === null) {
    throw new TypeError(`Cannot write the format ${format}`);
  }
  return encoder;
}
