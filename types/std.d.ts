// Types for the modules of @std that weir uses: the packaging of @std for npm
// carries none, and an untyped import would silently be `any`. Only what is
// used is declared; a house test fails for an `@std/*` import without an entry.

declare module "@std/assert" {
  export class AssertionError extends Error {}
  export function assert(expr: unknown, msg?: string): asserts expr;
  export function assertAlmostEquals(
    actual: number,
    expected: number,
    tolerance?: number,
    msg?: string,
  ): void;
  export function assertEquals<T>(actual: T, expected: T, msg?: string): void;
  export function assertExists<T>(
    actual: T,
    msg?: string,
  ): asserts actual is NonNullable<T>;
  export function assertFalse(expr: unknown, msg?: string): void;
  export function assertGreater<T>(actual: T, expected: T, msg?: string): void;
  export function assertGreaterOrEqual<T>(
    actual: T,
    expected: T,
    msg?: string,
  ): void;
  export function assertInstanceOf<T>(
    actual: unknown,
    // deno-lint-ignore no-explicit-any
    expectedType: new (...args: any[]) => T,
    msg?: string,
  ): asserts actual is T;
  export function assertLess<T>(actual: T, expected: T, msg?: string): void;
  export function assertLessOrEqual<T>(
    actual: T,
    expected: T,
    msg?: string,
  ): void;
  export function assertMatch(
    actual: string,
    expected: RegExp,
    msg?: string,
  ): void;
  export function assertNotEquals<T>(
    actual: T,
    expected: T,
    msg?: string,
  ): void;
  export function assertNotMatch(
    actual: string,
    expected: RegExp,
    msg?: string,
  ): void;
  export function assertRejects<E extends Error = Error>(
    fn: () => PromiseLike<unknown>,
    // deno-lint-ignore no-explicit-any
    ErrorClass?: abstract new (...args: any[]) => E,
    msgIncludes?: string,
    msg?: string,
  ): Promise<E>;
  export function assertStrictEquals<T>(
    actual: unknown,
    expected: T,
    msg?: string,
  ): asserts actual is T;
  export function assertStringIncludes(
    actual: string,
    expected: string,
    msg?: string,
  ): void;
  export function assertThrows<E extends Error = Error>(
    fn: () => unknown,
    // deno-lint-ignore no-explicit-any
    ErrorClass?: abstract new (...args: any[]) => E,
    msgIncludes?: string,
    msg?: string,
  ): E;
  export function fail(msg?: string): never;
  export function unreachable(reason?: string): never;
}

declare module "@std/cli/parse-args" {
  export interface ParsedArgs {
    readonly _: (string | number)[];
    readonly "--"?: string[];
    readonly [name: string]: unknown;
  }
  export interface ParseArgsOptions {
    readonly "--"?: boolean;
    readonly alias?: Readonly<Record<string, string | readonly string[]>>;
    readonly boolean?: boolean | readonly string[];
    readonly string?: readonly string[];
    readonly collect?: readonly string[];
    readonly negatable?: readonly string[];
    readonly stopEarly?: boolean;
    readonly unknown?: (arg: string, key?: string, value?: unknown) => unknown;
  }
  export function parseArgs(
    args: readonly string[],
    options?: ParseArgsOptions,
  ): ParsedArgs;
}

declare module "@std/csv/parse" {
  export interface ParseOptions {
    readonly separator?: string;
    readonly skipFirstRow?: boolean;
    readonly columns?: readonly string[];
    readonly comment?: string;
    readonly trimLeadingSpace?: boolean;
    readonly lazyQuotes?: boolean;
    readonly fieldsPerRecord?: number;
  }
  export function parse(
    text: string,
    options?: ParseOptions & { skipFirstRow?: false; columns?: undefined },
  ): string[][];
  export function parse(
    text: string,
    options: ParseOptions,
  ): Record<string, string>[];
}

declare module "@std/csv/stringify" {
  export interface StringifyOptions {
    readonly headers?: boolean;
    readonly separator?: string;
    readonly bom?: boolean;
    readonly columns?: readonly (string | readonly string[])[];
    readonly crlf?: boolean;
  }
  export function stringify(
    data: readonly (Record<string, unknown> | readonly unknown[])[],
    options?: StringifyOptions,
  ): string;
}

declare module "@std/streams/to-array-buffer" {
  export function toArrayBuffer(
    stream: ReadableStream<Uint8Array>,
  ): Promise<ArrayBuffer>;
}

declare module "@std/text/closest-string" {
  export interface ClosestStringOptions {
    readonly caseSensitive?: boolean;
    readonly compareFn?: (a: string, b: string) => number;
  }
  export function closestString(
    word: string,
    possibleWords: readonly string[],
    options?: ClosestStringOptions,
  ): string;
}

declare module "@std/toml/parse" {
  export function parse(text: string): Record<string, unknown>;
}
