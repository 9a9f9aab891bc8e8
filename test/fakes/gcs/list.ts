import { compareUtf8 } from "../../../lakehouse/adapters/files/utf8-order.ts";
import type { Answer } from "../http/service.ts";
import { select } from "./fields.ts";
import type { Query } from "./query.ts";
import { invalid } from "./refusal.ts";
import { type ObjectResource, resourceOf } from "./resource.ts";
import type { World } from "./world.ts";

const MOST = 1000;

/** One page of a bucket's live objects, in the order of their names; with a delimiter, folders of them. */
export function list(world: World, bucketName: string, query: Query, origin: string): Answer {
  const bucket = world.bucket(bucketName);
  if (query.text("versions") === "true") throw invalid("this fake lists live objects only");
  const prefix = query.text("prefix") ?? "";
  const delimiter = query.text("delimiter") ?? "";
  const end = query.text("endOffset");
  const most = Math.min(Number(query.number("maxResults") ?? MOST), world.options.mostListed ?? MOST, MOST);
  const behind = readToken(query.text("pageToken"));
  const items: ObjectResource[] = [];
  const prefixes: string[] = [];
  let last: string | null = null;
  for (const stored of bucket.from(latest(prefix, query.text("startOffset") ?? "", behind ?? ""))) {
    const { name } = stored;
    if (!name.startsWith(prefix) || (end !== null && compareUtf8(name, end) >= 0)) break;
    const folder = folderOf(name, prefix, delimiter);
    const entry = folder ?? name;
    if (entry === last || (behind !== null && compareUtf8(entry, behind) <= 0)) continue;
    if (items.length + prefixes.length >= most) return page(items, prefixes, last);
    if (folder === null) items.push(resourceOf(stored, origin));
    else prefixes.push(folder);
    last = entry;
  }
  return page(items, prefixes, null);

  function page(items: ObjectResource[], prefixes: string[], next: string | null): Answer {
    const body = {
      kind: "storage#objects",
      ...(next !== null && { nextPageToken: Buffer.from(next).toString("base64url") }),
      ...(prefixes.length > 0 && { prefixes }),
      ...(items.length > 0 && { items }), // the service leaves out what is empty
    };
    return { status: 200, body: select(body, query.text("fields")) };
  }
}

/** Names begin so; prefix, offset and token are names, or beginnings of names, in one order. */
function latest(...names: readonly string[]): string {
  return names.reduce((a, b) => (compareUtf8(a, b) < 0 ? b : a));
}

function folderOf(name: string, prefix: string, delimiter: string): string | null {
  const at = delimiter === "" ? -1 : name.indexOf(delimiter, prefix.length);
  return at < 0 ? null : name.slice(0, at + delimiter.length);
}

function readToken(token: string | null): string | null {
  if (token === null) return null;
  const name = Buffer.from(token, "base64url").toString();
  if (Buffer.from(name).toString("base64url") !== token) throw invalid("Invalid value for pageToken");
  return name;
}
