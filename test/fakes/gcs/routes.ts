import { gzipSync } from "node:zlib";
import type { Answer, Asked, Need } from "../http/service.ts";
import { compose } from "./compose.ts";
import { insert, nameOf, readUpload, type Upload } from "./insert.ts";
import { list } from "./list.ts";
import { get, getMedia, patch, remove } from "./one-object.ts";
import { PARAMETERS, type Query } from "./query.ts";
import { required } from "./refusal.ts";
import type { Sessions } from "./resumable.ts";
import type { Place, Rewrites } from "./rewrite.ts";
import type { World } from "./world.ts";

export interface Parts {
  readonly world: World;
  readonly sessions: Sessions;
  readonly rewrites: Rewrites;
}

/** A request, read as far as its address goes. */
export interface Read {
  readonly asked: Asked;
  readonly query: Query;
  /** Bucket and object of the address; the name is empty where it has none. */
  readonly place: Place;
  /** Second bucket and object of a rewrite. */
  readonly target: Place;
  readonly origin: string;
}

export interface Route {
  readonly method: string;
  readonly path: RegExp;
  /** Of the parameters: which of the ops of this address it is. */
  readonly when?: (query: URLSearchParams) => boolean;
  readonly op: string;
  readonly known: readonly string[];
  readonly does: (parts: Parts, read: Read) => Doing;
}

export interface Doing {
  readonly subject: string;
  /** Evaluated when it is about to take effect. */
  needs(): readonly Need[];
  answer(): Answer;
}

const BUCKET = "/b/([^/]+)";
const OBJECT = `${BUCKET}/o/([^/]+)`;
const API = "/storage/v1";
const isMedia = (query: URLSearchParams) => query.get("alt") === "media";

export const ROUTES: readonly Route[] = [
  route("GET", `${API}${BUCKET}`, "storage.buckets.get", PARAMETERS.bucket, ({ world }, { place: { bucket } }) => ({
    subject: `${bucket}/`,
    needs: () => [{ permission: "storage.buckets.get", resource: `${bucket}/` }],
    answer: () => ({ status: 200, body: { kind: "storage#bucket", id: bucket, name: world.bucket(bucket).name } }),
  })),
  route("GET", `${API}${BUCKET}/o`, "storage.objects.list", PARAMETERS.list, listPage),
  route("GET", `(?:/download)?${API}${OBJECT}`, "storage.objects.getMedia", PARAMETERS.object, readMedia, isMedia),
  route("GET", `${API}${OBJECT}`, "storage.objects.get", PARAMETERS.object, ({ world }, { place, query, origin }) => ({
    subject: pathOf(place),
    needs: () => needsThere(world, place, "get"),
    answer: () => get(world, place, query, origin),
  })),
  route("DELETE", `${API}${OBJECT}`, "storage.objects.delete", PARAMETERS.object, ({ world }, { place, query }) => ({
    subject: pathOf(place),
    needs: () => needsThere(world, place, "delete"),
    answer: () => remove(world, place, query),
  })),
  route("PATCH", `${API}${OBJECT}`, "storage.objects.patch", PARAMETERS.object, ({ world }, read) => ({
    subject: pathOf(read.place),
    needs: () => [...needsThere(world, read.place, "get"), need("update", read.place)],
    answer: () => patch(world, read.place, read.asked, read.query, read.origin),
  })),
  route("POST", `${API}${OBJECT}/rewriteTo${OBJECT}`, "storage.objects.rewrite", PARAMETERS.rewrite, copy),
  route("POST", `${API}${OBJECT}/compose`, "storage.objects.compose", PARAMETERS.compose, ({ world }, read) => ({
    subject: pathOf(read.place),
    needs: () => [need("get", read.place), ...needsNew(world, read.place)],
    answer: () => compose(world, read.place.bucket, read.place.name, read.asked, read.query, read.origin),
  })),
  route("POST", `/upload${API}${BUCKET}/o`, "storage.objects.insert", PARAMETERS.insert, upload),
  route("PUT", `/upload${API}${BUCKET}/o`, "storage.objects.insertChunk", PARAMETERS.session, uploadPart),
  route("DELETE", `/upload${API}${BUCKET}/o`, "storage.objects.insertCancel", PARAMETERS.session, cancel),
];

function listPage({ world }: Parts, { place: { bucket }, asked, query, origin }: Read): Doing {
  const subject = `${bucket}/${query.text("prefix") ?? ""}`;
  const needs = () => [{ permission: "storage.objects.list", resource: subject }];
  return { subject, needs, answer: () => packed(list(world, bucket, query, origin), asked) };
}

/** Google's front ends pack what is long, for those who can unpack. */
function packed(answer: Answer, { headers }: Asked): Answer {
  if (!`${headers["accept-encoding"] ?? ""}`.includes("gzip")) return answer;
  return {
    ...answer,
    headers: { "content-type": "application/json; charset=UTF-8", "content-encoding": "gzip" },
    body: gzipSync(JSON.stringify(answer.body)),
  };
}

function readMedia({ world }: Parts, { place, asked, query }: Read): Doing {
  const needs = () => needsThere(world, place, "get");
  return { subject: pathOf(place), needs, answer: () => getMedia(world, place, asked, query) };
}

function copy({ world, rewrites }: Parts, { place, target, asked, query, origin }: Read): Doing {
  const needs = () => [...needsThere(world, place, "get"), ...needsNew(world, target)];
  return { subject: pathOf(target), needs, answer: () => rewrites.rewrite(place, target, asked, query, origin) };
}

function upload({ world, sessions }: Parts, { place: { bucket }, asked, query, origin }: Read): Doing {
  if (query.text("uploadType") === null) throw required("Required parameter: uploadType");
  const isSession = query.text("uploadType") === "resumable";
  const sent: Upload | null = isSession ? null : readUpload(asked, query);
  const name = sent ? nameOf(sent.resource, query) : (query.text("name") ?? "");
  return {
    subject: `${bucket}/${name}`,
    needs: () => needsNew(world, { bucket, name }),
    answer: () =>
      sent
        ? insert(world, bucket, sent, query, { origin, hash: `${asked.headers["x-goog-hash"] ?? ""}` })
        : sessions.start(bucket, asked, query, origin),
  };
}

function uploadPart({ sessions }: Parts, { place, asked, query, origin }: Read): Doing {
  const id = query.text("upload_id");
  const subject = `${place.bucket}/${sessions.name(id)}`;
  return { subject, needs: () => [], answer: () => sessions.put(id, asked, origin) };
}

function cancel({ sessions }: Parts, { place, query }: Read): Doing {
  const id = query.text("upload_id");
  return { subject: `${place.bucket}/${sessions.name(id)}`, needs: () => [], answer: () => sessions.cancel(id) };
}

/** Who may not list is not told that there is nothing. */
function needsThere(world: World, place: Place, verb: "get" | "delete"): Need[] {
  return world.live(place.bucket, place.name) ? [need(verb, place)] : [need(verb, place), need("list", place)];
}

/** To replace an object is to delete one as well. */
function needsNew(world: World, place: Place): Need[] {
  return world.live(place.bucket, place.name)
    ? [need("create", place), need("delete", place)]
    : [need("create", place)];
}

function need(verb: "get" | "list" | "create" | "delete" | "update", place: Place): Need {
  return { permission: `storage.objects.${verb}`, resource: pathOf(place) };
}

function pathOf({ bucket, name }: Place): string {
  return `${bucket}/${name}`;
}

function route(
  method: string,
  path: string,
  op: string,
  known: readonly string[],
  does: Route["does"],
  when?: Route["when"],
): Route {
  return { method, path: new RegExp(`^${path}$`), op, known, does, ...(when && { when }) };
}
