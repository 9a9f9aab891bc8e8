import type { IncomingHttpHeaders } from "node:http";

/** A request that a service was asked. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** E-mail of the account whose token came along; null: none, or one that is over. */
  readonly account: string | null;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Objects go out as JSON. */
  readonly body?: Uint8Array | string | object;
}

/** What a request asks for, before anything is done: a fault may come in between. */
export interface Call {
  /** `storage.objects.insert` */
  readonly op: string;
  /** `bucket/name`, a job id, a table: what the op is done to. */
  readonly subject: string;
  /** What the account must be allowed, read at the moment of the effect; null: the call asks for no account. */
  readonly needs: Need | readonly Need[] | null;
  answer(): Answer | Promise<Answer>;
}

export interface Need {
  readonly permission: string;
  readonly resource: string;
}

export interface Service {
  /** Null: the service has no such call (404). */
  route(asked: Asked): Call | null;
  /** An error in the service's own form. */
  error(status: number, reason: string, message: string): Answer;
}

/** One call as it was answered; kept so that tests can ask what the services were asked. */
export interface Called {
  readonly op: string;
  readonly subject: string;
  readonly account: string | null;
  /** Null: no answer was given. */
  readonly status: number | null;
}
