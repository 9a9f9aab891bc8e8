import { setTimeout as sleep } from "node:timers/promises";
import type { AuthClient, GoogleAuth } from "google-auth-library";
import type { z } from "zod";
import { Denied, Unavailable } from "../../ports.ts";
import { googleFailure, statusOf } from "../google-failure.ts";
import { Passing, type Patience, patiently } from "../patience.ts";

const SCOPE = "https://www.googleapis.com/auth/cloud-platform";

export interface Question<Answer> {
  /** Who answers, in words. */
  readonly service: string;
  readonly method?: "GET" | "POST";
  readonly url: string;
  readonly data?: object;
  readonly answer: z.ZodType<Answer>;
  /** What an account is to be granted that may not. */
  readonly role: string;
}

/** What was asked for is not there. */
export class Absent extends Error {
  override readonly name = "Absent";
}

export interface Asking {
  /** Again where the line breaks; for what may be done twice. */
  ask<Answer>(question: Question<Answer>): Promise<Answer>;
  /** Once. Throws `Passing` where it may have been done all the same. */
  askOnce<Answer>(question: Question<Answer>): Promise<Answer>;
  /** `askOnce` and others, again after each `Passing`. */
  again<Answer>(attempt: () => Promise<Answer>): Promise<Answer>;
}

/** Asks Google's services over HTTPS, as the account of this machine. */
export function openAsking(projectId: string, patience: Patience): Asking {
  let auth: Promise<GoogleAuth<AuthClient>> | undefined;
  return { ask: (question) => again(() => askOnce(question)), askOnce, again };

  function again<Answer>(attempt: () => Promise<Answer>): Promise<Answer> {
    return patiently(patience, sleep, attempt, ({ message }) => new Unavailable(message));
  }

  async function askOnce<Answer>(question: Question<Answer>): Promise<Answer> {
    const { service, method = "GET", url, data, answer } = question;
    auth ??= open(projectId);
    const known = await auth;
    const asked = { url, method, timeout: patience.timeoutMs, ...(data && { data }) };
    const told = await known.request<unknown>(asked).catch((error: unknown) => fail(question, error));
    const read = answer.safeParse(told.data);
    // Cut or spoilt on its way: another one may be whole.
    if (!read.success) throw new Passing(`${service} answered what cannot be read`);
    return read.data;
  }
}

async function open(projectId: string): Promise<GoogleAuth<AuthClient>> {
  const { GoogleAuth } = await import("google-auth-library");
  return new GoogleAuth({ projectId, scopes: [SCOPE] });
}

function fail({ service, role }: Question<unknown>, error: unknown): never {
  const failure = googleFailure(service, error, `have this account granted ${role}`);
  if (statusOf((error ?? {}) as object) === 404) throw new Absent(failure.message);
  if (failure instanceof Denied && /has not been used in project|it is disabled/.test(failure.message)) {
    throw new Denied(`${service} is not switched on in this project → \`pulumi up\` does that; run it first`);
  }
  throw failure;
}
