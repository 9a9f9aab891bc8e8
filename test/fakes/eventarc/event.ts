import { identityToken } from "../http/metadata.ts";

/** A CloudEvent as Eventarc knows it before it is sent. */
export interface CloudEvent {
  /** Two deliveries of one event have the same. */
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string | null;
  /** RFC 3339 UTC. */
  readonly time: string;
  /** Further attributes, such as `bucket`. */
  readonly extensions: Readonly<Record<string, string>>;
  readonly data: object;
}

export interface EventRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The request of one delivery, in binary content mode, as the account of the trigger. Characters of attributes beyond
 * printable ASCII, and what HTTP would misread, are percent-encoded as the CloudEvents HTTP binding has it.
 */
export function requestOf(event: CloudEvent, trigger: string, audience: string, now: number): EventRequest {
  const { id, type, source, subject, time, extensions, data } = event;
  const attributes = {
    id,
    type,
    source,
    time,
    specversion: "1.0",
    ...(subject !== null && { subject }),
    ...extensions,
  };
  const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, headerValue(value)]);
  return {
    headers: {
      ...Object.fromEntries(headers),
      "content-type": "application/json; charset=utf-8",
      accept: "application/json",
      "user-agent": "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)",
      from: "noreply@google.com",
      traceparent: traceOf(id),
      authorization: `Bearer ${identityToken(trigger, audience, now)}`,
    },
    body: JSON.stringify(data),
  };
}

function headerValue(value: string): string {
  return value.replaceAll(/[^!-~]|["%]/gu, (character) => encodeURIComponent(character));
}

/** One trace for all deliveries of an event. */
function traceOf(id: string): string {
  const hex = Buffer.from(id).toString("hex");
  return `00-${hex.padStart(32, "0").slice(-32)}-${hex.padStart(16, "0").slice(-16)}-01`;
}
