// What must exist before what: right orders, and each with one thing too late or missing.
import { describe, expect, test } from "@jest/globals";
import { type AgentService, agentEmail } from "./agents.ts";
import { madeUp } from "./made-up.ts";
import { closure, orderProblems } from "./order.ts";
import type { Resource } from "./registry.ts";
import { UNKNOWN } from "./values.ts";

const member = (service: AgentService) => `serviceAccount:${agentEmail(service, "123456789012")}`;
const STORAGE = member("storage.googleapis.com");
const KEY = "projects/p/locations/eu/keyRings/r/cryptoKeys/k";

const api = (name: string) =>
  madeUp("gcp:projects/service:Service", { service: `${name}.googleapis.com` }, { name: `api-${name}` });
const platform = madeUp("sluice:infra:Platform", {}, { name: "platform", isCustom: false });
const APIS =
  "artifactregistry bigquery cloudbuild cloudfunctions cloudkms cloudresourcemanager composer compute eventarc iam monitoring pubsub run secretmanager storage"
    .split(" ")
    .map(api);
const urns = (resources: readonly Resource[]) => resources.map(({ urn }) => urn);
const ground = madeUp("sluice:infra:Ground", {}, { name: "ground", isCustom: false, dependsOn: urns(APIS) });
const onGround = (type: string, name: string, inputs: Resource["inputs"]) =>
  madeUp(type, inputs, { name, parent: ground.urn });
const topic = onGround("gcp:pubsub/topic:Topic", "topic", { name: "sluice-dev-reported" });
const GROUND = [
  madeUp("pulumi:providers:gcp", { project: "acme-dev" }, { name: "google" }),
  platform,
  ...APIS,
  ground,
  topic,
  onGround("gcp:pubsub/topic:Topic", "other-topic", { name: "sluice-dev-mail" }),
  onGround("gcp:kms/cryptoKey:CryptoKey", "key", { name: "k" }),
  onGround("gcp:kms/cryptoKey:CryptoKey", "other-key", { name: "other" }),
  onGround("gcp:projects/iAMCustomRole:IAMCustomRole", "role", { roleId: "starter" }),
];
const component = madeUp("sluice:infra:Lake", {}, { name: "lake", isCustom: false, dependsOn: urns(GROUND) });
const inLake = (type: string, name: string, inputs: Resource["inputs"], after: readonly Resource[] = []) =>
  madeUp(type, inputs, { name, parent: component.urn, dependsOn: urns(after) });
const onProject = (name: string, role: string, who: string) =>
  inLake("gcp:projects/iAMMember:IAMMember", name, { project: "p", role, member: who });

const eventarc = inLake("gcp:projects/serviceIdentity:ServiceIdentity", "agent", {
  service: "eventarc.googleapis.com",
});
const publisher = onProject("publisher", "roles/pubsub.publisher", STORAGE);
const caller = "sluice-dev-trigger@elsewhere.iam.gserviceaccount.com";
const receiver = onProject("receiver", "roles/eventarc.eventReceiver", `serviceAccount:${caller}`);
const starter = onProject("starter", "projects/p/roles/starter", member("compute.googleapis.com"));
const onTopic = inLake("gcp:pubsub/topicIAMMember:TopicIAMMember", "on-topic", {
  topic: "sluice-dev-reported",
  role: "roles/pubsub.publisher",
  member: STORAGE,
});
const onKey = (service: AgentService, cryptoKeyId = KEY) =>
  inLake("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", `key-${service}`, {
    cryptoKeyId,
    role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
    member: member(service),
  });

const onDrop = (after: readonly Resource[], eventType = "google.cloud.storage.object.v1.finalized") =>
  inLake(
    "gcp:cloudfunctionsv2/function:Function",
    "on-drop",
    { eventTrigger: { eventType, serviceAccountEmail: caller } },
    after,
  );
const bucket = (after: readonly Resource[]) =>
  inLake("gcp:storage/bucket:Bucket", "raw", { encryption: { defaultKmsKeyName: KEY } }, after);
const notification = (after: readonly Resource[]) =>
  inLake(
    "gcp:storage/notification:Notification",
    "reported",
    { topic: "projects/p/topics/sluice-dev-reported" },
    after,
  );
const machine = (after: readonly Resource[], resourcePolicies: unknown = ["night"]) =>
  inLake("gcp:compute/instance:Instance", "airflow", { resourcePolicies }, after);

const problems = (...resources: Resource[]) => orderProblems([...GROUND, component, ...resources]);

test("what is before: parents, what they wait for, and so on", () => {
  const first = onDrop([publisher]);
  const all = [...GROUND, component, publisher, first];
  const before = urns([...GROUND, component, publisher]);
  expect([...closure(all, first.urn)].sort()).toEqual(before.sort());
  expect([...closure(all, platform.urn)]).toEqual([]);
});

const storageKey = onKey("storage.googleapis.com");
const composerAgent = inLake("gcp:projects/serviceIdentity:ServiceIdentity", "composer-agent", {
  service: "composer.googleapis.com",
});
const composerKey = (after: readonly Resource[]) => ({ ...onKey("composer.googleapis.com"), dependsOn: urns(after) });
const runner = "sluice-dev-airflow@elsewhere.iam.gserviceaccount.com";
const works = onProject("works", "roles/composer.worker", `serviceAccount:${runner}`);
const airflow = (after: readonly Resource[]) =>
  inLake(
    "gcp:composer/environment:Environment",
    "airflow",
    { config: { nodeConfig: { serviceAccount: runner } } },
    after,
  );
const builder = "sluice-dev-build@elsewhere.iam.gserviceaccount.com";
const builds = ["logging.logWriter", "artifactregistry.writer", "storage.objectViewer"].map((role) =>
  onProject(role, `roles/${role}`, `serviceAccount:${builder}`),
);
const built = (after: readonly Resource[]) =>
  inLake(
    "gcp:cloudfunctionsv2/function:Function",
    "step",
    { buildConfig: { serviceAccount: `projects/elsewhere/serviceAccounts/${builder}` } },
    after,
  );
const account = inLake("gcp:serviceaccount/account:Account", "split", { accountId: "sluice-dev-split" });
const asAccount = (after: readonly Resource[], email = "sluice-dev-split@acme-dev.iam.gserviceaccount.com") =>
  inLake("gcp:compute/instance:Instance", "worker", { serviceAccount: { email } }, after);
const reportedBy = (after: readonly Resource[], named: string) =>
  inLake("gcp:pubsub/subscription:Subscription", "reported-by", { topic: named }, after);
const policy = madeUp("gcp:compute/resourcePolicyAttachment:ResourcePolicyAttachment", {}, { name: "night" });

describe("right", () => {
  test.each<[string, Resource[]]>([
    ["a function called by uploads", [eventarc, publisher, receiver, onDrop([eventarc, publisher, receiver])]],
    [
      "a function called by messages",
      [eventarc, receiver, onDrop([eventarc, receiver], "google.cloud.pubsub.topic.v1.messagePublished")],
    ],
    ["a bucket with a key", [storageKey, bucket([storageKey])]],
    ["a notification", [onTopic, notification([onTopic])]],
    ["a machine that is started", [starter, machine([starter])]],
    ["a machine that is not", [machine([], [])]],
    ["the agent of what is switched on", [eventarc]],
    ["a grant to an agent", [composerAgent, composerKey([composerAgent])]],
    ["Airflow", [works, airflow([works])]],
    ["a function that is built", [...builds, built(builds)]],
    ["who runs as an account of ours", [account, asAccount([account])]],
    ["who runs as an account of others", [asAccount([], "sluice-dev-split@elsewhere.iam.gserviceaccount.com")]],
    ["what names a topic", [topic, reportedBy([topic], "projects/p/topics/sluice-dev-reported")]],
    ["what is no cloud's", [madeUp("random:index/randomId:RandomId", {})]],
  ])("%s", (_, resources) => {
    expect(problems(...resources)).toEqual([]);
  });
});

describe("wrong", () => {
  test.each<[string, Resource[], string[]]>([
    [
      "an API that nobody waits for",
      [madeUp("gcp:pubsub/topic:Topic", {}, { name: "mail", parent: platform.urn })],
      ["gcp:pubsub/topic:Topic mail: does not wait for the API pubsub.googleapis.com → let it depend on api-pubsub"],
    ],
    [
      "an API that is not there",
      [inLake("gcp:vertex/aiEndpoint:AiEndpoint", "serve", {})],
      [
        "gcp:vertex/aiEndpoint:AiEndpoint serve: needs the API aiplatform.googleapis.com → nothing in the stack makes it",
      ],
    ],
    [
      "a module that nobody knows",
      [inLake("gcp:redis/instance:Instance", "cache", {})],
      ["gcp:redis/instance:Instance cache: nobody has said which API it needs → add its module to order/apis.ts"],
    ],
    [
      "uploads are told of too early",
      [eventarc, publisher, receiver, onDrop([])],
      [
        "gcp:cloudfunctionsv2/function:Function on-drop: does not wait for the agent of eventarc.googleapis.com → let it depend on agent",
        "gcp:cloudfunctionsv2/function:Function on-drop: does not wait for the grant of the account that the event calls as on the project (roles/eventarc.eventReceiver) → let it depend on receiver",
        "gcp:cloudfunctionsv2/function:Function on-drop: does not wait for the grant of Cloud Storage's agent on the project (roles/pubsub.publisher) → let it depend on publisher",
      ],
    ],
    [
      "the key's grant comes too late",
      [storageKey, bucket([])],
      [
        "gcp:storage/bucket:Bucket raw: does not wait for the right of storage.googleapis.com's agent to use its key (roles/cloudkms.cryptoKeyEncrypterDecrypter) → let it depend on key-storage.googleapis.com",
      ],
    ],
    [
      "another key's grant, another agent's",
      [onKey("storage.googleapis.com", "other"), bucket([onKey("bigquery.googleapis.com")])],
      [
        "gcp:storage/bucket:Bucket raw: needs the right of storage.googleapis.com's agent to use its key (roles/cloudkms.cryptoKeyEncrypterDecrypter) → nothing in the stack makes it",
      ],
    ],
    [
      "a key of a service that nobody knows",
      [inLake("gcp:monitoring/dashboard:Dashboard", "all", { kmsKeyName: KEY })],
      [
        "gcp:monitoring/dashboard:Dashboard all: needs agents that order/grants.ts does not know; say there whose they are → nothing in the stack makes it",
      ],
    ],
    [
      "a notification before its grant, which is on another topic",
      [{ ...onTopic, inputs: { ...onTopic.inputs, topic: "sluice-dev-mail" } }, publisher, notification([publisher])],
      [
        "gcp:storage/notification:Notification reported: needs the grant of roles/pubsub.publisher on its topic to Cloud Storage's agent → nothing in the stack makes it",
      ],
    ],
    [
      "a machine before who starts it",
      [starter, machine([])],
      [
        "gcp:compute/instance:Instance airflow: does not wait for the grant of Compute Engine's agent to start and stop machines on the project → let it depend on starter",
      ],
    ],
    [
      "a policy that is attached later",
      [{ ...policy, parent: component.urn }],
      [
        "gcp:compute/resourcePolicyAttachment:ResourcePolicyAttachment night: needs the grant of Compute Engine's agent to start and stop machines on the project → nothing in the stack makes it",
      ],
    ],
    [
      "a grant to an agent that is not there yet",
      [composerAgent, composerKey([])],
      [
        "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember key-composer.googleapis.com: does not wait for the agent of composer.googleapis.com → let it depend on composer-agent",
      ],
    ],
    [
      "Airflow before it may work",
      [works, airflow([])],
      [
        "gcp:composer/environment:Environment airflow: does not wait for the grant of the account that Airflow runs as on the project (roles/composer.worker) → let it depend on works",
      ],
    ],
    [
      "a build that may not write its image",
      [...builds, built(builds.filter(({ name }) => name !== "artifactregistry.writer"))],
      [
        "gcp:cloudfunctionsv2/function:Function step: does not wait for the grant of the account that it is built as (roles/artifactregistry.writer) → let it depend on artifactregistry.writer",
      ],
    ],
    [
      "an account by its address, before it is made",
      [account, asAccount([])],
      ["gcp:compute/instance:Instance worker: does not wait for Account sluice-dev-split → let it depend on split"],
    ],
    [
      "an account by an address that is none",
      [account, asAccount([account], "sluice-dev-spilt@acme-dev.iam.gserviceaccount.com")],
      ["gcp:compute/instance:Instance worker: needs Account sluice-dev-spilt → nothing in the stack makes it"],
    ],
    [
      "a topic by its name, before it is made",
      [
        { ...topic, parent: platform.urn, name: "late", urn: "late", dependsOn: urns(APIS), inputs: { name: "late" } },
        reportedBy([], "late"),
      ],
      ["gcp:pubsub/subscription:Subscription reported-by: does not wait for Topic late → let it depend on late"],
    ],
    [
      "a topic by a name that is none",
      [reportedBy([], "projects/p/topics/sluice-dev-reprted")],
      [
        "gcp:pubsub/subscription:Subscription reported-by: needs Topic projects/p/topics/sluice-dev-reprted → nothing in the stack makes it",
      ],
    ],
    [
      "nobody can tell whose an account is",
      [{ ...onTopic, inputs: { ...onTopic.inputs, member: UNKNOWN } }, notification([onTopic])],
      [
        "gcp:storage/notification:Notification reported: needs the grant of roles/pubsub.publisher on its topic to Cloud Storage's agent → nothing in the stack makes it",
      ],
    ],
  ])("%s", (_, resources, expected) => {
    expect(problems(...resources)).toEqual(expected);
  });
});
