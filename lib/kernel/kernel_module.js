// @ts-self-types="./kernel_module.d.ts"
// In JavaScript, because TypeScript does not know imports of the source phase:
// they give the compiled module, of which every decoder makes an instance of
// its own, as part of the module graph and so without asking for permission.
import source kernelModule from "./kernel.wasm";
export { kernelModule };
