import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { alone } from "../http/alone.ts";
import { type Serving, serve } from "../http/serve.ts";
import { tokenFor } from "../http/tokens.ts";
import { createGcsService, type Gcs } from "./service.ts";

// Each precondition on each method, over an object of metageneration 2 and over none, by plain requests.

const headers = { authorization: `Bearer ${tokenFor("someone@example.com", Date.now() + 3_600_000)}` };
const json = { ...headers, "content-type": "application/json" };

let gcs: Gcs;
let serving: Serving;
beforeAll(async () => {
  gcs = createGcsService({ now: Date.now, buckets: ["b"] });
  serving = await serve(gcs.service, alone());
});
afterAll(() => serving.close());

interface Method {
  readonly ask: (name: string, query: string) => Promise<Response>;
  readonly prefix?: "if" | "ifSource";
  /** Whether it makes the object that its preconditions are about. */
  readonly makes?: true;
  readonly only?: readonly string[];
}

const at = (path: string, query: string, init: RequestInit = {}) =>
  fetch(`${serving.url}${path}${path.includes("?") ? "&" : "?"}${query}`, { headers, ...init });
const objectPath = (name: string) => `/storage/v1/b/b/o/${encodeURIComponent(name)}`;
const post = (path: string, query: string, body: unknown = {}) =>
  at(path, query, { method: "POST", headers: json, body: JSON.stringify(body) });
const body = () => `--x\r\ncontent-type: application/json\r\n\r\n{}\r\n--x\r\ncontent-type: a/b\r\n\r\nnew\r\n--x--`;

const methods: Record<string, Method> = {
  get: { ask: (name, query) => at(objectPath(name), query) },
  getMedia: { ask: (name, query) => at(`${objectPath(name)}?alt=media`, query) },
  delete: { ask: (name, query) => at(objectPath(name), query, { method: "DELETE" }) },
  patch: {
    ask: (name, query) =>
      at(objectPath(name), query, { method: "PATCH", headers: json, body: '{"metadata":{"a":"b"}}' }),
  },
  "insert, multipart": {
    makes: true,
    ask: (name, query) =>
      at(`/upload/storage/v1/b/b/o?uploadType=multipart&name=${encodeURIComponent(name)}`, query, {
        method: "POST",
        headers: { ...headers, "content-type": 'multipart/related; boundary="x"' },
        body: body(),
      }),
  },
  "insert, media": {
    makes: true,
    ask: (name, query) =>
      at(`/upload/storage/v1/b/b/o?uploadType=media&name=${encodeURIComponent(name)}`, query, {
        method: "POST",
        body: "new",
      }),
  },
  "insert, resumable": { makes: true, ask: (name, query) => resumable(name, query, () => undefined) },
  "rewrite, target": {
    makes: true,
    ask: (name, query) => post(`${objectPath("source")}/rewriteTo/b/b/o/${encodeURIComponent(name)}`, query),
  },
  "rewrite, source": {
    prefix: "ifSource",
    ask: (name, query) => post(`${objectPath(name)}/rewriteTo/b/b/o/target`, query),
  },
  compose: {
    makes: true,
    only: ["GenerationMatch", "MetagenerationMatch"],
    ask: (name, query) => post(`${objectPath(name)}/compose`, query, { sourceObjects: [{ name: "source" }] }),
  },
};

async function resumable(name: string, query: string, between: () => void): Promise<Response> {
  const path = `/upload/storage/v1/b/b/o?uploadType=resumable&name=${encodeURIComponent(name)}`;
  const started = await post(path, query);
  if (!started.ok) return started;
  between();
  return fetch(started.headers.get("location") ?? "", { method: "PUT", headers, body: "new" });
}

const GENERATION = "G"; // the live one
/** Precondition, value, status if it does not hold (200: it holds). */
const overLive: readonly [string, string, number][] = [
  ["GenerationMatch", GENERATION, 200],
  ["GenerationMatch", "7", 412],
  ["GenerationMatch", "0", 412],
  ["GenerationNotMatch", GENERATION, 304],
  ["GenerationNotMatch", "7", 200],
  ["GenerationNotMatch", "0", 200],
  ["MetagenerationMatch", "2", 200],
  ["MetagenerationMatch", "1", 412],
  ["MetagenerationNotMatch", "2", 304],
  ["MetagenerationNotMatch", "1", 200],
];
const overNone: readonly [string, string, number][] = [
  ["GenerationMatch", "0", 200],
  ["GenerationMatch", "7", 412],
  ["GenerationNotMatch", "0", 304],
  ["GenerationNotMatch", "7", 304],
  ["MetagenerationMatch", "1", 412],
  ["MetagenerationNotMatch", "1", 304],
];

let count = 0;
async function prepared(): Promise<{ readonly name: string; readonly generation: string }> {
  gcs.put("b", "source", "source");
  const name = `folder/${++count}`;
  const { generation } = gcs.put("b", name, "old");
  await at(objectPath(name), "", { method: "PATCH", headers: json, body: '{"metadata":{"k":"v"}}' });
  return { name, generation };
}

describe.each(Object.entries(methods))("%s", (_, { ask, prefix = "if", makes, only }) => {
  const isKnown = ([condition]: readonly [string, string, number]) => !only || only.includes(condition);

  test.each(overLive.filter(isKnown))(`over an object, ${prefix}%s=%s: %d`, async (condition, value, status) => {
    const { name, generation } = await prepared();
    const before = gcs.get("b", name)?.resource;
    const answer = await ask(name, `${prefix}${condition}=${value.replace(GENERATION, generation)}`);
    expect(answer.ok ? 200 : answer.status).toBe(status);
    if (!answer.ok) expect(gcs.get("b", name)?.resource).toEqual(before);
    if (status === 412) expect(await answer.text()).toMatch(/pre-conditions you specified did not hold/);
  });

  test.each(overNone.filter(isKnown))(`over none, ${prefix}%s=%s: %d`, async (condition, value, status) => {
    await prepared();
    const name = `folder/none-${count}`;
    const answer = await ask(name, `${prefix}${condition}=${value}`);
    expect(answer.ok ? 200 : answer.status).toBe(makes ? status : 404); // what is not there is not found first
    if (!answer.ok) expect(gcs.get("b", name)).toBeNull();
  });

  test("a misspelt one, and one that is no number, are refused", async () => {
    const { name } = await prepared();
    expect((await ask(name, `${prefix}GenerationMach=1`)).status).toBe(400);
    expect((await ask(name, `${prefix}GenerationMatch=abc`)).status).toBe(400);
  });
});

test("a resumable upload is held to its preconditions at its end, too", async () => {
  const name = "late";
  const answer = await resumable(name, "ifGenerationMatch=0", () => void gcs.put("b", name, "other"));
  expect([answer.status, gcs.get("b", name)?.bytes.toString()]).toEqual([412, "other"]);
});

test("over source and target at once", async () => {
  const [{ name, generation }, other] = [await prepared(), await prepared()];
  const path = `${objectPath(name)}/rewriteTo/b/b/o/${encodeURIComponent(other.name)}`;
  const query = (source: string, target: string) => `ifSourceGenerationMatch=${source}&ifGenerationMatch=${target}`;
  expect((await post(path, query(generation, "0"))).status).toBe(412);
  expect((await post(path, query("0", other.generation))).status).toBe(412);
  expect((await post(path, query(generation, other.generation))).status).toBe(200);
});
