import { type Form, type Forms, form, hostLabel, upTo } from "./form.ts";

// From the pages on naming of each service. Where one takes more than we use, ours is narrower.

const TOPIC = form(
  /^(?!goog)[A-Za-z][A-Za-z0-9._~+%-]{2,254}$/,
  "3 to 255 of letters, digits and ._~+%-, a letter first, and not goog",
);
const BIGQUERY = form(/^[A-Za-z0-9_]{1,1024}$/, "at most 1024 of letters, digits and _");
const KEY = form(/^[A-Za-z0-9_-]{1,63}$/, "at most 63 of letters, digits, _ and -");
const CLASS = form(/^(STANDARD|NEARLINE|COLDLINE|ARCHIVE)$/, "STANDARD, NEARLINE, COLDLINE or ARCHIVE");
const MONITORED = form(/^[A-Za-z0-9-]{1,63}$/, "at most 63 of letters, digits and -");
const CRON = form(/^\S+( \S+){4}$|^every /, "five fields, or `every …`");
/** Its bytes are counted; ours are all ASCII. */
const OBJECT = form(/^(?!\.well-known\/acme-challenge\/)[\x20-\x7e]{1,1024}$/, "at most 1024 plain characters");

const NAMED: Forms = { name: hostLabel() };

const BUCKET: Forms = {
  // Without dots: with one it is a domain, and whose it is must be proved.
  name: form(
    /^(?!goog)(?!.*(?:google|g00gle))[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/,
    "3 to 63 of a-z, 0-9, - and _, a letter or digit first and last, no google",
  ),
  storageClass: CLASS,
  "lifecycleRules[].action.type": form(
    /^(Delete|SetStorageClass|AbortIncompleteMultipartUpload)$/,
    "Delete, SetStorageClass or AbortIncompleteMultipartUpload",
  ),
  "lifecycleRules[].action.storageClass": CLASS,
};

const ROLE: Forms = {
  roleId: form(/^[A-Za-z0-9_.]{3,64}$/, "3 to 64 of letters, digits, _ and ."),
  title: upTo(100),
  "permissions[]": form(/^[a-zA-Z]+(\.[a-zA-Z]+){2}$/, "a permission, as storage.objects.get"),
};

const ALERT: Forms = {
  displayName: upTo(512),
  "conditions[].displayName": upTo(512),
  "documentation.content": form(/^[\s\S]{1,8192}$/, "at most 8192 characters"),
};

const TAXONOMY: Form = form(/^[\p{L}\p{N}_ -]{1,200}$/u, "at most 200 of letters, digits, _, - and spaces");

export const FORMS: Readonly<Record<string, Forms>> = {
  "gcp:artifactregistry/repository:Repository": { repositoryId: hostLabel() },
  "gcp:bigquery/connection:Connection": { connectionId: KEY },
  "gcp:bigquery/dataset:Dataset": { datasetId: BIGQUERY, friendlyName: upTo(1024) },
  "gcp:bigquery/routine:Routine": { routineId: form(/^[A-Za-z0-9_]{1,256}$/, "at most 256 of letters, digits and _") },
  "gcp:bigquery/rowAccessPolicy:RowAccessPolicy": {
    policyId: form(/^[A-Za-z0-9_]{1,256}$/, "at most 256 of letters, digits and _"),
  },
  "gcp:bigquery/table:Table": { tableId: BIGQUERY },
  "gcp:billing/budget:Budget": { displayName: upTo(60) },
  "gcp:cloudfunctionsv2/function:Function": { name: hostLabel() },
  "gcp:cloudrunv2/service:Service": { name: hostLabel(49) },
  "gcp:cloudscheduler/job:Job": {
    name: form(/^[A-Za-z0-9_-]{1,500}$/, "at most 500 of letters, digits, _ and -"),
    schedule: CRON,
  },
  "gcp:composer/environment:Environment": { name: hostLabel(64) },
  "gcp:compute/address:Address": NAMED,
  "gcp:compute/disk:Disk": NAMED,
  "gcp:compute/firewall:Firewall": NAMED,
  "gcp:compute/instance:Instance": NAMED,
  "gcp:compute/network:Network": NAMED,
  "gcp:compute/resourcePolicy:ResourcePolicy": NAMED,
  "gcp:compute/route:Route": NAMED,
  "gcp:compute/router:Router": NAMED,
  "gcp:compute/routerNat:RouterNat": NAMED,
  "gcp:compute/subnetwork:Subnetwork": NAMED,
  "gcp:datacatalog/policyTag:PolicyTag": { displayName: TAXONOMY },
  "gcp:datacatalog/taxonomy:Taxonomy": { displayName: TAXONOMY },
  "gcp:eventarc/trigger:Trigger": { name: hostLabel() },
  "gcp:kms/cryptoKey:CryptoKey": { name: KEY },
  "gcp:kms/keyRing:KeyRing": { name: KEY },
  "gcp:logging/metric:Metric": {
    name: form(
      /^[A-Za-z0-9_.,+!*',()%-][A-Za-z0-9_.,+!*',()%/-]{0,99}$/,
      "at most 100 of letters, digits and _-.,+!*',()%/",
    ),
  },
  "gcp:logging/projectSink:ProjectSink": {
    name: form(/^[A-Za-z0-9_.-]{1,100}$/, "at most 100 of letters, digits and _.-"),
  },
  "gcp:monitoring/alertPolicy:AlertPolicy": ALERT,
  "gcp:monitoring/customService:CustomService": { serviceId: MONITORED, displayName: upTo(512) },
  "gcp:monitoring/genericService:GenericService": { serviceId: MONITORED, displayName: upTo(512) },
  "gcp:monitoring/notificationChannel:NotificationChannel": { displayName: upTo(512) },
  "gcp:monitoring/slo:Slo": { sloId: MONITORED, displayName: upTo(512) },
  "gcp:projects/iAMCustomRole:IAMCustomRole": ROLE,
  "gcp:projects/service:Service": {
    service: form(/^[a-z]+(-[a-z]+)*\.googleapis\.com$/, "a service, as storage.googleapis.com"),
  },
  "gcp:pubsub/subscription:Subscription": { name: TOPIC },
  "gcp:pubsub/topic:Topic": { name: TOPIC },
  "gcp:secretmanager/secret:Secret": {
    secretId: form(/^[A-Za-z0-9_-]{1,255}$/, "at most 255 of letters, digits, _ and -"),
  },
  "gcp:serviceaccount/account:Account": {
    accountId: form(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "6 to 30 of a-z, 0-9 and -, a letter first, no - last"),
    displayName: upTo(100),
    description: upTo(256),
  },
  "gcp:storage/bucket:Bucket": BUCKET,
  "gcp:storage/bucketObject:BucketObject": { name: OBJECT },
  "gcp:storage/managedFolder:ManagedFolder": {
    name: form(/^[\x20-\x7e]{1,1023}\/$/, "at most 1024 plain characters, a / last"),
  },
  "gcp:vertex/aiEndpoint:AiEndpoint": {
    name: form(/^[1-9]\d{0,9}$/, "at most 10 digits, no 0 first"),
    displayName: upTo(128),
  },
};
