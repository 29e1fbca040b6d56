/** What the worker is asked to do, numbered so that answers find their question. */
export type Request =
  & { readonly id: number }
  & (
    | {
      readonly kind: "open";
      /** DuckDB, compiled. */
      readonly module: WebAssembly.Module;
      /** Statements to run before anything else. */
      readonly settings: readonly string[];
    }
    | {
      readonly kind: "load";
      readonly table: string;
      /** Whether the table is made anew, or the rows come behind those it has. */
      readonly create: boolean;
      /** An Arrow stream; its buffer was transferred. */
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
    | { readonly kind: "query"; readonly sql: string }
  );

/** What the worker answers. */
export type Reply =
  | {
    readonly id: number;
    /** The version for `open`, an Arrow file for `query`, the buffer given back for `load`. */
    readonly value: string | Uint8Array<ArrayBuffer> | ArrayBuffer;
  }
  | { readonly id: number; readonly error: string };
