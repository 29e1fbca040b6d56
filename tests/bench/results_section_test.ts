import { assertEquals } from "@std/assert";
import { sectionOf, withSection } from "./results_section.ts";

const TEXT = `# Results

## First

one

### Below

\`\`\`sh
## Second
\`\`\`

## Second

two
`;

Deno.test("a section ends at the next heading of its level, outside of code", () => {
  assertEquals(
    sectionOf(TEXT, "## First"),
    "## First\n\none\n\n### Below\n\n```sh\n## Second\n```\n\n",
  );
  assertEquals(sectionOf(TEXT, "## Second"), "## Second\n\ntwo\n");
  assertEquals(sectionOf(TEXT, "## Third"), null);
});

Deno.test("a section takes the place of the one that was there, and nothing else changes", () => {
  assertEquals(
    withSection(TEXT, "## Second", "## Second\n\n2\n"),
    TEXT.replace("two", "2"),
  );
  assertEquals(
    withSection(TEXT, "## First", "## First\n"),
    "# Results\n\n## First\n\n## Second\n\ntwo\n",
  );
  assertEquals(
    withSection(TEXT, "## Third", "## Third\n\nthree"),
    `${TEXT}\n## Third\n\nthree\n`,
  );
});
