import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";

// Google's own description of the service, from the package of its client.

const PACKAGE = "google.dataflow.v1beta3";
const client = fileURLToPath(import.meta.resolve("@google-cloud/dataflow"));
const file = client.replace(/build[/\\]src[/\\]index\.js$/, "build/protos/protos.json");

export const dataflowRoot = protobuf.Root.fromJSON(JSON.parse(readFileSync(file, "utf8")));

/** Services of it that the fake has. */
export const DATAFLOW_SERVICES = [`${PACKAGE}.JobsV1Beta3`, `${PACKAGE}.FlexTemplatesService`];

export function dataflowType(name: string): protobuf.Type {
  return dataflowRoot.lookupType(`${PACKAGE}.${name}`);
}
