// Inputs against the declarations of the provider that is installed.
import { describe, expect, test } from "@jest/globals";
import { classOf } from "./declarations/find.ts";
import { inputProblems } from "./declarations.ts";
import { madeUp } from "./made-up.ts";
import { UNKNOWN } from "./values.ts";

const BUCKET = "gcp:storage/bucket:Bucket";
const FUNCTION = "gcp:cloudfunctionsv2/function:Function";
const ALERT = "gcp:monitoring/alertPolicy:AlertPolicy";
const GRANT = "gcp:projects/iAMMember:IAMMember";
const PROVIDER = "pulumi:providers:gcp";
const deleteAfter = (age: unknown) => [{ action: { type: "Delete" }, condition: { age } }];

test.each<[type: string, inputs: Record<string, unknown>]>([
  [BUCKET, { location: "EU", labels: { team: "lake" }, lifecycleRules: deleteAfter(30) }],
  [BUCKET, { location: UNKNOWN, lifecycleRules: UNKNOWN, versioning: { enabled: UNKNOWN }, labels: { a: UNKNOWN } }],
  // What is left out comes as nothing, now and then.
  [BUCKET, { location: "EU", name: null, publicAccessPrevention: "enforced" }],
  ["gcp:storage/bucketObject:BucketObject", { bucket: "b", source: { assets: {} } }],
  [
    GRANT,
    {
      project: "acme-dev",
      role: "roles/viewer",
      member: "user:a@example.com",
      condition: { title: "t", expression: "true" },
    },
  ],
  [PROVIDER, { project: "acme-dev", defaultLabels: '{"app":"sluice"}', userProjectOverride: "true" }],
  // Of other providers nothing is known.
  ["random:index/randomId:RandomId", { byteLength: "four" }],
])("%s takes %j", (type, inputs) => {
  expect(inputProblems([madeUp(type, inputs)])).toEqual([]);
});

test.each<[type: string, inputs: Record<string, unknown>, problem: string]>([
  [BUCKET, { location: "EU", storageClas: "ARCHIVE" }, "storageClas: is not known → write `storageClass`"],
  [BUCKET, {}, "location: is missing → it is required"],
  [BUCKET, { location: 7 }, "location: is number → it takes string"],
  [BUCKET, { location: "EU", lifecycleRules: { action: {} } }, "lifecycleRules: is object → it takes list"],
  [BUCKET, { location: "EU", labels: { team: 7 } }, "labels.team: is number → it takes string"],
  [
    BUCKET,
    { location: "EU", lifecycleRules: deleteAfter("30") },
    "lifecycleRules[0].condition.age: is string → it takes number",
  ],
  [
    BUCKET,
    { location: "EU", lifecycleRules: [{ condition: { age: 30 } }] },
    "lifecycleRules[0].action: is missing → it is required",
  ],
  [
    BUCKET,
    { location: "EU", versioning: { enabled: true, on: true } },
    "versioning.on: is not known → write `enabled`",
  ],
  [
    BUCKET,
    { location: "EU", publicAccessPrevention: "inforced" },
    'publicAccessPrevention: "inforced" is no value of it → write `inherited` or `enforced`',
  ],
  [
    FUNCTION,
    { location: "europe-west1", eventTrigger: { eventType: "e", retryPolicy: "RETRY" } },
    'eventTrigger.retryPolicy: "RETRY" is no value of it → write `RETRY_POLICY_UNSPECIFIED`, `RETRY_POLICY_DO_NOT_RETRY` or `RETRY_POLICY_RETRY`',
  ],
  [
    "gcp:projects/iAMAuditConfig:IAMAuditConfig",
    { project: "p", service: "allServices", auditLogConfigs: [{ logType: "DATA_READS" }] },
    'auditLogConfigs[0].logType: "DATA_READS" is no value of it → write `DATA_READ`, `DATA_WRITE` or `ADMIN_READ`',
  ],
  [
    ALERT,
    {
      displayName: "d",
      combiner: "OR",
      conditions: [{ displayName: "c" }],
      alertStrategy: { notificationPrompts: ["OPEN"] },
    },
    'alertStrategy.notificationPrompts[0]: "OPEN" is no value of it → write `NOTIFICATION_PROMPT_UNSPECIFIED`, `OPENED` or `CLOSED`',
  ],
  [
    "gcp:bigquery/table:Table",
    { datasetId: "d", tableId: "t", timePartitioning: { type: "DAY", requirePartitionFilter: true } },
    "timePartitioning.requirePartitionFilter: is deprecated → This field is deprecated and will be removed in a future major release; please use the top level field with the same name instead.",
  ],
  [GRANT, { role: "roles/viewer", member: "user:a@example.com" }, "project: is missing → it is required"],
  [PROVIDER, { defaultLabels: '["sluice"]' }, "defaultLabels: is list → it takes object"],
  [PROVIDER, { projectt: "acme-dev" }, "projectt: is not known → write `project`"],
  [
    "gcp:storage/bukket:Bukket",
    {},
    "the class: is not in the installed provider → look for it in node_modules/@pulumi/gcp",
  ],
])("%s refuses %j", (type, inputs, problem) => {
  expect(inputProblems([madeUp(type, inputs)])).toEqual([`${type} one: ${problem}`]);
});

describe("classes that are not to be used any more", () => {
  test.each([
    ["gcp:vertex/aiSchedule:AiSchedule", /Use `gcp.colab.Schedule` instead/],
    ["gcp:notebooks/instance:Instance", /Use `gcp.workbench.Instance` instead/],
    ["gcp:iap/brand:Brand", /permanently shut down/],
    ["gcp:datacatalog/entry:Entry", /transition/],
    ["gcp:compute/mangedSslCertificate:MangedSslCertificate", /in favor of gcp.compute.ManagedSslCertificate/],
  ])("%s", (type, said) => {
    const [problem = ""] = inputProblems([madeUp(type, {})]);
    expect(problem).toMatch(said);
    expect(problem).toContain(`${type} one: the class: is deprecated → `);
  });
  test.each([[BUCKET], ["gcp:datacatalog/policyTag:PolicyTag"], ["gcp:projects/serviceIdentity:ServiceIdentity"]])(
    "%s is none of them",
    (type) => {
      expect(classOf(type)?.deprecated).toBe(null);
    },
  );
});
