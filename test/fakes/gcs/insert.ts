import type { Answer, Asked } from "../http/service.ts";
import { select } from "./fields.ts";
import type { Query } from "./query.ts";
import { invalid, required } from "./refusal.ts";
import { resourceOf } from "./resource.ts";
import { checkClaims, checksumsOf, readGiven } from "./stored.ts";
import type { World } from "./world.ts";

export type Resource = Readonly<Record<string, unknown>>;

/** What one request brings, with `uploadType` multipart or media. */
export interface Upload {
  readonly resource: Resource;
  readonly bytes: Buffer;
}

export function readUpload({ headers, body }: Asked, query: Query): Upload {
  const type = headers["content-type"] ?? "application/octet-stream";
  switch (query.text("uploadType")) {
    case "media":
      return { resource: { contentType: type }, bytes: body };
    case "multipart":
      return readMultipart(body, type);
    default:
      throw invalid(`Invalid value for uploadType: ${query.text("uploadType")}`);
  }
}

/** The whole content is there: an object, if all that was said of it is true. */
export function insert(
  world: World,
  bucket: string,
  { resource, bytes }: Upload,
  query: Query,
  { origin, hash }: { readonly origin: string; readonly hash?: string },
): Answer {
  const checksums = checksumsOf(bytes);
  checkClaims(checksums, resource, hash);
  const encoding = query.text("contentEncoding");
  const given = { ...readGiven(resource), ...(encoding !== null && { contentEncoding: encoding }) };
  const stored = world.create(bucket, nameOf(resource, query), { bytes, given, checksums }, query);
  return { status: 200, body: select(resourceOf(stored, origin), query.text("fields")) };
}

/** In the address or in the resource, or in both alike. */
export function nameOf(resource: Resource, query: Query): string {
  const [asked, told] = [query.text("name"), resource.name];
  if (asked !== null && told !== undefined && asked !== told)
    throw invalid(`Value '${told}' in content does not agree with value '${asked}'.`);
  const name = asked ?? told;
  if (typeof name !== "string") throw required("Required: object name");
  return name;
}

export function readResource(text: string): Resource {
  if (text === "") return {};
  try {
    const resource: unknown = JSON.parse(text);
    if (typeof resource === "object" && resource !== null && !Array.isArray(resource)) return resource as Resource;
  } catch {
    // told below
  }
  throw invalid("Parse Error");
}

function readMultipart(body: Buffer, type: string): Upload {
  const [, quoted, plain] = /^multipart\/related;.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type) ?? [];
  const parts = partsOf(body, `--${quoted ?? plain}`);
  const [described, content] = parts;
  if (!(quoted ?? plain) || !described || !content || parts.length > 2) throw invalid("Malformed multipart body.");
  const resource = readResource(described.bytes.toString());
  return { resource: { contentType: content.type, ...resource }, bytes: content.bytes };
}

interface Part {
  readonly type: string;
  readonly bytes: Buffer;
}

function partsOf(body: Buffer, mark: string): Part[] {
  const parts: Part[] = [];
  let start = body.indexOf(mark);
  for (;;) {
    const end = body.indexOf(`\r\n${mark}`, start);
    if (start < 0 || end < 0) return parts;
    const blank = body.indexOf("\r\n\r\n", start);
    if (blank < 0 || blank > end) throw invalid("Malformed multipart body.");
    const [, type = "application/octet-stream"] =
      /content-type:\s*([^\r\n]+)/i.exec(body.toString("latin1", start, blank)) ?? [];
    parts.push({ type, bytes: body.subarray(Math.min(blank + 4, end), end) });
    start = end + 2;
  }
}
