import type { Asked, Call } from "../../http/service.ts";
import type { Inside } from "../cloud.ts";
import type { Jobs } from "../jobs.ts";

/** A call of the API before it is done. */
export interface Routed {
  readonly op: string;
  readonly subject: string;
  readonly needs: Call["needs"];
  /** The body of the answer; null: there is none. Throws `BigQueryError`. */
  answer(account: string): Promise<object | null>;
}

export interface Rooms extends Inside {
  readonly jobs: Jobs;
}

/** Of a request below its project: `jobs/x`. Null: there is no such call. */
export type Route = (asked: Asked, path: readonly string[], rooms: Rooms) => Routed | null;

export function bodyOf<T extends object>({ body }: Asked): T {
  return (body.length === 0 ? {} : JSON.parse(body.toString("utf8"))) as T;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Tokens say where the next page starts. */
export function pageOf<T>({ url }: Asked, all: readonly T[], most: number | undefined): Page<T> {
  const wanted = Number(url.searchParams.get("maxResults") ?? Number.POSITIVE_INFINITY);
  return pageFrom(all, url.searchParams.get("pageToken"), Math.min(wanted, most ?? wanted));
}

export function pageFrom<T>(all: readonly T[], token: string | null, size: number): Page<T> {
  const start = token === null ? 0 : Number(Buffer.from(token, "base64url").toString());
  const items = all.slice(start, start + size);
  const end = start + items.length;
  return { items, next: end < all.length ? Buffer.from(String(end)).toString("base64url") : undefined };
}
