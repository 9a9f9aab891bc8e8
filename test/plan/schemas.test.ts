import { join } from "node:path";
import { describe, test } from "@jest/globals";
import { z } from "zod";
import { ManifestSchema } from "../../lakehouse/plan/manifest.ts";
import { PlanSchema } from "../../lakehouse/plan/plan.ts";
import { ReportSchema } from "../../lakehouse/plan/report.ts";
import { checkGolden } from "../golden.ts";
import { projectFolder } from "../layout/tree.ts";

// The JSON Schemas that other languages validate with are made from the zod types and committed. The Python host has
// copies, because its image is built from its own folder alone.

const borders = { plan: PlanSchema, manifest: ManifestSchema, report: ReportSchema };
const folders = [
  ["lakehouse", "plan", "schemas"],
  ["dataflow-templates", "host", "schemas"],
];

describe.each(folders.map((parts) => [parts.join("/"), join(projectFolder, ...parts)]))("%s", (_, folder) => {
  test.each(Object.entries(borders))("%s.schema.json is the type's", (name, type) => {
    const text = `${JSON.stringify(z.toJSONSchema(type, { target: "draft-2020-12" }), null, 2)}\n`;
    checkGolden(join(folder, `${name}.schema.json`), text, "test/plan/schemas.test.ts");
  });
});
