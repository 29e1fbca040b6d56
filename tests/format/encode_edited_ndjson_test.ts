import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { encodeEditedNdjson, type JsonEdits } from "../../lib/format/mod.ts";
import {
  batchOf,
  columnOf,
  linesBatch,
  type TestCell,
  textOf,
} from "./batches.ts";

/** Lines after edits; the columns of put fields hold one value a line. */
function edited(
  input: string,
  edits: JsonEdits,
  ...columns: readonly TestCell[][]
): string {
  const batch = linesBatch(input, columns.map(columnOf));
  return textOf(encodeEditedNdjson(edits).encode(batch)).trimEnd();
}

const put = (name: string, column = 0) => ({
  name,
  type: "ANY" as const,
  column,
});

Deno.test("encodeEditedNdjson() replaces a member where it stands", () => {
  assertEquals(
    edited('{"a":1,"b":2,"c":3}', { put: [put("b")] }, [9]),
    '{"a":1,"b":9,"c":3}',
  );
  assertEquals(
    edited('{ "a" : 1 , "b" : 2 }', { put: [put("a")] }, ["x"]),
    '{ "a" : "x" , "b" : 2 }',
  );
});

Deno.test("encodeEditedNdjson() puts a new member last", () => {
  assertEquals(edited('{"a":1}', { put: [put("b")] }, [9]), '{"a":1,"b":9}');
  assertEquals(edited("{}", { put: [put("b")] }, [9]), '{"b":9}');
  assertEquals(
    edited('{ "a": 1 }', { put: [put("b"), put("c", 1)] }, [9], [null]),
    '{ "a": 1,"b":9,"c":null }',
  );
});

Deno.test("encodeEditedNdjson() leaves members out, wherever they stand", () => {
  const input = '{"a": 1, "b": {"a": [1, "}"]}, "c": "x,\\"y"}';
  assertEquals(
    edited(input, { drop: ["a"] }),
    '{ "b": {"a": [1, "}"]}, "c": "x,\\"y"}',
  );
  assertEquals(edited(input, { drop: ["b"] }), '{"a": 1, "c": "x,\\"y"}');
  assertEquals(
    edited(input, { drop: ["c"] }),
    '{"a": 1, "b": {"a": [1, "}"]}}',
  );
  assertEquals(edited(input, { drop: ["a", "b", "c"] }), "{}");
  assertEquals(edited(input, { drop: ["nope"] }), input);
});

Deno.test("encodeEditedNdjson() renames a member, and leaves out what had its new name", () => {
  assertEquals(
    edited('{"a":1,"b":2,"c":3}', { rename: [["a", "b"]] }),
    '{"b":1,"c":3}',
  );
  assertEquals(edited('{"b":2}', { rename: [["a", "b"]] }), "{}");
  assertEquals(
    edited('{"a":1,"b":2}', { rename: [["a", "b"], ["b", "a"]] }),
    '{"b":1,"a":2}',
  );
});

Deno.test("encodeEditedNdjson() applies all edits to the line as it came", () => {
  const edits = {
    rename: [["a", "b"]],
    put: [put("a"), put("b", 1)],
    drop: ["c"],
  } as const;
  assertEquals(
    edited('{"a":1,"c":2,"d":3}', edits, [8], [9]),
    '{"b":9,"d":3,"a":8}',
  );
  assertEquals(edited('{"d":3}', edits, [8], [9]), '{"d":3,"a":8,"b":9}');
});

Deno.test("encodeEditedNdjson() lets fields lead", () => {
  const edits = { leading: [put("window_start")], put: [put("n", 1)] };
  assertEquals(
    edited('{"window_start":1,"a":2}', edits, [7], [9]),
    '{"window_start":7,"a":2,"n":9}',
  );
  assertEquals(edited("{}", edits, [7], [9]), '{"window_start":7,"n":9}');
});

Deno.test("encodeEditedNdjson() leaves a put field out where the row has no value", () => {
  const input = '{"a":1}\n{"a":2}\n{"a":3}';
  assertEquals(
    edited(input, { put: [put("a")] }, [undefined, null, 5]),
    '{}\n{"a":null}\n{"a":5}',
  );
  assertEquals(
    edited(input, { put: [put("b")] }, [undefined, null, 5]),
    '{"a":1}\n{"a":2,"b":null}\n{"a":3,"b":5}',
  );
});

Deno.test("encodeEditedNdjson() replaces a key that is repeated once", () => {
  assertEquals(
    edited('{"a":1,"b":0,"a":2}', { put: [put("a")] }, [9]),
    '{"a":9,"b":0}',
  );
  assertEquals(edited('{"a":1,"b":0,"a":2}', { drop: ["a"] }), '{"b":0}');
});

Deno.test("encodeEditedNdjson() knows a key however it is written", () => {
  assertEquals(
    edited('{"\\u0061":1,"é":2,"q\\"":3}', {
      drop: ["a", 'q"'],
      put: [put("é")],
    }, [9]),
    '{"é":9}',
  );
});

Deno.test("encodeEditedNdjson() takes a line without an object for a member value", () => {
  assertEquals(
    edited(" [1, 2] \r", { put: [put("n")] }, [9]),
    '{"value":[1, 2],"n":9}',
  );
  assertEquals(edited('"x"', { put: [put("value")] }, [9]), '{"value":9}');
  assertEquals(edited("17", { rename: [["value", "v"]] }), '{"v":17}');
  assertEquals(
    edited("17", { drop: ["value"], put: [put("n")] }, [9]),
    '{"n":9}',
  );
});

Deno.test("encodeEditedNdjson() writes the selected rows alone, and ends lines with a line feed", () => {
  const batch = linesBatch('{"a":1}\r\n{"a":2}\r\n{"a":3}', [
    columnOf([7, 8, 9]),
  ], [0, 2]);
  assertEquals(
    textOf(encodeEditedNdjson({ put: [put("b")] }).encode(batch)),
    '{"a":1,"b":7}\n{"a":3,"b":9}\n',
  );
  assertThrows(() => encodeEditedNdjson({}).encode(batchOf([], 1)), TypeError);
});

Deno.test("encodeEditedNdjson() means what editing the parsed object means", () => {
  const key = fc.constantFrom("a", "b", "c", "d", "é", 'q"', "");
  const value = fc.jsonValue({ maxDepth: 2 });
  const space = fc.constantFrom("", " ", "\t");
  const members = fc.uniqueArray(fc.tuple(key, value, space), {
    selector: ([name]) => name,
    maxLength: 6,
  });
  const edits = fc.record({
    drop: fc.uniqueArray(key, { maxLength: 2 }),
    put: fc.uniqueArray(key, { maxLength: 3 }),
    rename: fc.uniqueArray(fc.tuple(key, key), {
      maxLength: 2,
      selector: ([from]) => from,
    })
      .filter((pairs) =>
        new Set(pairs.map(([, to]) => to)).size === pairs.length &&
        pairs.every(([from, to]) => from !== to)
      ),
  });
  fc.assert(
    fc.property(members, edits, (object, { drop, put: names, rename }) => {
      const gone = drop.filter((name) =>
        !rename.some(([from]) => from === name)
      );
      const line = `{${
        object.map(([name, content, pad]) =>
          `${pad}${JSON.stringify(name)}${pad}:${pad}${
            JSON.stringify(content)
          }${pad}`
        ).join(",")
      }}`;
      const text = edited(line, {
        drop: gone,
        rename,
        put: names.map((name, at) => put(name, at)),
      }, ...names.map((_, at) => [at * 10]));
      const expected = new Map<string, unknown>();
      const targets = new Set(rename.map(([, to]) => to));
      for (const [name, content] of object) {
        const renamed = rename.find(([from]) => from === name);
        if (
          renamed === undefined && (gone.includes(name) || targets.has(name))
        ) continue;
        expected.set(renamed?.[1] ?? name, content);
      }
      for (const [at, name] of names.entries()) expected.set(name, at * 10);
      assertEquals(
        JSON.parse(text),
        JSON.parse(JSON.stringify(Object.fromEntries(expected))),
        `${line} -> ${text}`,
      );
    }),
    { numRuns: 3000 },
  );
});
