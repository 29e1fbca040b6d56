import { assert, assertEquals } from "@std/assert";
import { comparable, runHere } from "../../cli/prove/run_here.ts";
import { IO } from "./pipelines/pipelines.ts";
import {
  inputOf,
  specOf,
  valuesOf,
  vectorFiles,
  writeVectors,
} from "./vectors/vectors.ts";

const UPDATE = Deno.args.includes("--update");

for (const file of vectorFiles()) {
  Deno.test(`weir makes of ${file.vectors.length} vectors of ${file.name} what they say`, async () => {
    const path = await Deno.makeTempFile({ suffix: `.${file.name}` });
    try {
      await Deno.writeTextFile(path, inputOf(file));
      const spec = specOf(file, path);
      const { outputs } = await runHere(comparable(spec, [path]), IO);
      const values = valuesOf(outputs.get(null) ?? []);
      const vectors = file.vectors.map((vector, at) => ({
        ...vector,
        expected: values.get(at + 1) ?? "bad",
      }));
      if (UPDATE) writeVectors({ ...file, vectors });
      else assertEquals(vectors, file.vectors);
    } finally {
      await Deno.remove(path);
    }
  });
}

Deno.test("no vector is there twice, and there are about 200 or more", () => {
  const files = vectorFiles();
  const keys = files.flatMap(({ name, vectors }) =>
    vectors.map(({ text }) => `${name} ${text}`)
  );
  assertEquals(keys.filter((key, at) => keys.indexOf(key) !== at), []);
  assert(keys.length >= 200, String(keys.length));
});
