import { z } from "zod";
import { bucketName, type CloudEnvironment, functionUrl } from "./names.ts";
import { ORCHESTRATORS } from "./orchestrator.ts";
import { CloudSettingsSchema } from "./settings.ts";
import type { Settings } from "./stack/read.ts";

const url = z.string().regex(/^https?:\/\/\S+$/, "an address such as https://example.com/path");

/** Functions that a DAG calls; an identity token for each names its address. */
export const DAG_FUNCTIONS = ["step", "maintain"] as const;

/** Services that Airflow itself talks to. */
const SERVICES = { storage: url, dataflow: url };

/**
 * What Airflow's DAGs are told of their environment, in the object `dags/environment.json` beside them. Nothing in it is
 * secret. Python reads it by `schemas/airflow.schema.json`.
 */
export const AirflowSettingsSchema = z.strictObject({
  format: z.literal("sluice/airflow/1"),
  environment: CloudSettingsSchema.shape.environment,
  orchestrator: z.enum(ORCHESTRATORS),
  functions: z.strictObject({ step: url, maintain: url }),
  /** Name of the bucket that takes notes of failed runs: docs/steps.md. */
  outbox: z.string().min(1),
  /** Of what DAGs make. */
  labels: z.record(z.string(), z.string()),
  /** Other addresses of the services than Google's own: for tests, and for private endpoints. */
  endpoints: z.strictObject(SERVICES).partial(),
});
export type AirflowSettings = z.infer<typeof AirflowSettingsSchema>;

/** `endpoints`: of the environment's file, by service; those of functions too, as `functions`. */
export function airflowSettingsOf(
  environment: CloudEnvironment,
  { orchestrator, labels }: Pick<Settings, "orchestrator" | "labels">,
  endpoints: Readonly<Record<string, string>> = {},
): AirflowSettings {
  const addressOf = (target: string) =>
    endpoints.functions === undefined ? functionUrl(environment, target) : `${endpoints.functions}/${target}`;
  return AirflowSettingsSchema.parse({
    format: "sluice/airflow/1",
    environment,
    orchestrator,
    functions: Object.fromEntries(DAG_FUNCTIONS.map((target) => [target, addressOf(target)])),
    outbox: bucketName(environment, "outbox"),
    labels: { ...labels, "sluice-environment": environment.id },
    endpoints: Object.fromEntries(Object.entries(endpoints).filter(([service]) => service in SERVICES)),
  });
}
