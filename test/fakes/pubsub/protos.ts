import { readFileSync } from "node:fs";
import { join } from "node:path";
import protobuf from "protobufjs";

const PACKAGE = "google.pubsub.v1";
const text = readFileSync(join(import.meta.dirname, "pubsub.proto"), "utf8");

export const pubSubRoot = rootOf(text);

export const PUBSUB_SERVICES = [`${PACKAGE}.Publisher`, `${PACKAGE}.Subscriber`];

export function pubSubType(name: string): protobuf.Type {
  return pubSubRoot.lookupType(`${PACKAGE}.${name}`);
}

function rootOf(proto: string): protobuf.Root {
  const root = protobuf.Root.fromJSON(protobuf.common.get("google/protobuf/timestamp.proto") ?? {});
  protobuf.parse(proto, root);
  root.resolveAll();
  return root;
}
