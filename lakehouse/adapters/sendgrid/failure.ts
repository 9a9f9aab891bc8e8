import { Denied, MailRefused, Unavailable } from "../../ports.ts";

/** As far as an error of the client is looked at: the rest of it holds the key and the mail. */
interface Thrown {
  /** Of an answer its status, of a broken line a word such as `ECONNRESET`. */
  readonly code?: unknown;
  readonly isAxiosError?: unknown;
  readonly response?: { readonly status?: unknown; readonly body?: { readonly errors?: unknown } };
}

/** Also an account without credits is answered so. */
const AFRESH =
  "put a key that may send mails into the secret, verify the sender's address, and look whether the account has credits left";

/** An answer that says nothing of the mail: only 202 is yes. */
export class Unaccepted extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`SendGrid answered ${code}`);
    this.code = code;
  }
}

export function isRefusedKey(error: unknown): boolean {
  const status = statusOf(error as Thrown);
  return status === 401 || status === 403;
}

/** In the port's words, which quote nothing of what was sent or answered. */
export function failureOf(error: unknown): Error {
  const thrown = error as Thrown;
  const status = statusOf(thrown);
  if (status === null) return new Unavailable(`SendGrid did not answer${reasonOf(thrown)}`);
  const said = `SendGrid answered ${status}`;
  if (status === 400) return new MailRefused("invalid", `${said}${fieldsOf(thrown)}`);
  if (status === 413) return new MailRefused("tooLarge", said);
  if (status === 401 || status === 403) return new Denied(`${said} → ${AFRESH}`);
  if (status === 408 || status === 429 || status >= 500 || status < 400) return new Unavailable(said);
  return new Error(`${said} → look whether the address is that of SendGrid's mail/send`);
}

function statusOf({ code, response }: Thrown): number | null {
  const status = response?.status ?? code;
  return typeof status === "number" ? status : null;
}

function reasonOf({ code }: Thrown): string {
  return typeof code === "string" && /^[A-Z_]{3,40}$/.test(code) ? `: ${code}` : "";
}

/** Which parts of the request were refused: names of its fields, never the words about them, which quote addresses. */
function fieldsOf({ response }: Thrown): string {
  const errors: unknown[] = Array.isArray(response?.body?.errors) ? response.body.errors : [];
  const fields = errors.flatMap((error) => {
    const { field } = (error ?? {}) as { field?: unknown };
    return typeof field === "string" && /^[a-z_]+(\.([a-z_]+|\d+))*$/.test(field) ? [field.slice(0, 80)] : [];
  });
  return fields.length === 0 ? "" : `: ${[...new Set(fields)].slice(0, 3).join(", ")}`;
}
