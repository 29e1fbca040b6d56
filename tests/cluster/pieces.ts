import { linesOf, type Pipeline } from "./pipelines/pipelines.ts";

/** Files of a stream are read in the order of their times: each is a second younger than the one before. */
const BEGIN_S = 1_700_000_000;

/** Cuts the input of a pipeline into files that a stream reads one after the other, a micro-batch each. */
export function writePieces(pipeline: Pipeline, folder: string): void {
  const { header, lines } = linesOf(pipeline);
  Deno.mkdirSync(folder, { recursive: true });
  for (let at = 0, piece = 0; at < lines.length; piece++) {
    const some = lines.slice(at, at += pipeline.batchLines);
    const all = [...(header === null ? [] : [header]), ...some];
    const path = `${folder}/piece-${String(piece).padStart(4, "0")}`;
    Deno.writeTextFileSync(path, all.map((line) => `${line}\n`).join(""));
    Deno.utimeSync(path, BEGIN_S + piece, BEGIN_S + piece);
  }
}
