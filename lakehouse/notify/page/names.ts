import type { Plan } from "../../plan/plan.ts";
import { type Said, say } from "../words/say.ts";

/** `part-0007.parquet` of an object's name; the whole name where it ends in a slash. */
export function fileOf(name: string): string {
  return name.split("/").at(-1) || name;
}

/** What stands behind each command: ` --env dev`, on a laptop what names its lake. */
export function commandFlags({
  plan,
  flags,
}: {
  readonly plan: Pick<Plan, "environment">;
  readonly flags: string;
}): string {
  return plan.environment === "local" ? flags : ` --env ${plan.environment}`;
}

/** `[ERROR] prod/flights 2001-01-05 — …`; the laptop needs no name. */
export function subjectOf(
  { environment, dataset }: Pick<Plan, "environment" | "dataset">,
  tag: string,
  days: string,
  summary: Said,
): Said {
  const place = environment === "local" ? "" : `${environment}/`;
  return say`[${tag}] ${place}${dataset}${days === "" ? "" : ` ${days}`} — ${summary}`;
}
