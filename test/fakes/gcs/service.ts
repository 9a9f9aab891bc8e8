import type { Answer, Asked, Call, Service } from "../http/service.ts";
import { decode } from "./names.ts";
import { Query } from "./query.ts";
import { Refusal } from "./refusal.ts";
import { type ObjectResource, resourceOf } from "./resource.ts";
import { Sessions } from "./resumable.ts";
import { Rewrites } from "./rewrite.ts";
import { type Parts, type Read, ROUTES, type Route } from "./routes.ts";
import type { Given, Stored } from "./stored.ts";
import { type GcsOptions, World } from "./world.ts";

export type { GcsOptions } from "./world.ts";

/** Cloud Storage, and the doors to it that only tests have. */
export interface Gcs {
  readonly service: Service;
  /** Puts an object down, as some other client would; created now, or at a time that a test wants (milliseconds since 1970). */
  put(bucket: string, name: string, content: string | Uint8Array, given?: Given, created?: number): ObjectResource;
  /** The live generation; null: none. */
  get(bucket: string, name: string): { readonly resource: ObjectResource; readonly bytes: Buffer } | null;
  remove(bucket: string, name: string): void;
  /** Live objects, in the order of their names. */
  list(bucket: string, prefix?: string): ObjectResource[];
  /** Uploads in parts: the next part leaves no more than so many bytes behind. */
  keepOfNextPart(bytes: number): void;
  expireUploads(): void;
}

/**
 * The JSON API of Cloud Storage, in memory. It holds a client to more than the service does: a parameter that the op
 * does not know is refused, generations are wider than a double, and an object that its owner may not list is not told
 * to be missing.
 */
export function createGcsService(options: GcsOptions): Gcs {
  const world = new World(options);
  const parts = { world, sessions: new Sessions(world), rewrites: new Rewrites(world) };
  return {
    service: { route: (asked) => callOf(parts, asked), error },
    put: (bucket, name, content, given = {}, created = options.now()) =>
      resourceOf(world.create(bucket, name, { bytes: Buffer.from(content), given, created }, null)),
    get: (bucket, name) => {
      const live = world.live(bucket, name);
      return live && { resource: resourceOf(live), bytes: live.bytes };
    },
    remove: (bucket, name) => world.bucket(bucket).delete(world.bucket(bucket).found(name, null), false),
    list: (bucket, prefix = "") => [...startingWith(world, bucket, prefix)].map((stored) => resourceOf(stored)),
    keepOfNextPart: (bytes) => parts.sessions.keepOfNextPart(bytes),
    expireUploads: () => parts.sessions.expire(),
  };
}

function callOf(parts: Parts, asked: Asked): Call | null {
  if (asked.url.pathname === "/") return { op: "storage.date", subject: "", needs: null, answer: () => nameless() };
  const { pathname, searchParams } = asked.url;
  for (const route of ROUTES) {
    const match = asked.method === route.method ? route.path.exec(pathname) : null;
    if (!match || route.when?.(searchParams) === false) continue;
    return { op: route.op, ...doingOf(parts, route, asked, match) };
  }
  return null;
}

function doingOf(parts: Parts, route: Route, asked: Asked, match: RegExpExecArray): Omit<Call, "op"> {
  const isMedia = route.op === "storage.objects.getMedia";
  try {
    const { subject, needs, answer } = route.does(parts, readOf(route, asked, match));
    return {
      subject,
      get needs() {
        return needs();
      },
      answer: () => orRefusal(answer, isMedia),
    };
  } catch (error) {
    return { subject: asked.url.pathname, needs: null, answer: () => orRefusal(() => raise(error), isMedia) };
  }
}

function readOf(
  route: Route,
  asked: Asked,
  [, bucket = "", name = "", bucket2 = "", name2 = ""]: RegExpExecArray,
): Read {
  return {
    asked,
    query: new Query(asked.url.searchParams, route.known),
    place: { bucket: decode(bucket), name: decode(name) },
    target: { bucket: decode(bucket2), name: decode(name2) },
    origin: `http://${asked.headers.host ?? "fake"}`,
  };
}

/** Where content is asked for, refusals are plain text. */
function orRefusal(answer: () => Answer, isMedia: boolean): Answer {
  try {
    return answer();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const { status, reason, message } = refusal;
    if (status === 304) return { status };
    if (isMedia) return { status, headers: { "content-type": "text/html; charset=UTF-8" }, body: message };
    return error(status, reason, message);
  }
}

function error(status: number, reason: string, message: string): Answer {
  return { status, body: { error: { code: status, message, errors: [{ message, domain: "global", reason }] } } };
}

function raise(error: unknown): never {
  throw error;
}

/** What the address without a bucket answers; its `Date` is what anybody may know. */
function nameless(): Answer {
  const body = "<?xml version='1.0' encoding='UTF-8'?><Error><Code>MissingSecurityHeader</Code></Error>";
  return { status: 400, headers: { "content-type": "application/xml; charset=UTF-8" }, body };
}

function* startingWith(world: World, bucket: string, prefix: string): Generator<Stored> {
  for (const stored of world.bucket(bucket).from(prefix)) {
    if (!stored.name.startsWith(prefix)) return;
    yield stored;
  }
}
