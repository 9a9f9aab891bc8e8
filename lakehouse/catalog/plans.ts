import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Plan, PlanSchema } from "../plan/plan.ts";

/** Plans as they were deployed, one file a dataset, sorted by file name. They are as this version wrote them, or none is read. */
export async function readDeployedPlans(folder: string): Promise<Plan[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(names.map((name) => readPlan(join(folder, name))));
}

async function readPlan(path: string): Promise<Plan> {
  const parsed = PlanSchema.safeParse(JSON.parse(await readFile(path, "utf8")));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") || "content";
  throw new Error(`${path} is no plan of this version of Sluice: ${where}: ${issue?.message} → deploy again`);
}
