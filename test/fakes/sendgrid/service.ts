import { createHash } from "node:crypto";
import { jsonOf } from "../http/json.ts";
import type { Answer, Asked, Service } from "../http/service.ts";
import type { Body } from "./body.ts";
import { type Complaint, complaint } from "./complaint.ts";
import { limitComplaints } from "./limits.ts";
import { mailsOf, type TakenMail } from "./recipients.ts";
import { schemaComplaints } from "./schema.ts";

const MOST_BYTES = 30 * 1024 * 1024;

export interface SendGridFake {
  readonly service: Service;
  /** What recipients have got, oldest first. */
  readonly taken: readonly TakenMail[];
  /** Those that are taken now: keys are revoked and rotated here. */
  readonly keys: Set<string>;
  /** Addresses that may send; none named: all. */
  readonly senders: Set<string>;
  /** Headers of an answer 429: `X-RateLimit-Reset` and the like. The real mail/send has none. */
  readonly limits: Map<string, string>;
}

/** SendGrid's mail/send: its own description, the limits that it does not state, and its answers. */
export function createSendGridService(keys: readonly string[] = []): SendGridFake {
  const taken: TakenMail[] = [];
  const fake = {
    taken,
    keys: new Set(keys),
    senders: new Set<string>(),
    limits: new Map<string, string>(),
  };
  const service: Service = {
    route(asked) {
      if (asked.url.pathname !== "/v3/mail/send" || asked.method !== "POST") return null;
      const body = jsonOf(asked);
      return { op: "mail.send", subject: firstRecipientOf(body), needs: null, answer: () => send(asked, body) };
    },
    error(status, _reason, message) {
      const limits = status === 429 ? Object.fromEntries(fake.limits) : {};
      return { ...refused(status, [complaint(status === 429 ? "too many requests" : message)]), headers: limits };
    },
  };
  return { ...fake, service };

  function send({ headers, body: sent }: Asked, body: unknown): Answer {
    const key = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1] ?? "";
    if (!fake.keys.has(key)) {
      return refused(401, [complaint("The provided authorization grant is invalid, expired, or revoked")]);
    }
    if (sent.length >= MOST_BYTES) return refused(413, [complaint("The message is larger than 30 MB")]);
    if (!/^application\/json\b/.test(headers["content-type"] ?? "")) return refused(415, [complaint("not JSON")]);
    const wrong = schemaComplaints(body);
    if (wrong.length > 0) return refused(400, wrong);
    const mail = body as Body;
    if (fake.senders.size > 0 && !fake.senders.has(mail.from.email)) {
      return refused(403, [complaint("The from address does not match a verified Sender Identity", "from")]);
    }
    const over = limitComplaints(mail);
    if (over.length > 0) return refused(400, over);
    const receipt = createHash("sha256").update(`mail ${taken.length}`).digest("base64url").slice(0, 22);
    taken.push(...mailsOf(mail, receipt));
    return { status: 202, headers: { "x-message-id": receipt } };
  }
}

function refused(status: number, errors: readonly Complaint[]): Answer {
  return { status, body: { errors } };
}

function firstRecipientOf(body: unknown): string {
  const { personalizations } = (body ?? {}) as { personalizations?: { to?: { email?: unknown }[] }[] };
  return String(personalizations?.[0]?.to?.[0]?.email ?? "");
}
