/** The kernel, compiled, without an instance. */
export const kernelModule: WebAssembly.Module;
