import { join } from "node:path";
import { test } from "@jest/globals";
import { checkGolden } from "../../golden.ts";
import { seedPlans } from "./lake.ts";
import { lifecyclePage } from "./page.ts";

test("docs/lifecycle.md is what the rules do", async () => {
  const file = join(import.meta.dirname, "../../../docs/lifecycle.md");
  checkGolden(file, lifecyclePage(await seedPlans()), "test/infra/lifecycle");
});
