import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parseArguments } from "../../cli/parse/arguments.ts";
import { typesText } from "../../cli/parse/types_text.ts";
import { checkText } from "../../cli/terminal/check_text.ts";
import { pretended } from "./surroundings.ts";

/** What a job reads that has these types pasted into it. */
function pasted(types: Readonly<Record<string, string>>) {
  const files = pretended({
    "a.weir": `read a.ndjson --types ${typesText(types)}\nagg\n`,
  });
  const run = parseArguments(["run", "a.weir"], files);
  return run.kind === "run" ? { ...run.spec.read.types } : null;
}

Deno.test("types of fields of any name can be pasted into a job", () => {
  const types = {
    "status": "BIGINT",
    "x,y": "BIGINT",
    "o.b c": "VARCHAR",
    "a=b": "DATE",
    'say "it\'s"': "DOUBLE",
    "$HOME": "VARCHAR",
    "f(x)": "DOUBLE",
    " blank ": "VARCHAR",
    "l[1]": "BIGINT",
    "größe": "DOUBLE",
    "#": "VARCHAR",
  };
  assertEquals(pasted(types), types);
  for (const [name, type] of Object.entries(types)) {
    assertEquals(pasted({ [name]: type }), { [name]: type });
  }
});

Deno.test("check prints types as they can be pasted, or says that they cannot", () => {
  const of = (types: Readonly<Record<string, string>>) =>
    checkText({ judged: [], targets: ["flink"], types });
  assertMatch(
    of({ status: "BIGINT", at: "DATE" }),
    /^types {2}status=BIGINT,at=DATE$/mu,
  );
  const odd = { "x,y": "BIGINT", "o.b c": "VARCHAR" };
  assertMatch(of(odd), /^types {2}'"x,y"=BIGINT,o\.b c=VARCHAR'$/mu);
  assertStringIncludes(of({ "a\x1b": "DATE" }), "not to be pasted");
});
