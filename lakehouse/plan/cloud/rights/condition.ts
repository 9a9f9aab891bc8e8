import { bucketName, type CloudEnvironment, dagsBucket } from "../names.ts";
import { type Grant, LEDGER_PARTS, type LedgerPart } from "./right.ts";

/** As a grant takes it; the expression is CEL. */
export interface Condition {
  readonly title: string;
  readonly description: string;
  readonly expression: string;
}

/**
 * What narrows a grant within its resource; null: nothing. At most 12 logical operators, and only what Google's page on
 * conditions shows: a comparison of a name, or of what `extract` finds in it, with a literal. A list is asked of the
 * bucket, whose name holds no folder: who has parts needs a right to read beside.
 */
export function conditionOf(grant: Grant, environment: CloudEnvironment): Condition | null {
  if (grant.on === "zone" && grant.parts) return partsCondition(bucketName(environment, grant.zone), grant.parts);
  if (grant.on !== "project" || !("within" in grant)) return null;
  if (grant.within === "dags") return bucketCondition(dagsBucket(environment));
  const expression = `resource.name.startsWith("${bucketResource("gcf-v2-sources-")}")`;
  return { title: "sources-of-functions", description: "Only where Cloud Functions lays sources", expression };
}

/**
 * In one of the folders, and in none of the others: `visits/drops/log/1.json` lies in both. An operator for each folder
 * but one.
 */
function partsCondition(bucket: string, parts: readonly LedgerPart[]): Condition {
  const isIn = (part: LedgerPart, sign: "!=" | "==") =>
    `resource.name.extract("${bucketResource(bucket)}/objects/{dataset}/${part}/") ${sign} ""`;
  const others = LEDGER_PARTS.filter((part) => !parts.includes(part));
  const inside = parts.map((part) => isIn(part, "!=")).join(" || ");
  return {
    title: `ledger-${parts.join("-")}`,
    description: `Only ${parts.join(", ")} of a dataset's ledger`,
    expression: [parts.length > 1 ? `(${inside})` : inside, ...others.map((part) => isIn(part, "=="))].join(" && "),
  };
}

/** Of Cloud Storage only this bucket; all else stays as the role has it. */
function bucketCondition(bucket: string): Condition {
  const own = bucketResource(bucket);
  const inside = `resource.name == "${own}" || resource.name.startsWith("${own}/")`;
  return {
    title: `bucket-${bucket.split("-").at(-1)}`,
    description: `Of all buckets only ${bucket}`,
    expression: `resource.service != "storage.googleapis.com" || ${inside}`,
  };
}

function bucketResource(bucket: string): string {
  return `projects/_/buckets/${bucket}`;
}
