import {
  accountEmail,
  airflowName,
  bucketName,
  type CloudEnvironment,
  dagsBucket,
  functionName,
  imageRepository,
  mailKeySecret,
  modelsBucket,
  scratchBucket,
  topicName,
} from "../../lakehouse/plan/cloud/names.ts";
import type { Right } from "../../lakehouse/plan/cloud/rights.ts";
import { operationsDataset } from "../../lakehouse/plan/history/tables.ts";
import { tableNames } from "../../lakehouse/plan/names.ts";

const BUCKETS = { scratch: scratchBucket, dags: dagsBucket, models: modelsBucket };

/** What a right is on, by its name's form. */
export function whereWords(environment: CloudEnvironment, right: Right): string {
  switch (right.on) {
    case "zone":
      return `bucket \`${bucketName(environment, right.zone)}\``;
    case "bucket":
      return `bucket \`${BUCKETS[right.bucket](environment)}\``;
    case "dataset": {
      const { consumption, quarantine } = tableNames(environment.id, "DATASET", "TABLE", "TABLE");
      const staging = tableNames(environment.id, "DATASET", "TABLE", "TABLE").staging;
      const operations = { dataset: operationsDataset(environment) };
      const dataset = { consumption, quarantine, staging, operations }[right.dataset].dataset;
      return `${right.dataset === "staging" ? "each BigQuery dataset" : "BigQuery dataset"} \`${dataset}\``;
    }
    case "table": {
      const { dataset, table } = tableNames(environment.id, "DATASET", "TABLE", "TABLE").consumption;
      return `table \`${dataset}.${table}\``;
    }
    case "policyTags":
      return "policy tags of its classified columns";
    case "folder":
      return `folder \`${bucketName(environment, right.zone)}/${right.zone === "landing" ? "FOLDER" : "DATASET"}/\``;
    case "project":
      return "the project";
    case "images":
      return `images \`${imageRepository(environment)}\``;
    case "events":
      return "each function that events, messages and ticks call";
    case "function":
      return `function \`${functionName(environment, right.target)}\``;
    case "topic":
      return `topic \`${topicName(environment, right.topic)}\``;
    case "account":
      return `account \`${accountEmail(environment, right.account).split("@")[0]}\``;
    case "secret":
      return `secret \`${mailKeySecret(environment)}\``;
    case "key":
      return `key \`${right.key}\``;
    case "machine":
      return `machine \`${airflowName(environment)}\``;
  }
}
