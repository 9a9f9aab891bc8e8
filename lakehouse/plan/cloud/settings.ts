import { z } from "zod";
import { isAddress } from "../../contract/address.ts";
import { placeProblems, REGION } from "../dataflow/place.ts";
import { jobPlace } from "./job-place.ts";
import { LOCATION } from "./names.ts";

const text = z.string().min(1);
const url = z.string().regex(/^https?:\/\/[^/\s]+$/, "an address such as http://127.0.0.1:8080");

/**
 * What a deployed function is told of its environment, as JSON in the one variable SLUICE_SETTINGS. Names of buckets,
 * accounts and topics follow from it (names.ts). Nothing in it is secret.
 */
export const CloudSettingsSchema = z.strictObject({
  format: z.literal("sluice/settings/1"),
  environment: z.strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{0,13}[a-z0-9]$/, "lower-case letters, digits and hyphens, 2 to 15"),
    project: z.string().regex(/^[a-z][a-z0-9-]{2,28}[a-z0-9]$/, "the project's id"),
    /** BigQuery's: `EU`, or a region. */
    location: z.string().regex(LOCATION, "EU, US, or a region"),
    region: z.string().regex(REGION, "a region, as europe-west1"),
  }),
  /** Drops larger than this go to Dataflow. */
  launchAboveBytes: z.number().int().nonnegative(),
  leaseSeconds: z.number().positive(),
  /** Most mails of one UTC day, each recipient counted. */
  dailyCap: z.number().int().positive(),
  /** The name in printable ASCII, as mailers take it. */
  from: z.strictObject({
    email: z.string().refine(isAddress, "an e-mail address of plain ASCII characters"),
    name: z.string().regex(/^[ -~]+$/, "a name in printable ASCII characters"),
  }),
  /** Who hears of what is of no dataset; nobody: all whom contracts name. */
  alertsTo: z.array(z.string().refine(isAddress, "an e-mail address of plain ASCII characters")).default([]),
  /** Where SendGrid's key is mounted; only the account that mails can read it. */
  mailKeyFile: text,
  /** How Dataflow's jobs run; null: there is no image yet, so that large drops wait. */
  jobs: z
    .strictObject({
      /** Object name of the container spec. */
      spec: text,
      subnetwork: text,
      /** Who starts them: the functions unless told, or a DAG, to which these leave what they have handed over. */
      launchedBy: z.enum(["functions", "dag"]).optional(),
      fleet: z.strictObject({ most: z.number().int().positive(), workers: z.enum(["fixed", "scaled"]) }),
      labels: z.record(z.string(), z.string()),
    })
    .nullable(),
  /** Other addresses of the services than Google's and SendGrid's own: for tests, and for private endpoints. */
  endpoints: z
    .strictObject({ storage: url, bigquery: url, dataflow: url, pubsub: url, sendgrid: url })
    .partial()
    .default({}),
});
export type CloudSettings = z.infer<typeof CloudSettingsSchema>;

function placeProblemsOf({ environment, jobs }: CloudSettings): string[] {
  return jobs === null ? [] : placeProblems(jobPlace(environment, jobs)).map((problem) => `jobs.${problem}`);
}

/** The variable's value, or all that is wrong with it. */
export function readSettings(
  value: string | undefined,
): { readonly settings: CloudSettings } | { readonly problems: readonly string[] } {
  if (value === undefined) return { problems: ["SLUICE_SETTINGS is not set → deploy with `pulumi up`, which sets it"] };
  let json: unknown;
  try {
    json = JSON.parse(value);
  } catch {
    return { problems: ["SLUICE_SETTINGS is not JSON → deploy again with `pulumi up`"] };
  }
  const parsed = CloudSettingsSchema.safeParse(json);
  const problems = parsed.success
    ? placeProblemsOf(parsed.data)
    : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message} → deploy again with \`pulumi up\``);
  if (parsed.success && problems.length === 0) return { settings: parsed.data };
  return { problems: problems.map((problem) => `SLUICE_SETTINGS ${problem}`) };
}
