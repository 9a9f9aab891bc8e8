import { type Right, WORKER } from "../../lakehouse/plan/cloud/rights.ts";

/**
 * What each role may, of what the fakes know, as Google's page "IAM roles and permissions index" lists it. To write over
 * an object needs `storage.objects.delete` too.
 */
export const PERMISSIONS: Readonly<Record<Right["role"], readonly string[]>> = {
  "storage.objectViewer": ["storage.objects.get", "storage.objects.list"],
  "storage.objectCreator": ["storage.objects.create"],
  "storage.objectUser": [
    "storage.objects.get",
    "storage.objects.list",
    "storage.objects.create",
    "storage.objects.delete",
    "storage.objects.update",
  ],
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
  "dataflow.developer": ["dataflow.jobs.create", "dataflow.jobs.get", "dataflow.jobs.list", "dataflow.jobs.cancel"],
  "pubsub.publisher": ["pubsub.topics.publish"],
  "secretmanager.secretAccessor": ["secretmanager.versions.access"],
  [WORKER.name]: WORKER.permissions,
  "artifactregistry.reader": ["artifactregistry.repositories.downloadArtifacts"],
  "eventarc.eventReceiver": ["eventarc.events.receiveEvent"],
  "iam.serviceAccountUser": ["iam.serviceAccounts.actAs"],
};
