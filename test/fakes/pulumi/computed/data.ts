// Where data lies, and what says who reads which of it.

const STORAGE = "https://www.googleapis.com/storage/v1/b";
const BIGQUERY = "https://bigquery.googleapis.com/bigquery/v2";

export const DATA = {
  "gcp:storage/bucket:Bucket": { id: "{name}", url: "gs://{name}", selfLink: `${STORAGE}/{name}` },
  "gcp:storage/bucketObject:BucketObject": {
    id: "{bucket}-{name}",
    outputName: "{name}",
    generation: 1_700_000_000_000_000,
    selfLink: `${STORAGE}/{bucket}/o/{name}`,
    mediaLink: `${STORAGE}/{bucket}/o/{name}?alt=media`,
  },
  "gcp:storage/managedFolder:ManagedFolder": {
    id: "{bucket}/managedFolders/{name}",
    selfLink: `${STORAGE}/{bucket}/managedFolders/{name}`,
  },
  "gcp:storage/notification:Notification": {
    id: "{bucket}/notificationConfigs/{number}",
    notificationId: "{number}",
    selfLink: `${STORAGE}/{bucket}/notificationConfigs/{number}`,
  },
  "gcp:bigquery/dataset:Dataset": {
    id: "projects/{project}/datasets/{datasetId}",
    selfLink: `${BIGQUERY}/projects/{project}/datasets/{datasetId}`,
  },
  "gcp:bigquery/datasetAccess:DatasetAccess": { id: "{datasetId}/{number}" },
  "gcp:bigquery/table:Table": {
    id: "projects/{project}/datasets/{datasetId}/tables/{tableId}",
    selfLink: `${BIGQUERY}/projects/{project}/datasets/{datasetId}/tables/{tableId}`,
  },
  "gcp:bigquery/routine:Routine": { id: "projects/{project}/datasets/{datasetId}/routines/{routineId}" },
  "gcp:bigquery/rowAccessPolicy:RowAccessPolicy": {
    id: "projects/{project}/datasets/{datasetId}/tables/{tableId}/rowAccessPolicies/{policyId}",
  },
  "gcp:bigquery/connection:Connection": {
    id: "projects/{project}/locations/{location}/connections/{connectionId}",
    name: "projects/{projectNumber}/locations/{location}/connections/{connectionId}",
    // Every connection has an account of its own.
    cloudResource: { serviceAccountId: "bqcx-{projectNumber}-{number}@gcp-sa-bigquery-condel.iam.gserviceaccount.com" },
  },
  "gcp:datacatalog/taxonomy:Taxonomy": {
    id: "projects/{project}/locations/{region}/taxonomies/{number}",
    name: "projects/{project}/locations/{region}/taxonomies/{number}",
  },
  "gcp:datacatalog/policyTag:PolicyTag": {
    id: "{taxonomy}/policyTags/{number}",
    name: "{taxonomy}/policyTags/{number}",
  },
} as const;
