import { bucketName, functionUrl, mailKeySecret } from "../lakehouse/plan/cloud/names.ts";
import { tableNames } from "../lakehouse/plan/names.ts";
import { missingOf as missingWatch } from "./operations/missing.ts";
import type { Site } from "./site.ts";

/** What `pulumi up` says at its end. */
export interface Told {
  /** Where producers upload to. */
  readonly landing: string;
  /** Where people read. */
  readonly tables: Readonly<Record<string, string>>;
  /** What `sluice hold` and its like call. */
  readonly decide: string;
  /** What is not there yet, each with what to do; the rest works without. */
  readonly missing: readonly string[];
}

export function tell(site: Site): Told {
  const { environment, plans } = site;
  const tables = plans.map(({ dataset, warehouse: { table } }) => {
    const { consumption } = tableNames(environment.id, dataset, table, "");
    return [dataset, `${environment.project}.${consumption.dataset}.${consumption.table}`] as const;
  });
  return {
    landing: `gs://${bucketName(environment, "landing")}`,
    tables: Object.fromEntries(tables),
    decide: functionUrl(environment, "decide"),
    missing: missingOf(site),
  };
}

function missingOf(site: Site): string[] {
  const { environment, settings, plans } = site;
  const { image, operators, members } = settings;
  const { id, project } = environment;
  const roles = [...new Set(plans.flatMap((plan) => plan.roles.map(({ role }) => role)))].sort();
  const key = `gcloud secrets versions add ${mailKeySecret(environment)} --project ${project} --data-file=-`;
  return [
    `SendGrid's key, if nobody has added it yet: mails wait → ${key}`,
    ...(image === null ? [`no image for Dataflow: large drops wait → sluice images build --env ${id}`] : []),
    ...(operators.length === 0 ? ["nobody may accept or replay → `sluice:operators`"] : []),
    ...missingWatch(site),
    ...roles.filter((role) => !members[role]?.length).map((role) => `nobody is ${role} → \`sluice:members\``),
  ];
}
