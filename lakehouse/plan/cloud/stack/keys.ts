import { isAddress } from "../../../contract/address.ts";
import { BY_DIGEST } from "../../dataflow/container-spec.ts";
import { LABEL_KEY, LABEL_VALUE } from "../../dataflow/labels.ts";
import { REGION } from "../../dataflow/place.ts";
import { LOCATION } from "../names.ts";
import { ORCHESTRATORS } from "../orchestrator.ts";
import { choice, type Form, flag, listOf, recordOf, text, whole } from "./forms.ts";
import { privateRange } from "./private-range.ts";

// Every setting of an environment: what it does, how it is written, what it is where nobody says. docs/settings.md is
// made of it.

/** What `Pulumi.NAME.yaml` may say. */
export interface Key<Value> {
  readonly name: `sluice:${string}` | `gcp:${string}`;
  readonly form: Form<Value>;
  /** Undefined: it must be said. */
  readonly usual: Value | undefined;
  readonly does: string;
}

function required<Value>(name: Key<Value>["name"], form: Form<Value>, does: string): Key<Value> {
  return { name, form, usual: undefined, does };
}

function optional<Value, Usual extends Value | null>(
  name: Key<Value>["name"],
  form: Form<Value>,
  usual: Usual,
  does: string,
): Key<Value | Usual> {
  return { name, form: form as Form<Value | Usual>, usual, does };
}

const address: Form<string> = {
  takes: "an e-mail address of plain ASCII characters",
  read: (value) => (isAddress(value.asText() ?? "") ? (value.asText() ?? "") : undefined),
};
const member = text(
  /^(user|group|serviceAccount):[^\s:@]+@[^\s:@]+$/,
  "`user:`, `group:` or `serviceAccount:` and an address",
);
/** Cloud Storage takes none, or a week at least. */
const softDelete: Form<number> = {
  takes: "0, or days from 7 to 90",
  read(value) {
    const days = whole(0, 90, "days").read(value);
    return days !== undefined && (days === 0 || days >= 7) ? days : undefined;
  },
};
const labelValue = text(LABEL_VALUE, "at most 63 of a-z, 0-9, _ and -");
const clock = text(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day, as 05:30");

const NOBODY: Readonly<Record<string, readonly string[]>> = {};

export const KEYS = {
  project: required(
    "gcp:project",
    text(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "the project's id, as acme-dev"),
    "the project that all of it is made in",
  ),
  region: required(
    "gcp:region",
    text(REGION, "a region, as europe-west1"),
    "of buckets, functions and Dataflow's workers",
  ),
  location: optional(
    "sluice:location",
    text(LOCATION, "BigQuery's location: EU, US, or a region"),
    null,
    "of BigQuery's datasets; the region unless told",
  ),
  orchestrator: optional(
    "sluice:orchestrator",
    choice(...ORCHESTRATORS),
    "functions",
    "who schedules: events and Cloud Scheduler alone; besides them Airflow on one machine; or Cloud Composer",
  ),
  protect: optional(
    "sluice:protect",
    flag,
    true,
    "`pulumi destroy` leaves data alone, and nothing that holds some is replaced",
  ),
  mailFrom: required("sluice:mailFrom", address, "who mails come from; SendGrid must know the address"),
  mailsPerDay: optional(
    "sluice:mailsPerDay",
    whole(1, 1_000_000, "mails a day"),
    100,
    "most mails of one UTC day, each recipient counted",
  ),
  alertsTo: optional("sluice:alertsTo", listOf(address), [], "who hears of what needs an engineer; nobody unless told"),
  operators: optional("sluice:operators", listOf(member), [], "who may accept, reject, replay and resume"),
  members: optional(
    "sluice:members",
    recordOf(
      /^[A-Za-z][A-Za-z0-9_]*$/,
      listOf(member),
      "a contract's role and a list a line, each `user:`, `group:` or `serviceAccount:` and an address",
    ),
    NOBODY,
    "who has the roles of the contracts; nobody unless told",
  ),
  maxInstances: optional(
    "sluice:maxInstances",
    whole(1, 1_000, "instances"),
    10,
    "of one function, at most; a young project has 20 vCPUs for each, of which `on-drop` takes 2 an instance",
  ),
  launchAboveMb: optional("sluice:launchAboveMb", whole(1, 1_000, "megabytes"), 200, "larger drops go to Dataflow"),
  workers: optional("sluice:workers", whole(1, 1_000, "workers"), 8, "of one Dataflow job, at most"),
  fleet: optional(
    "sluice:fleet",
    choice("fixed", "scaled"),
    "scaled",
    "`fixed`: a job gets its workers at once and never more, so that its cost is known",
  ),
  image: optional(
    "sluice:image",
    text(BY_DIGEST, "HOST/…/NAME@sha256:DIGEST"),
    null,
    "what Dataflow's jobs run; `sluice images build` writes it, and until it is there large drops wait",
  ),
  subnetRange: optional(
    "sluice:subnetRange",
    privateRange(20, 24, "10.80.0.0/20"),
    "10.80.0.0/20",
    "addresses of Dataflow's workers and of Composer",
  ),
  machineRange: optional(
    "sluice:machineRange",
    privateRange(24, 29, "10.80.16.0/28"),
    "10.80.16.0/28",
    "addresses of Airflow's machine, which alone has a way out to the internet",
  ),
  kms: optional(
    "sluice:kms",
    flag,
    false,
    "buckets, tables, messages, images, the secret and Airflow's disk or Composer are encrypted by keys of your own, which turn every 90 days; decide it before the first `up`: later it makes most of them anew",
  ),
  auditLogs: optional("sluice:auditLogs", flag, true, "who has read which data is written down"),
  softDeleteDays: optional(
    "sluice:softDeleteDays",
    softDelete,
    7,
    "for which an object that was deleted can be brought back",
  ),
  serving: optional("sluice:serving", flag, false, "a Vertex AI endpoint that models are served from"),
  billingAccount: optional(
    "sluice:billingAccount",
    text(/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/, "the account's id, as 012345-6789AB-CDEF01"),
    null,
    "whose budget is watched; goes with `sluice:budget`",
  ),
  budget: optional(
    "sluice:budget",
    whole(1, 10_000_000, "a month's amount in the account's currency"),
    null,
    "mails at 50, 90 and 100 % of it, and when 100 % are to be expected",
  ),
  composerImage: optional(
    "sluice:composerImage",
    text(/^composer-3-airflow-\d+\.\d+\.\d+(-build\.\d+)?$/, "a version of Airflow, as composer-3-airflow-3.2.2"),
    "composer-3-airflow-3.2.2",
    "of Cloud Composer; builds of a version are given up within months, so none is named",
  ),
  composerSize: optional(
    "sluice:composerSize",
    choice("small", "medium", "large"),
    "small",
    "of Cloud Composer's environment",
  ),
  vmMachine: optional(
    "sluice:vmMachine",
    text(/^(?!t2a-|c4a-)[a-z][a-z0-9]+-[a-z]+-\d+$|^e2-(small|medium)$/, "a machine type of x86, as e2-standard-2"),
    "e2-standard-2",
    "of Airflow's machine",
  ),
  vmStarts: optional(
    "sluice:vmStarts",
    clock,
    null,
    "when Airflow's machine starts each day, UTC; it runs through the night unless told",
  ),
  vmStops: optional("sluice:vmStops", clock, null, "when it stops; goes with `sluice:vmStarts`"),
  labels: optional(
    "sluice:labels",
    recordOf(LABEL_KEY, labelValue, "names with a value each, of a-z, 0-9, _ and -"),
    {},
    "on everything that can have labels, for bills by team",
  ),
} as const;

/** The setting that names a template's image. */
export const IMAGE_KEYS: Readonly<Record<string, "image">> = { split: "image" };

type Keys = typeof KEYS;
/** Values as they are to be used. */
export type StackValues = { readonly [Name in keyof Keys]: Keys[Name] extends Key<infer Value> ? Value : never };
