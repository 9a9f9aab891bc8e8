import type { Resource } from "../registry.ts";
import type { Need } from "./need.ts";

// Names are known before anything is made, so a program may write them down where it could pass the resource on. Pulumi
// then sees no dependency, and the service no such resource.

type Values = Readonly<Record<string, unknown>>;

interface Target {
  readonly type: string;
  /** The input that is its name. */
  readonly by: string;
}

const BUCKET = { type: "gcp:storage/bucket:Bucket", by: "name" };
const DATASET = { type: "gcp:bigquery/dataset:Dataset", by: "datasetId" };
const IMAGES = { type: "gcp:artifactregistry/repository:Repository", by: "repositoryId" };
const INSTANCE = { type: "gcp:compute/instance:Instance", by: "name" };
const KEY = { type: "gcp:kms/cryptoKey:CryptoKey", by: "name" };
const SECRET = { type: "gcp:secretmanager/secret:Secret", by: "secretId" };
const TOPIC = { type: "gcp:pubsub/topic:Topic", by: "name" };

/** By the name of an input, at any depth. Its value, or what follows its last slash, is a name. */
const TARGETS: Readonly<Record<string, Target>> = {
  bucket: BUCKET,
  connectionId: { type: "gcp:bigquery/connection:Connection", by: "connectionId" },
  cryptoKeyId: KEY,
  datasetId: DATASET,
  defaultKmsKeyName: KEY,
  dockerRepository: IMAGES,
  instance: INSTANCE,
  instanceName: INSTANCE,
  keyRing: { type: "gcp:kms/keyRing:KeyRing", by: "name" },
  kmsKeyName: KEY,
  kmsKeySelfLink: KEY,
  managedFolder: { type: "gcp:storage/managedFolder:ManagedFolder", by: "name" },
  network: { type: "gcp:compute/network:Network", by: "name" },
  pubsubTopic: TOPIC,
  repository: IMAGES,
  router: { type: "gcp:compute/router:Router", by: "name" },
  secret: SECRET,
  secretId: SECRET,
  subnetwork: { type: "gcp:compute/subnetwork:Subnetwork", by: "name" },
  tableId: { type: "gcp:bigquery/table:Table", by: "tableId" },
  topic: TOPIC,
  topicName: TOPIC,
};

const ACCOUNT = "gcp:serviceaccount/account:Account";
/** An account of some project's own, in whatever text. */
const EMAIL = /\b([a-z][a-z0-9-]{4,28}[a-z0-9])@([a-z0-9-]+)\.iam\.gserviceaccount\.com\b/g;
const ROLE = /^projects\/[^/]+\/roles\/(.+)$/;

/** What it names must be there. Of accounts: those of `projects`, others are not the stack's to make. */
export function referenceNeeds(resource: Resource, projects: ReadonlySet<string>): Need[] {
  const found = textsIn(resource.inputs).flatMap(([name, text]): Need[] => {
    const target = TARGETS[name];
    const role = name === "role" ? ROLE.exec(text)?.[1] : undefined;
    return [
      ...(target === undefined || target.type === resource.type ? [] : [named(target, text)]),
      ...(role === undefined ? [] : [named({ type: "gcp:projects/iAMCustomRole:IAMCustomRole", by: "roleId" }, role)]),
      ...[...text.matchAll(EMAIL)]
        .filter(([, , project = ""]) => projects.has(project))
        .map(([, accountId = ""]) => named({ type: ACCOUNT, by: "accountId" }, accountId)),
    ];
  });
  return [...new Map(found.map((need) => [need.what, need])).values()];
}

/** Whose accounts the stack makes: those of its providers. */
export function projectsOf(resources: readonly Resource[]): ReadonlySet<string> {
  const projects = resources.map(({ type, inputs }) => (type === "pulumi:providers:gcp" ? inputs.project : undefined));
  return new Set(projects.filter((project) => typeof project === "string"));
}

function named({ type, by }: Target, text: string): Need {
  const names = [text, text.split("/").at(-1)];
  return {
    what: `${type.split(":")[2]} ${text}`,
    isMetBy: (other) => other.type === type && names.includes(String(other.inputs[by])),
  };
}

/** With the name of the input that each is of; items of a list have the list's. */
function textsIn(value: unknown, name = ""): [name: string, text: string][] {
  if (typeof value === "string") return [[name, value]];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, name));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value as Values).flatMap(([key, item]) => textsIn(item, key));
}
