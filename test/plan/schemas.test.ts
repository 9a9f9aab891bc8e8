import { join } from "node:path";
import { describe, test } from "@jest/globals";
import { z } from "zod";
import { AirflowSettingsSchema } from "../../lakehouse/plan/cloud/airflow.ts";
import { DagNoteSchema } from "../../lakehouse/plan/dag-note.ts";
import { MaintainRequestSchema, MaintainResponseSchema } from "../../lakehouse/plan/maintain.ts";
import { ManifestSchema } from "../../lakehouse/plan/manifest.ts";
import { PlanSchema } from "../../lakehouse/plan/plan.ts";
import { ReportSchema } from "../../lakehouse/plan/report.ts";
import { StepRequestSchema, StepResponseSchema } from "../../lakehouse/plan/step.ts";
import { checkGolden } from "../golden.ts";
import { projectFolder } from "../layout/tree.ts";

// The JSON Schemas that other languages validate with are made from the zod types and committed. The Python host has
// copies, because its image is built from its own folder alone.

const ofHosts = { plan: PlanSchema, manifest: ManifestSchema, report: ReportSchema };
const ofDags = {
  "step-request": StepRequestSchema,
  step: StepResponseSchema,
  "maintain-request": MaintainRequestSchema,
  maintain: MaintainResponseSchema,
  airflow: AirflowSettingsSchema,
  "dag-note": DagNoteSchema,
};
const folders: [folder: string, borders: Readonly<Record<string, z.ZodType>>][] = [
  ["lakehouse/plan/schemas", { ...ofHosts, ...ofDags }],
  ["dataflow-templates/host/schemas", ofHosts],
];

describe.each(folders)("%s", (folder, borders) => {
  test.each(Object.entries(borders))("%s.schema.json is the type's", (name, type) => {
    const text = `${JSON.stringify(z.toJSONSchema(type, { target: "draft-2020-12" }), null, 2)}\n`;
    checkGolden(join(projectFolder, folder, `${name}.schema.json`), text, "test/plan/schemas.test.ts");
  });
});
