import { join } from "node:path";
import { test } from "@jest/globals";
import { z } from "zod";
import { PlanSchema } from "../../lakehouse/plan/plan.ts";
import { ReportSchema } from "../../lakehouse/plan/report.ts";
import { checkGolden } from "../golden.ts";
import { projectFolder } from "../layout/tree.ts";

// The JSON Schemas that other languages validate with are made from the zod types and committed.

const borders = { plan: PlanSchema, report: ReportSchema };

test.each(Object.entries(borders))("lakehouse/plan/schemas/%s.schema.json is the type's", (name, type) => {
  const file = join(projectFolder, "lakehouse", "plan", "schemas", `${name}.schema.json`);
  const text = `${JSON.stringify(z.toJSONSchema(type, { target: "draft-2020-12" }), null, 2)}\n`;
  checkGolden(file, text, "test/plan/schemas.test.ts");
});
