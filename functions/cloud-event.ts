import type { IncomingHttpHeaders } from "node:http";
import { type Body, type NotTaken, readJson } from "./body.ts";

/** An event as CloudEvents 1.0 has it. */
export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly data: unknown;
}

type Read = { readonly event: CloudEvent } | NotTaken;

/**
 * The event of a request, in binary or structured mode. The framework's own reading hands on whatever came as an event,
 * and answers 500 to what cannot be one, which would be delivered again for a day.
 */
export function readCloudEvent(method: string, headers: IncomingHttpHeaders, body: Body): Read {
  if (method !== "POST") return { status: 405, problem: "events are posted" };
  if (/^application\/cloudevents-batch/i.test(body.type)) return { status: 415, problem: "one event a request" };
  const read = readJson(body);
  if (!("json" in read)) return read;
  const isStructured = /^application\/cloudevents\+json/i.test(body.type);
  return isStructured ? structured(read.json) : withAttributes((name) => decoded(headers[`ce-${name}`]), read.json);
}

/** HTTP's headers hold no more than ASCII: the binding writes anything else as %XX. */
function decoded(header: unknown): string | null {
  try {
    return typeof header === "string" ? decodeURIComponent(header) : null;
  } catch {
    return null;
  }
}

function structured(json: unknown): Read {
  if (json === null || typeof json !== "object" || Array.isArray(json)) {
    return { status: 400, problem: "a structured event is an object" };
  }
  const fields = json as Readonly<Record<string, unknown>>;
  return withAttributes((name) => fields[name], fields.data);
}

function withAttributes(attribute: (name: string) => unknown, data: unknown): Read {
  const [version, id, source, type] = ["specversion", "id", "source", "type"].map(attribute);
  if (version !== "1.0") return { status: 400, problem: "it is no event of CloudEvents 1.0" };
  if (isText(id) && isText(source) && isText(type)) return { event: { id, source, type, data } };
  return { status: 400, problem: "an event has an id, a source and a type" };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
