import { bucketName, ZONES } from "../../../lakehouse/plan/cloud/names.ts";
import { describeObject, type Names } from "../../chain/processes/describe.ts";
import { TEST_ENVIRONMENT } from "../../fakes/cloud.ts";
import type { Coming } from "../../fakes/http/serve.ts";

/** What a call does, and to which drop or dataset, without what differs from run to run. */
export interface Step {
  /** `entry READY`, `job load`, `mail`. */
  readonly kind: string;
  /** `visits clean.parquet`, `visits`; empty where a call is nobody's alone. */
  readonly subject: string;
}

/** Null: it changes nothing. */
export function stepOf({ op, subject, body }: Coming, names: Names): Step | null {
  if (op === "mail.send") return { kind: "mail", subject: "" };
  if (op === "bigquery.jobs.insert") return jobStep(subject);
  if (op === "dataflow.flexTemplates.launch") return { kind: "launch", subject: "" };
  if (op === "pubsub.topics.publish") return { kind: "nudge", subject: subject.replace(/^.*-/, "") };
  if (op === "bigquery.tables.delete") return { kind: "drop of a table", subject: "" };
  const change = CHANGES[op];
  if (change) return objectStep(change, pathOf(subject), body, names);
  // A split is no call: it begins when its file is there.
  if (op === "storage.objects.getMedia" && pathOf(subject).startsWith("raw/")) {
    return { kind: "split", subject: objectStep("copy", pathOf(subject), body, names).subject };
  }
  return null;
}

const CHANGES: Readonly<Record<string, "write" | "copy" | "remove">> = {
  "storage.objects.insert": "write",
  "storage.objects.insertChunk": "write",
  "storage.objects.rewrite": "copy",
  "storage.objects.delete": "remove",
};

function jobStep(id: string): Step {
  const [, dataset = id, name = ""] = /^sluice-[a-z]+-(\w+)-[0-9a-f]{8}-\d+-([a-z]+)/.exec(id) ?? [];
  return { kind: `job ${name}`, subject: dataset };
}

/** Publications and messages are numbered as they come: which drops are in which is chance. */
function objectStep(op: "write" | "copy" | "remove", path: string, body: Buffer, names: Names): Step {
  const { kind, subject } = describeObject(op, path, textIn(body), names);
  return { kind, subject: subject.replace(/ ?number \d+$/, "") };
}

function pathOf(subject: string): string {
  const [bucket = "", ...name] = subject.split("/");
  const zone = ZONES.find((one) => bucketName(TEST_ENVIRONMENT, one) === bucket) ?? bucket;
  return `${zone}/${name.join("/")}`;
}

/** The content of an upload that is JSON. */
function textIn(body: Buffer): string {
  const [, , content = ""] = body.toString("latin1").split("\r\n\r\n");
  return content.startsWith("{") ? content.slice(0, content.lastIndexOf("\r\n--")) : "";
}
