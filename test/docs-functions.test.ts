import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "@jest/globals";
import { ROW_FUNCTIONS } from "../lakehouse/engine/child/functions.ts";
import { checkGolden } from "./golden.ts";

const PAGE = join(import.meta.dirname, "../docs/rules.md");

test("docs/rules.md lists the functions that a row's expression may use", () => {
  const listed = [...ROW_FUNCTIONS].map((name) => `\`${name}\``).join(" ");
  const page = readFileSync(PAGE, "utf8");
  const wanted = page.replace(
    /<!-- functions -->[\s\S]*<!-- \/functions -->/,
    () => `<!-- functions -->\n${listed}\n<!-- /functions -->`,
  );
  checkGolden(PAGE, wanted, "test/docs-functions.test.ts");
});
