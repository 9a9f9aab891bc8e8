import { canonicalJson, planHash } from "../../../lakehouse/plan/canonical.ts";
import { bucketName, type CloudEnvironment } from "../../../lakehouse/plan/cloud/names.ts";
import { planPath } from "../../../lakehouse/plan/names.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import type { Gcs } from "../gcs/service.ts";

/** Where `pulumi up` lays a plan: under its hash, which the ledger names. */
export function putPlan(storage: Gcs, environment: CloudEnvironment, plan: Plan): void {
  const name = planPath(planHash(plan)).replace(/^plans\//, "");
  storage.put(bucketName(environment, "plans"), name, canonicalJson(plan));
}
