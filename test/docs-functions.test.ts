import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { ROW_FUNCTIONS } from "../lakehouse/engine/child/functions.ts";

const PAGE = join(import.meta.dirname, "../docs/rules.md");

test("docs/rules.md lists the functions that a row's expression may use", () => {
  const listed = [...ROW_FUNCTIONS].map((name) => `\`${name}\``).join(" ");
  const page = readFileSync(PAGE, "utf8");
  const wanted = page.replace(
    /<!-- functions -->[\s\S]*<!-- \/functions -->/,
    () => `<!-- functions -->\n${listed}\n<!-- /functions -->`,
  );
  if (process.env.UPDATE_GOLDENS === "1") writeFileSync(PAGE, wanted);
  const cure = "renew it: UPDATE_GOLDENS=1 npm test -- test/docs-functions.test.ts";
  expect({ cure, page }).toEqual({ cure, page: wanted });
});
