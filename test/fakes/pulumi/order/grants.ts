import { type AgentService, isAgentOf } from "../agents.ts";
import type { Resource } from "../registry.ts";
import { accountNeeds } from "./accounts.ts";
import { identity, isAgent, onProject } from "./grant.ts";
import type { Need } from "./need.ts";

// Grants that Google looks at while it makes a resource. Later is too late: the resource fails, or it is made and never
// works.

type Values = Readonly<Record<string, unknown>>;

export function grantNeeds(resource: Resource): Need[] {
  return [
    ...accountNeeds(resource),
    ...eventNeeds(resource),
    ...keyNeeds(resource),
    ...scheduleNeeds(resource),
    ...notificationNeeds(resource),
  ];
}

/** Who is told of uploads is told by a topic that Eventarc makes: Cloud Storage writes to it, as its own agent. */
function eventNeeds({ inputs }: Resource): Need[] {
  const event = inputs.eventTrigger as Values | undefined;
  if (event === undefined) return [];
  const caller = `serviceAccount:${event.serviceAccountEmail}`;
  const ofUploads = String(event.eventType).startsWith("google.cloud.storage.");
  return [
    identity("eventarc.googleapis.com"),
    onProject("roles/eventarc.eventReceiver", (member) => member === caller, "of the account that the event calls as"),
    ...(ofUploads
      ? [onProject("roles/pubsub.publisher", isAgent("storage.googleapis.com"), "of Cloud Storage's agent")]
      : []),
  ];
}

/** Whose agents lay hands on the data, by what a type begins with. */
const ENCRYPTING: Readonly<Record<string, readonly AgentService[]>> = {
  "gcp:artifactregistry/": ["artifactregistry.googleapis.com"],
  "gcp:bigquery/": ["bigquery.googleapis.com"],
  "gcp:cloudfunctionsv2/": [
    "cloudfunctions.googleapis.com",
    "run.googleapis.com",
    "artifactregistry.googleapis.com",
    "storage.googleapis.com",
  ],
  "gcp:composer/": [
    "composer.googleapis.com",
    "storage.googleapis.com",
    "pubsub.googleapis.com",
    "artifactregistry.googleapis.com",
  ],
  "gcp:compute/": ["compute.googleapis.com"],
  "gcp:pubsub/": ["pubsub.googleapis.com"],
  "gcp:secretmanager/": ["secretmanager.googleapis.com"],
  "gcp:storage/": ["storage.googleapis.com"],
  "gcp:vertex/": ["aiplatform.googleapis.com"],
};

function keyNeeds({ type, inputs }: Resource): Need[] {
  const prefix = Object.keys(ENCRYPTING).find((one) => type.startsWith(one));
  return keysIn(inputs).flatMap((key): Need[] => {
    if (prefix === undefined) {
      return [{ what: "agents that order/grants.ts does not know; say there whose they are", isMetBy: () => false }];
    }
    return (ENCRYPTING[prefix] ?? []).map((service) => ({
      what: `the right of ${service}'s agent to use its key (roles/cloudkms.cryptoKeyEncrypterDecrypter)`,
      isMetBy: ({ type: other, inputs: grant }) =>
        other === "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember" &&
        grant.role === "roles/cloudkms.cryptoKeyEncrypterDecrypter" &&
        grant.cryptoKeyId === key &&
        isAgentOf(service, grant.member),
    }));
  });
}

/** `defaultKmsKeyName`, `kmsKeySelfLink`: at any depth. */
function keysIn(inputs: Values): string[] {
  const found = Object.entries(inputs).flatMap(([name, value]): string[] => {
    if (typeof value === "string") return /kmsKey/i.test(name) && value !== "" ? [value] : [];
    return value !== null && typeof value === "object" ? keysIn(value as Values) : [];
  });
  return [...new Set(found)];
}

/** Compute Engine starts and stops a machine as its own agent. */
function scheduleNeeds({ type, inputs }: Resource): Need[] {
  const policies = inputs.resourcePolicies;
  const isScheduled =
    (type === "gcp:compute/instance:Instance" &&
      policies !== undefined &&
      (policies as readonly unknown[]).length > 0) ||
    type === "gcp:compute/resourcePolicyAttachment:ResourcePolicyAttachment";
  if (!isScheduled) return [];
  return [onProject(null, isAgent("compute.googleapis.com"), "of Compute Engine's agent to start and stop machines")];
}

/** Cloud Storage tries the topic when a notification is made. */
function notificationNeeds({ type, inputs }: Resource): Need[] {
  if (type !== "gcp:storage/notification:Notification") return [];
  return [
    {
      what: "the grant of roles/pubsub.publisher on its topic to Cloud Storage's agent",
      isMetBy: ({ type: other, inputs: grant }) =>
        other === "gcp:pubsub/topicIAMMember:TopicIAMMember" &&
        grant.role === "roles/pubsub.publisher" &&
        lastOf(grant.topic) === lastOf(inputs.topic) &&
        isAgentOf("storage.googleapis.com", grant.member),
    },
  ];
}

function lastOf(path: unknown): string | undefined {
  return String(path).split("/").at(-1);
}
