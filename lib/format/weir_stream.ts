/**
 * The stream between weir processes (`-o weir`, C6).
 *
 * @module
 */
export {
  type WeirBatchHead,
  WeirEncoder,
  type WeirHead,
} from "./weir_encode.ts";
export { isWeirStream, WeirDecoder } from "./weir_decode.ts";
