/**
 * Floor 2: where bytes of results go.
 *
 * @module
 */
export { fileSink, type FileSinkOptions } from "./file_sink.ts";
export { type MemorySink, memorySink } from "./memory_sink.ts";
export { BrokenPipe, type OutputHandle, stdoutSink } from "./stdout_sink.ts";
export { OutputBuffer } from "./output_buffer.ts";
