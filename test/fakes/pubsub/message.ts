/** What somebody publishes. */
export interface Content {
  /** Base64. */
  readonly data: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a topic hands on. */
export interface Message extends Content {
  readonly messageId: string;
  /** RFC 3339 UTC. */
  readonly publishTime: string;
}

const MOST_ATTRIBUTES = 100;
const MOST_BYTES = 10_000_000;

/** What Pub/Sub says against a request to publish; null: nothing. */
export function publishProblem(messages: readonly Content[]): string | null {
  if (messages.length === 0) return "The value for message_count is too small. You passed 0 in the request";
  if (messages.length > 1000) return "The value for message_count is too large";
  for (const { data, attributes } of messages) {
    const entries = Object.entries(attributes);
    if (data === "" && entries.length === 0) return "Some messages contain no data and no attributes";
    if (entries.length > MOST_ATTRIBUTES) return "too many attributes";
    const long = entries.some(([key, value]) => key === "" || key.length > 256 || Buffer.byteLength(value) > 1024);
    if (long || entries.some(([key]) => key.startsWith("goog"))) return "an attribute is not allowed";
  }
  return Buffer.byteLength(JSON.stringify(messages)) > MOST_BYTES ? "Request payload size exceeds the limit" : null;
}
