const PEOPLE = "no fake knows managed folders, single tables or policy tags";
const MACHINE = "no fake of Compute Engine";
const KMS = "no fake of Cloud KMS";
const COMPOSER = "no fake of Composer";
const BIGLAKE = "the fake of BigQuery has no tables over files of the lake";
const IMAGES = "images are no part of the chain; test/ports/builder-cloudbuild.test.ts takes it away";
const LOOKS = "people look by commands of their own; test/cli/look-in-cloud.test.ts reads with these rights";

/** Rights that no day of the chain needs, and why not. docs/iam.md prints it; test/functions/rights.test.ts holds it. */
export const NOT_EXERCISED: Readonly<Record<string, string>> = {
  "split project-viewer": "where functions launch, as in the tests, the right to launch covers it",
  "publish policyTags-categoryFineGrainedReader": "the fake of BigQuery knows no policy tags",
  "worker scratch-legacyBucketReader": "Beam's own look at the bucket is not in the fake of Dataflow",
  "airflow dags-objectViewer": MACHINE,
  "airflow project-logWriter": MACHINE,
  "airflow project-metricWriter": MACHINE,
  "airflow dags-objectUser": COMPOSER,
  "airflow project-dags-worker": COMPOSER,
  "build images-writer": IMAGES,
  "build scratch-objectViewer": IMAGES,
  "build project-sources-objectViewer": "no fake of Cloud Functions' own builds",
  "build project-logWriter": IMAGES,
  "serve models-objectViewer": "no fake of Vertex AI",
  "storage topic-reported-publisher": "the right on the project covers it; it stands should that one go",
  "storage key-lake-cryptoKeyEncrypterDecrypter": KMS,
  "bigquery key-warehouse-cryptoKeyEncrypterDecrypter": KMS,
  "compute project-machineScheduler": MACHINE,
  "compute key-lake-cryptoKeyEncrypterDecrypter": KMS,
  "pubsub key-lake-cryptoKeyEncrypterDecrypter": KMS,
  "artifactregistry key-lake-cryptoKeyEncrypterDecrypter": KMS,
  "secretmanager key-lake-cryptoKeyEncrypterDecrypter": KMS,
  "composer key-lake-cryptoKeyEncrypterDecrypter": KMS,
  "biglake committed-objectViewer": BIGLAKE,
  "biglake staging-objectViewer": BIGLAKE,
  "biglake quarantine-objectViewer": BIGLAKE,
  "operators ledger-objectViewer": LOOKS,
  "operators committed-objectViewer": LOOKS,
  "operators outbox-objectViewer": LOOKS,
  "operators plans-objectViewer": LOOKS,
  "operators raw-legacyBucketReader": LOOKS,
  "operators staging-legacyBucketReader": LOOKS,
  "operators quarantine-legacyBucketReader": LOOKS,
  "operators machine-tunnelResourceAccessor": MACHINE,
  "read table-dataViewer": PEOPLE,
  "read folder-staging-objectViewer": PEOPLE,
  "read folder-committed-objectViewer": PEOPLE,
  "readClassified table-dataViewer": PEOPLE,
  "readClassified policyTags-categoryFineGrainedReader": PEOPLE,
  "readClassified folder-staging-objectViewer": PEOPLE,
  "readClassified folder-committed-objectViewer": PEOPLE,
  "write folder-landing-objectUser": PEOPLE,
};
