import { CUSTOM_ROLES, type Right } from "../../lakehouse/plan/cloud/rights.ts";

const READ = ["storage.objects.get", "storage.objects.list"];

/**
 * What each role may, of what the fakes know, as Google's page "IAM roles and permissions index" lists it. To write over
 * an object needs `storage.objects.delete` too.
 */
export const PERMISSIONS: Readonly<Record<Right["role"], readonly string[]>> = {
  "storage.objectViewer": READ,
  "storage.legacyBucketReader": ["storage.buckets.get", "storage.objects.list"],
  "storage.objectCreator": ["storage.objects.create"],
  "storage.objectUser": [...READ, "storage.objects.create", "storage.objects.delete", "storage.objects.update"],
  "run.invoker": ["run.routes.invoke"],
  "bigquery.jobUser": ["bigquery.jobs.create", "bigquery.jobs.get"],
  "bigquery.dataViewer": [
    "bigquery.tables.get",
    "bigquery.tables.getData",
    "bigquery.tables.list",
    "bigquery.tables.export",
  ],
  "bigquery.dataEditor": [
    "bigquery.tables.get",
    "bigquery.tables.getData",
    "bigquery.tables.list",
    "bigquery.tables.export",
    "bigquery.tables.create",
    "bigquery.tables.update",
    "bigquery.tables.updateData",
    "bigquery.tables.delete",
  ],
  "dataflow.viewer": ["dataflow.jobs.get", "dataflow.jobs.list"],
  "pubsub.publisher": ["pubsub.topics.publish"],
  "secretmanager.secretAccessor": ["secretmanager.versions.access"],
  "sluice.dataflowLauncher": CUSTOM_ROLES["sluice.dataflowLauncher"].permissions,
  "sluice.dataflowWorker": CUSTOM_ROLES["sluice.dataflowWorker"].permissions,
  "sluice.machineScheduler": CUSTOM_ROLES["sluice.machineScheduler"].permissions,
  "artifactregistry.reader": [
    "artifactregistry.repositories.downloadArtifacts",
    "artifactregistry.tags.get",
    "artifactregistry.tags.list",
  ],
  "artifactregistry.writer": [
    "artifactregistry.repositories.downloadArtifacts",
    "artifactregistry.repositories.uploadArtifacts",
    "artifactregistry.tags.create",
    "artifactregistry.tags.get",
    "artifactregistry.tags.list",
    "artifactregistry.tags.update",
  ],
  "eventarc.eventReceiver": ["eventarc.events.receiveEvent"],
  "iam.serviceAccountUser": ["iam.serviceAccounts.actAs"],
  "logging.logWriter": ["logging.logEntries.create"],
  "monitoring.metricWriter": ["monitoring.timeSeries.create"],
  "composer.worker": [...READ, "storage.objects.create", "storage.objects.delete"],
  "cloudkms.cryptoKeyEncrypterDecrypter": [
    "cloudkms.cryptoKeyVersions.useToDecrypt",
    "cloudkms.cryptoKeyVersions.useToEncrypt",
  ],
  "iap.tunnelResourceAccessor": ["iap.tunnelInstances.accessViaIAP"],
  "datacatalog.categoryFineGrainedReader": ["datacatalog.categories.fineGrainedGet"],
};
