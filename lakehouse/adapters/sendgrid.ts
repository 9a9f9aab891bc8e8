import type { Mail, Mailer } from "../ports.ts";
import { assertMail } from "./mail-limits.ts";
import { failureOf, isRefusedKey, Unaccepted } from "./sendgrid/failure.ts";
import { readKey } from "./sendgrid/key.ts";
import { requestOf, type SendGrid } from "./sendgrid/request.ts";

export interface SendGridOptions {
  /** A mounted secret. Read at the first mail, and again when the service refuses the key: it may have been changed. */
  readonly keyFile: string;
  /** Another address than SendGrid's own: for tests, and for accounts of the EU (`https://api.eu.sendgrid.com`). */
  readonly endpoint?: string | undefined;
  /** Until an answer must be there, all of it. */
  readonly timeoutMs?: number;
}

const SENDGRID = "https://api.sendgrid.com";
const TIMEOUT_MS = 10_000;
/** An answer is a line; what is longer is not SendGrid's. */
const ANSWER_BYTES = 1024 * 1024;

/** A client that knows one key. */
interface Sender {
  readonly key: string;
  readonly service: SendGrid & HasClient;
}

/** Its types hide it. */
interface HasClient {
  readonly client: { setDefaultRequest(values: Readonly<Record<string, unknown>>): unknown };
}

/**
 * Mails by SendGrid's mail/send, one request each. None is asked again but with another key: the outbox does that, first
 * after a minute, then ever later. So it needs no header that says when to, which mail/send is known to leave out, and
 * one that lies does no harm. What the client throws is never handed on: when a line breaks it holds the key, the
 * recipients and the words.
 */
export function createSendGridMailer({
  keyFile,
  endpoint = SENDGRID,
  timeoutMs = TIMEOUT_MS,
}: SendGridOptions): Mailer {
  let known: Sender | null = null;

  return { send };

  async function send(mail: Mail): Promise<string> {
    assertMail(mail);
    const sender = known ?? (await open());
    try {
      return await sendBy(sender, mail, timeoutMs);
    } catch (error) {
      const fresh = isRefusedKey(error) ? await open() : sender;
      if (fresh.key === sender.key) throw failureOf(error);
      return sendBy(fresh, mail, timeoutMs).catch((again: unknown) => {
        throw failureOf(again);
      });
    }
  }

  async function open(): Promise<Sender> {
    const key = await readKey(keyFile);
    // Not loaded before it is needed: it takes a fifth of a second.
    const { default: standing } = await import("@sendgrid/mail");
    // They hide the class too. The one that stands there is the whole process's, key and all.
    const service = new (standing.constructor as new () => SendGrid & HasClient)();
    service.setApiKey(key);
    // After the key, which sets an address too. A redirect would be followed as a GET, and its 200 be taken for a success.
    service.client.setDefaultRequest({ baseUrl: endpoint, maxRedirects: 0, maxContentLength: ANSWER_BYTES });
    known = { key, service };
    return known;
  }
}

/** Returns the service's id of the mail; throws what the client throws. */
async function sendBy({ service }: Sender, mail: Mail, timeoutMs: number): Promise<string> {
  // For this request alone, which is made before `send` returns. The client's own time-out forgets an answer's body.
  service.client.setDefaultRequest({ signal: AbortSignal.timeout(timeoutMs) });
  const [{ statusCode, headers }] = await service.send(requestOf(mail));
  if (statusCode !== 202) throw new Unaccepted(statusCode);
  const { "x-message-id": receipt } = headers as Readonly<Record<string, string | undefined>>;
  // The mail is out, so that nothing may fail any more.
  return receipt || "without a receipt";
}
