// Of each rule what it refuses and, changed in that alone, what it lets pass.
import { describe, expect, test } from "@jest/globals";
import { type Guarded, type Rule, UNKNOWN } from "../../../infra/policy/rule.ts";
import { RULES, STACK_RULES } from "../../../infra/policy/rules.ts";
import { type Registered, violations } from "../../../infra/policy/violations.ts";
import { UNKNOWN as UNKNOWN_TO_PULUMI } from "../../fakes/pulumi/values.ts";

interface Try {
  readonly type: string;
  readonly inputs: Guarded["inputs"];
  readonly protect?: boolean;
  readonly provider?: Guarded["inputs"];
}
interface Pair {
  readonly bad: Try;
  readonly good: Try;
  /** How its message begins. */
  readonly at: string;
}

const BUCKET = "gcp:storage/bucket:Bucket";
const FUNCTION = "gcp:cloudfunctionsv2/function:Function";
const MACHINE = "gcp:compute/instance:Instance";
const FIREWALL = "gcp:compute/firewall:Firewall";
const DATASET = "gcp:bigquery/dataset:Dataset";
const TABLE = "gcp:bigquery/table:Table";
const PROJECT_MEMBER = "gcp:projects/iAMMember:IAMMember";
const SUBSCRIPTION = "gcp:pubsub/subscription:Subscription";
const COMPOSER = "gcp:composer/environment:Environment";
const labels = { "sluice-environment": "dev" };
const ours = "sluice-dev-split@acme-dev.iam.gserviceaccount.com";

/** The same type, with other inputs. */
const inputs = (type: string, bad: object, good: object, at: string): Pair => ({
  bad: { type, inputs: { ...bad } },
  good: { type, inputs: { ...good } },
  at,
});
/** Another type, with the same inputs. */
const types = (bad: string, good: string): Pair => ({
  bad: { type: bad, inputs: {} },
  good: { type: good, inputs: {} },
  at: "the class: ",
});

const PAIRS: Readonly<Record<string, readonly Pair[]>> = {
  "no-authoritative-iam": [
    types("gcp:projects/iAMBinding:IAMBinding", PROJECT_MEMBER),
    types("gcp:storage/bucketIAMPolicy:BucketIAMPolicy", "gcp:storage/bucketIAMMember:BucketIAMMember"),
    types("gcp:bigquery/datasetIamBinding:DatasetIamBinding", "gcp:bigquery/datasetIamMember:DatasetIamMember"),
    inputs(DATASET, { accesses: [{ role: "READER" }] }, {}, "accesses: "),
  ],
  "no-basic-roles": [
    inputs(PROJECT_MEMBER, { role: "roles/editor" }, { role: "roles/bigquery.jobUser" }, "role: roles/editor"),
  ],
  "no-project-wide-data": [
    inputs(PROJECT_MEMBER, { role: "roles/storage.objectViewer" }, { role: "roles/bigquery.jobUser" }, "role: "),
    inputs(PROJECT_MEMBER, { role: "roles/bigquery.dataEditor" }, { role: "roles/dataflow.developer" }, "role: "),
    inputs(PROJECT_MEMBER, { role: "roles/secretmanager.secretAccessor" }, { role: UNKNOWN }, "role: "),
    inputs(PROJECT_MEMBER, { role: "roles/iam.serviceAccountUser" }, { role: "roles/logging.logWriter" }, "role: "),
    inputs(
      PROJECT_MEMBER,
      { role: "roles/storage.objectViewer", condition: { expression: "request.time < timestamp(x)" } },
      {
        role: "roles/storage.objectViewer",
        condition: { expression: 'resource.name.startsWith("projects/_/buckets/a/")' },
      },
      "role: ",
    ),
    inputs(PROJECT_MEMBER, { role: "roles/pubsub.admin" }, { role: "roles/pubsub.publisher" }, "role: "),
    {
      bad: { type: PROJECT_MEMBER, inputs: { role: "roles/storage.objectUser" } },
      good: { type: "gcp:storage/bucketIAMMember:BucketIAMMember", inputs: { role: "roles/storage.objectUser" } },
      at: "role: ",
    },
  ],
  "no-default-accounts": [
    inputs(
      PROJECT_MEMBER,
      { member: "serviceAccount:12345-compute@developer.gserviceaccount.com" },
      { member: `serviceAccount:${ours}` },
      "member: ",
    ),
    inputs(
      PROJECT_MEMBER,
      { member: "serviceAccount:acme-dev@appspot.gserviceaccount.com" },
      { member: UNKNOWN },
      "member: ",
    ),
    inputs(
      FUNCTION,
      { serviceConfig: { serviceAccountEmail: ours } },
      { serviceConfig: { serviceAccountEmail: ours }, buildConfig: { serviceAccount: ours } },
      "buildConfig.serviceAccount: is missing",
    ),
    inputs(
      FUNCTION,
      { serviceConfig: { serviceAccountEmail: ours }, buildConfig: { serviceAccount: ours }, eventTrigger: {} },
      {
        serviceConfig: { serviceAccountEmail: ours },
        buildConfig: { serviceAccount: ours },
        eventTrigger: { serviceAccountEmail: UNKNOWN },
      },
      "eventTrigger.serviceAccountEmail: is missing",
    ),
    inputs(
      MACHINE,
      { serviceAccount: { email: "default" } },
      { serviceAccount: { email: ours } },
      "serviceAccount.email",
    ),
    inputs(MACHINE, { serviceAccount: { scopes: [] } }, { serviceAccount: { email: ours } }, "serviceAccount.email"),
    inputs(
      COMPOSER,
      { config: { nodeConfig: {} } },
      { config: { nodeConfig: { serviceAccount: ours } } },
      "config.nodeConfig.serviceAccount",
    ),
    inputs(
      "gcp:cloudscheduler/job:Job",
      { httpTarget: { uri: "https://x" } },
      { httpTarget: { uri: "https://x", oauthToken: { serviceAccountEmail: ours } } },
      "httpTarget.oidcToken.serviceAccountEmail",
    ),
    inputs("gcp:cloudbuild/trigger:Trigger", {}, { serviceAccount: ours }, "serviceAccount: "),
  ],
  "no-keys": [
    types("gcp:serviceaccount/key:Key", "gcp:serviceaccount/account:Account"),
    types("gcp:storage/hmacKey:HmacKey", BUCKET),
    inputs(
      FUNCTION,
      { serviceConfig: { environmentVariables: { KEY: "-----BEGIN PRIVATE KEY-----" } } },
      { serviceConfig: { environmentVariables: { KEY: "in Secret Manager" } } },
      "serviceConfig.environmentVariables.KEY: ",
    ),
    inputs(
      "gcp:secretmanager/secretVersion:SecretVersion",
      { secretDataWo: `SG.${"a".repeat(22)}.${"b".repeat(43)}` },
      { secretDataWo: "no key yet" },
      "secretDataWo: ",
    ),
  ],
  "nothing-public": [
    inputs(
      "gcp:storage/bucketIAMMember:BucketIAMMember",
      { member: "allUsers" },
      { member: "user:ada@acme.example" },
      "member: allUsers",
    ),
    inputs(DATASET, { access: [{ specialGroup: "allAuthenticatedUsers" }] }, {}, "access[0].specialGroup: "),
    inputs(BUCKET, { publicAccessPrevention: "inherited" }, { publicAccessPrevention: "enforced" }, "publicAccess"),
    inputs(BUCKET, {}, { publicAccessPrevention: UNKNOWN }, "publicAccessPrevention: is missing"),
    inputs(
      FIREWALL,
      { allows: [{ protocol: "tcp" }] },
      { allows: [{ protocol: "tcp" }], sourceTags: ["worker"] },
      "sourceRanges: ",
    ),
    inputs(
      FIREWALL,
      { allows: [{ protocol: "tcp" }], sourceRanges: ["0.0.0.0/0"] },
      { denies: [{ protocol: "all" }], sourceRanges: ["0.0.0.0/0"] },
      "sourceRanges: ",
    ),
    inputs(
      FUNCTION,
      { eventTrigger: {}, serviceConfig: { ingressSettings: "ALLOW_ALL" } },
      { serviceConfig: { ingressSettings: "ALLOW_ALL" } },
      "serviceConfig.ingressSettings: ",
    ),
  ],
  "no-external-address": [
    inputs(
      MACHINE,
      { networkInterfaces: [{ accessConfigs: [{ natIp: "" }] }] },
      { networkInterfaces: [{ subnetwork: "sluice-dev" }] },
      "networkInterfaces.accessConfigs: ",
    ),
    inputs("gcp:compute/address:Address", {}, { addressType: "INTERNAL" }, "addressType: "),
    inputs(
      "gcp:workbench/instance:Instance",
      { gceSetup: {} },
      { gceSetup: { disablePublicIp: true } },
      "gceSetup.disablePublicIp: ",
    ),
  ],
  "uniform-access": [
    inputs(BUCKET, {}, { uniformBucketLevelAccess: true }, "uniformBucketLevelAccess: is missing"),
    {
      bad: { type: "gcp:storage/objectACL:ObjectACL", inputs: {} },
      good: { type: "gcp:storage/bucketObject:BucketObject", inputs: {} },
      at: "the class: ",
    },
  ],
  labelled: [
    inputs(BUCKET, { labels: { team: "data" } }, { labels }, "labels: "),
    inputs(BUCKET, {}, { labels: UNKNOWN }, "labels: "),
    inputs("gcp:monitoring/alertPolicy:AlertPolicy", {}, { userLabels: labels }, "userLabels: "),
    {
      bad: { type: BUCKET, inputs: {} },
      good: { type: BUCKET, inputs: {}, provider: { defaultLabels: labels } },
      at: "labels: ",
    },
    {
      // An address, whatever it is called.
      bad: { type: "gcp:monitoring/notificationChannel:NotificationChannel", inputs: { labels } },
      good: { type: "gcp:monitoring/notificationChannel:NotificationChannel", inputs: { userLabels: labels } },
      at: "userLabels: ",
    },
  ],
  "protected-data": [
    { bad: { type: BUCKET, inputs: {} }, good: { type: BUCKET, inputs: {}, protect: true }, at: "protect: " },
    {
      bad: { type: BUCKET, inputs: { forceDestroy: true }, protect: true },
      good: { type: BUCKET, inputs: { forceDestroy: false }, protect: true },
      at: "forceDestroy: ",
    },
    {
      bad: { type: DATASET, inputs: { deleteContentsOnDestroy: true }, protect: true },
      good: { type: DATASET, inputs: { deleteContentsOnDestroy: true, defaultTableExpirationMs: 1 } },
      at: "deleteContentsOnDestroy: ",
    },
    {
      // Only what of all folders goes by age is nothing to keep.
      bad: { type: BUCKET, inputs: { lifecycleRules: [deletion({ age: 14, matchesPrefixes: ["pings/"] })] } },
      good: {
        type: BUCKET,
        inputs: {
          lifecycleRules: [deletion({ age: 14 })],
          softDeletePolicy: { retentionDurationSeconds: 0 },
          forceDestroy: true,
        },
      },
      at: "protect: ",
    },
    inputs(TABLE, { deletionProtection: false }, { deletionProtection: true }, "deletionProtection: "),
    inputs(
      TABLE,
      { deletionProtection: false },
      { deletionProtection: false, externalDataConfiguration: {} },
      "deletionProtection: ",
    ),
    {
      bad: { type: "gcp:kms/cryptoKey:CryptoKey", inputs: {} },
      good: { type: "gcp:kms/cryptoKey:CryptoKey", inputs: {}, protect: true },
      at: "protect: ",
    },
  ],
  "private-workers": [
    inputs(
      "gcp:dataflow/flexTemplateJob:FlexTemplateJob",
      {},
      { ipConfiguration: "WORKER_IP_PRIVATE" },
      "ipConfiguration: ",
    ),
    inputs(
      "gcp:storage/bucketObject:BucketObject",
      { content: '{"defaultEnvironment":{"ipConfiguration":"WORKER_IP_PUBLIC"}}' },
      { content: '{"defaultEnvironment":{"ipConfiguration":"WORKER_IP_PRIVATE"}}' },
      "content.defaultEnvironment.ipConfiguration: ",
    ),
    inputs(
      "gcp:storage/bucketObject:BucketObject",
      { content: '{"defaultEnvironment":{}}' },
      { content: 'a "defaultEnvironment" in other words' },
      "content.defaultEnvironment.ipConfiguration: ",
    ),
    inputs(
      COMPOSER,
      { config: { enablePrivateEnvironment: false, enablePrivateBuildsOnly: true } },
      { config: { enablePrivateEnvironment: true, enablePrivateBuildsOnly: true } },
      "config.enablePrivateEnvironment: ",
    ),
  ],
  "nothing-forgotten": [
    inputs(
      FUNCTION,
      { eventTrigger: { retryPolicy: "RETRY_POLICY_DO_NOT_RETRY" } },
      { eventTrigger: { retryPolicy: "RETRY_POLICY_RETRY" } },
      "eventTrigger.retryPolicy: ",
    ),
    inputs(FUNCTION, { eventTrigger: { eventType: "x" } }, {}, "eventTrigger.retryPolicy: is missing"),
    inputs(
      SUBSCRIPTION,
      { retryPolicy: { minimumBackoff: "10s" } },
      { retryPolicy: { minimumBackoff: "10s" }, expirationPolicy: { ttl: "" } },
      "expirationPolicy.ttl: ",
    ),
    inputs(
      SUBSCRIPTION,
      { expirationPolicy: { ttl: "" } },
      { retryPolicy: { minimumBackoff: "10s" }, expirationPolicy: { ttl: "" } },
      "retryPolicy: ",
    ),
  ],
  "lasting-types": [
    types("gcp:vertex/aiSchedule:AiSchedule", "gcp:colab/schedule:Schedule"),
    types("gcp:notebooks/instance:Instance", "gcp:workbench/instance:Instance"),
    types("gcp:iap/brand:Brand", "gcp:iap/tunnelInstanceIAMMember:TunnelInstanceIAMMember"),
    types("gcp:ml/engineModel:EngineModel", "gcp:vertex/aiEndpoint:AiEndpoint"),
    types("gcp:datacatalog/tagTemplate:TagTemplate", "gcp:datacatalog/policyTag:PolicyTag"),
    inputs(DATASET, {}, { defaultCollation: "" }, "defaultCollation: "),
    inputs(MACHINE, { guestAccelerators: [{ count: 0 }] }, {}, "guestAccelerators: "),
    inputs("gcp:workflows/workflow:Workflow", {}, { sourceContents: "main:" }, "sourceContents: "),
  ],
  "fitting-names": [
    inputs(BUCKET, { name: "a".repeat(64) }, { name: "a".repeat(63) }, "name: "),
    inputs(BUCKET, {}, { name: UNKNOWN }, "name: is missing"),
    inputs(
      "gcp:serviceaccount/account:Account",
      { accountId: "sluice-a-long-environment-split" },
      { accountId: "sluice-dev-split" },
      "accountId: ",
    ),
  ],
  "ages-named": [
    inputs(
      BUCKET,
      { lifecycleRules: [deletion({ age: 1 }), deletion({ matchesPrefixes: ["a/"] })] },
      { lifecycleRules: [deletion({ age: 1 })] },
      "lifecycleRules[1].condition.age: is missing",
    ),
    inputs(
      BUCKET,
      { lifecycleRules: [deletion({ age: 0 })] },
      { lifecycleRules: [deletion({ age: UNKNOWN })] },
      "lifecycleRules[0].condition.age: is 0",
    ),
  ],
};

function deletion(condition: object): object {
  return { action: { type: "Delete" }, condition };
}

const production = { protect: true };
const guarded = ({ protect = false, provider = {}, ...rest }: Try): Guarded => ({
  name: "it",
  protect,
  provider,
  ...rest,
});

test("every rule is tried here", () => {
  expect(Object.keys(PAIRS)).toEqual(RULES.map(({ name }) => name));
});

test("unknown is what Pulumi calls unknown", () => {
  expect(UNKNOWN).toBe(UNKNOWN_TO_PULUMI);
});

describe.each(RULES.map((rule): [string, Rule] => [rule.name, rule]))("%s", (name, rule) => {
  test.each(PAIRS[name] ?? [])("$bad.type, $at", ({ bad, good, at }) => {
    const found = rule.check(guarded(bad), production);
    expect(found).toEqual([expect.stringContaining(" → ")]);
    expect(found[0]?.slice(0, at.length)).toBe(at);
    expect(rule.check(guarded(good), production)).toEqual([]);
  });
});

test("an environment without protection may be taken down", () => {
  const [protection] = RULES.filter(({ name }) => name === "protected-data");
  const found = PAIRS["protected-data"]?.flatMap(({ bad }) => protection?.check(guarded(bad), { protect: false }));
  expect(found).toEqual([]);
});

describe("a whole stack", () => {
  const provider: Registered = registered("pulumi:providers:gcp", "google", {
    defaultLabels: JSON.stringify(labels),
  });
  const bucket = registered(
    BUCKET,
    "scratch",
    {
      name: "acme-dev-scratch",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      lifecycleRules: [deletion({ age: 14 })],
      softDeletePolicy: { retentionDurationSeconds: 0 },
    },
    `${provider.urn}::provider-id`,
  );

  test("labels of its provider count", () => {
    expect(violations([provider, bucket], production)).toEqual([]);
    expect(violations([bucket], production)).toEqual([
      expect.stringMatching(/^labelled: gcp:storage.* scratch: labels: /),
    ]);
  });

  test.each([
    ["in production", true, 1],
    ["else as an advice", false, 0],
  ])("wants a budget for what costs by the hour, %s", (_, protect, count) => {
    const composer = registered(COMPOSER, "airflow", {
      name: "sluice-dev-airflow",
      labels,
      config: {
        enablePrivateEnvironment: true,
        enablePrivateBuildsOnly: true,
        nodeConfig: { serviceAccount: ours },
      },
    });
    const found = violations([composer], { protect });
    expect(found).toHaveLength(count);
    for (const message of found)
      expect(message).toMatch(/^budget-present: the stack: composer.Environment costs by the hour/);
    const budget = registered("gcp:billing/budget:Budget", "budget", { displayName: "Sluice dev" });
    expect(violations([composer, budget], { protect })).toEqual([]);
  });

  test("names of rules are Pulumi's kind, and each is there once", () => {
    const names = [...RULES, ...STACK_RULES].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z-]{1,99}$/);
  });
});

function registered(type: string, name: string, given: object, provider = ""): Registered {
  return {
    urn: `urn:pulumi:dev::sluice::${type}::${name}`,
    type,
    name,
    inputs: { ...given },
    protect: false,
    provider,
  };
}
