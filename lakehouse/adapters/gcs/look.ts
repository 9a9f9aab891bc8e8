import type { Listed, Precondition } from "../../ports.ts";
import { ADDRESS, ask, call, type Deed, deedOf, type Tools } from "./call.ts";
import { Passing } from "./failures.ts";
import type { Request } from "./line.ts";
import type { Attempt } from "./patience.ts";
import type { Place, Places } from "./places.ts";
import { conditionsOf, FIELDS, type Made, readMade, readPage } from "./resource.ts";

/** The live generation; `Absent`, `ConditionNotMet`. */
export function look(tools: Tools, name: string, place: Place, precondition: Precondition = {}): Promise<Made> {
  return call(
    tools,
    deedOf("look at", place),
    () => lookRequest(place, precondition),
    async (reply) => readMade(await reply.text(), name, place),
  );
}

/** One try of it. */
export async function lookOnce(
  tools: Tools,
  deed: Deed,
  name: string,
  place: Place,
  precondition: Precondition,
  attempt: Attempt,
): Promise<Made> {
  const reply = await ask(tools, deed, lookRequest(place, precondition), attempt);
  return readMade(await reply.text(), name, place);
}

function lookRequest(place: Place, precondition: Precondition): Request {
  return {
    method: "GET",
    to: ADDRESS.object(place),
    query: { ...conditionsOf(precondition), fields: FIELDS.resource },
  };
}

const MOST = "1000"; // of one page

/** Page after page; the service sorts by the bytes of the names. */
export async function list(tools: Tools, places: Places, prefix: string, startAt: string): Promise<Listed[]> {
  const place = places.ofPrefix(prefix);
  const startOffset = places.startOf(prefix, startAt);
  if (startOffset === null) return [];
  const all: Listed[] = [];
  for (let pageToken: string | undefined; ; ) {
    const query = { prefix: place.object, startOffset, pageToken, maxResults: MOST, fields: FIELDS.page };
    const page = await call(
      tools,
      deedOf("list", place),
      () => ({ method: "GET", to: ADDRESS.objects(place), query: withoutEmpty(query) }),
      async (reply) => readPage(await reply.text(), (object) => places.nameOf(prefix, object)),
    );
    all.push(...page.listed);
    if (page.next === undefined) return all;
    pageToken = page.next;
  }
}

/** Any answer of the service shows its time, also one that refuses: no account needs a right for it. */
export async function time(tools: Tools): Promise<string> {
  return call(
    tools,
    { about: "ask Cloud Storage for its time", bucket: "", also: [400, 403, 404, 405] },
    () => ({ method: "HEAD", to: ADDRESS.date }),
    async (reply) => {
      const date = Date.parse(reply.header("date") ?? "");
      if (Number.isNaN(date)) throw new Passing("an answer without a date");
      return new Date(date).toISOString();
    },
  );
}

function withoutEmpty(query: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ""));
}
