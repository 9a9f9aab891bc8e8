import { failureOf } from "./failures.ts";
import type { Line, Reply, Request } from "./line.ts";
import { type Attempt, type Doubt, type Patience, persist } from "./patience.ts";
import { type Place, pathOf, urlOf } from "./places.ts";

export interface Tools {
  readonly line: Line;
  readonly patience: Patience;
  readonly sizes: Sizes;
}

/** Bytes. */
export interface Sizes {
  /** Larger content goes in parts. */
  readonly whole: number;
  /** Of one part; the service keeps multiples of 256 KiB. */
  readonly part: number;
}

export interface Deed {
  /** What is done to what, for messages: `write gs://acme-dev-raw/x`. */
  readonly about: string;
  readonly bucket: string;
  readonly doubt?: Doubt;
  /** Statuses that are answers, too. */
  readonly also?: readonly number[];
  /** How many times as long the service may work on it without a word; 1 unless told. */
  readonly quiet?: number;
}

/** A request until it is answered. What an answer means that is no success is thrown: see `failureOf`. */
export function call<Result>(
  tools: Tools,
  deed: Deed,
  request: (attempt: Attempt) => Request,
  read: (reply: Reply, attempt: Attempt) => Promise<Result>,
): Promise<Result> {
  const { doubt = { isUnsure: false }, quiet = 1 } = deed;
  const patience = { ...tools.patience, silenceMs: quiet * tools.patience.silenceMs };
  return persist(patience, deed.about, doubt, async (attempt) =>
    read(await ask(tools, deed, request(attempt), attempt), attempt),
  );
}

/** One try. */
export async function ask(tools: Tools, deed: Deed, request: Request, { signal }: Attempt): Promise<Reply> {
  const reply = await tools.line(request, signal);
  if ((reply.status >= 200 && reply.status < 300) || deed.also?.includes(reply.status)) return reply;
  throw failureOf(deed, reply.status, await reply.text());
}

export function deedOf(verb: string, place: Place, more: Omit<Deed, "about" | "bucket"> = {}): Deed {
  return { about: `${verb} ${urlOf(place)}`, bucket: place.bucket, ...more };
}

const API = "/storage/v1";

/** Addresses of the JSON API. */
export const ADDRESS = {
  date: "/",
  objects: ({ bucket }: Place) => `${API}/b/${bucket}/o`,
  object: (place: Place) => `${API}${pathOf(place)}`,
  uploads: ({ bucket }: Place) => `/upload${API}/b/${bucket}/o`,
  rewrite: (from: Place, to: Place) => `${API}${pathOf(from)}/rewriteTo${pathOf(to)}`,
};
