import { type Bucket, type File, IdempotencyStrategy, Storage } from "@google-cloud/storage";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { OAuth2Client } from "google-auth-library";
import { alone } from "../http/alone.ts";
import { type Serving, serve } from "../http/serve.ts";
import { tokenFor } from "../http/tokens.ts";
import { createGcsService, type Gcs } from "./service.ts";

// The fake as Google's own client sees it, for what the suite of the port does not reach.

const KiB = 1024;
const token = tokenFor("someone@example.com", Date.now() + 3_600_000);
const authorization = `Bearer ${token}`;
const around = alone();
let gcs: Gcs;
let serving: Serving;
let plain: Bucket;
let versioned: Bucket;
const finalized: string[] = [];

beforeAll(async () => {
  const buckets = ["plain", { name: "versioned", versioning: true }];
  const onFinalized = ({ name, generation }: { name: string; generation: string }) =>
    void finalized.push(`${name}#${generation}`);
  // The client makes numbers of generations.
  const strict = { mostListed: 2, rewriteBytes: 4 * KiB, generationDigits: 16 as const };
  gcs = createGcsService({ now: Date.now, buckets, onFinalized, ...strict });
  serving = await serve(gcs.service, around);
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: token });
  const storage = new Storage({
    apiEndpoint: serving.url,
    useAuthWithCustomEndpoint: true,
    projectId: "acme",
    authClient,
    retryOptions: { maxRetryDelay: 1, idempotencyStrategy: IdempotencyStrategy.RetryAlways },
  });
  // Uploads in parts would go without a token to another address than Google's.
  storage.interceptors.push({
    request(asked) {
      asked.headers = { ...asked.headers, authorization };
      return asked as never;
    },
  });
  [plain, versioned] = [storage.bucket("plain"), storage.bucket("versioned")];
});
afterAll(() => serving.close());
beforeEach(() => {
  around.faults.set([]);
  finalized.length = 0;
});

const bytes = (length: number) => Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31) % 251));

describe("content", () => {
  test("is stored, told of and read back, with both checksums", async () => {
    const file = plain.file("a/ü?.txt");
    await file.save("hello", { resumable: false, metadata: { contentType: "text/plain", metadata: { k: "v" } } });
    expect((await file.download({ validation: "md5" }))[0].toString()).toBe("hello");
    const [metadata] = await file.getMetadata();
    expect(metadata).toMatchObject({
      kind: "storage#object",
      id: `plain/a/ü?.txt/${metadata.generation}`,
      generation: expect.stringMatching(/^\d{16}$/),
      metageneration: "1",
      size: "5",
      crc32c: "mnG7TA==",
      md5Hash: "XUFAKrxLKna5cZ2REBfFkg==",
      contentType: "text/plain",
      metadata: { k: "v" },
      timeCreated: expect.stringMatching(/Z$/),
    });
    expect(finalized).toEqual([`a/ü?.txt#${metadata.generation}`]);
    expect((await file.download({ start: 1, end: 3 }))[0].toString()).toBe("ell");
  });

  test("that is composed has no MD5", async () => {
    const parts = ["1", "2"].map((name) => plain.file(`part-${name}`));
    for (const part of parts) await part.save(part.name, { resumable: false });
    const [whole] = await plain.combine(parts, plain.file("whole"));
    expect((await whole.download({ validation: "crc32c" }))[0].toString()).toBe("part-1part-2");
    const [metadata] = await whole.getMetadata();
    expect([metadata.md5Hash, metadata.componentCount]).toEqual([undefined, 2]);
    await expect(whole.download({ validation: "md5" })).rejects.toThrow("MD5");
    expect(finalized).toHaveLength(3); // each part is an object of its own
  });

  test("that is not what was said of it is no object", async () => {
    const save = plain.file("lie").save("x", { resumable: false, validation: false, metadata: { crc32c: "AAAAAA==" } });
    await expect(save).rejects.toThrow(/CRC32C/);
    expect(gcs.get("plain", "lie")).toBeNull();
  });

  test("that is packed comes packed to those who can unpack", async () => {
    const file = plain.file("packed");
    await file.save("hello ".repeat(100), { resumable: false, gzip: true });
    const stored = gcs.get("plain", "packed")?.bytes ?? Buffer.alloc(0);
    expect((await file.download({ decompress: false }))[0]).toEqual(stored);
    const headers = { authorization, "accept-encoding": "identity" };
    const unpacked = await fetch(`${serving.url}/storage/v1/b/plain/o/packed?alt=media`, { headers });
    expect(await unpacked.text()).toBe("hello ".repeat(100));
    expect(unpacked.headers.get("x-goog-stored-content-encoding")).toBe("gzip");
  });
});

describe("resumable uploads", () => {
  const content = bytes(1000 * KiB + 7);
  const chunkSize = 256 * KiB;

  test.each(["503", "reset", "acceptThenReset"] as const)("broken off by %s and resumed", async (action) => {
    around.faults.set([{ op: "storage.objects.insertChunk", nth: 2, action }]);
    await plain.file(action).save(content, { resumable: true, chunkSize });
    expect(gcs.get("plain", action)?.bytes.equals(content)).toBe(true);
    expect(finalized).toHaveLength(1);
    expect(around.faults.struck).toHaveLength(1);
  });

  test("of whose part less is kept than was sent", async () => {
    gcs.keepOfNextPart(300 * KiB);
    await plain.file("less").save(content, { resumable: true, chunkSize: 2 * chunkSize });
    expect(gcs.get("plain", "less")?.bytes.equals(content)).toBe(true);
  });

  test("of unknown length, all at once", async () => {
    await plain.file("at-once").save(content, { resumable: true });
    expect(gcs.get("plain", "at-once")?.bytes.equals(content)).toBe(true);
  });
});

describe("lists", () => {
  const names = ["a/1", "a/2", "a/b/3", "a0", "b", "é", "\u{1f600}"];
  beforeAll(() => {
    for (const name of names) gcs.put("versioned", `list/${name}`, name);
  });
  const listed = async (query: object) => (await versioned.getFiles(query))[0].map(({ name }) => name.slice(5));

  test("come in pages", async () => {
    expect(await listed({ prefix: "list/" })).toEqual(names);
    expect(await listed({ prefix: "list/a/" })).toEqual(names.slice(0, 3));
    expect(await listed({ startOffset: "list/a/2", endOffset: "list/b" })).toEqual(["a/2", "a/b/3", "a0"]);
    expect(await listed({ prefix: "nothing" })).toEqual([]);
  });

  test("of folders", async () => {
    const pages: unknown[] = [];
    let query: object | null = { prefix: "list/", delimiter: "/" };
    while (query) {
      const page: object = { ...query, autoPaginate: false };
      const [files, next, answer]: [File[], object | null, unknown] = await versioned.getFiles(page);
      pages.push([files.map(({ name }) => name.slice(5)), (answer as { prefixes?: string[] }).prefixes ?? []]);
      query = next;
    }
    expect(pages).toEqual([
      [["a0"], ["list/a/"]],
      [["b", "é"], []],
      [["\u{1f600}"], []],
    ]);
  });

  test("of some fields", async () => {
    const [items] = await versioned.getFiles({ prefix: "list/a/1", fields: "items(name,size),nextPageToken" });
    expect(items).toEqual([{ name: "list/a/1", size: "3" }]);
  });
});

describe("generations", () => {
  test("grow, and old ones are gone unless versions are kept", async () => {
    for (const bucket of [plain, versioned]) {
      const first = gcs.put(bucket.name, "x", "1");
      const second = gcs.put(bucket.name, "x", "2");
      expect(BigInt(second.generation)).toBeGreaterThan(BigInt(first.generation));
      const old = bucket.file("x", { generation: Number(first.generation) }).download();
      if (bucket === versioned) expect((await old)[0].toString()).toBe("1");
      else await expect(old).rejects.toThrow("No such object: plain/x");
      await bucket.file("x").delete({ ifGenerationMatch: second.generation });
      expect((await bucket.file("x").exists())[0]).toBe(false);
      const third = gcs.put(bucket.name, "x", "3");
      expect(BigInt(third.generation)).toBeGreaterThan(BigInt(second.generation));
    }
  });

  test("stay when metadata change", async () => {
    const { generation } = gcs.put("plain", "meta", "x", { metadata: { a: "1", b: "2" } });
    const file = plain.file("meta");
    await file.setMetadata({ metadata: { a: null, c: "3" } }, { ifMetagenerationMatch: 1 });
    const [metadata] = await file.getMetadata();
    expect(metadata).toMatchObject({ generation, metageneration: "2", metadata: { b: "2", c: "3" } });
    await expect(file.setMetadata({ metadata: {} }, { ifMetagenerationMatch: 1 })).rejects.toMatchObject({ code: 412 });
  });
});

describe("copies", () => {
  test("of one call and of several", async () => {
    for (const size of [3, 10 * KiB]) {
      gcs.put("plain", "from", bytes(size), { contentType: "a/b" });
      await plain.file("from").copy(versioned.file(`to-${size}`));
      expect(gcs.get("versioned", `to-${size}`)).toMatchObject({
        bytes: bytes(size),
        resource: { contentType: "a/b" },
      });
    }
  });

  test("must ask for the same in each of their calls, which this client forgets", async () => {
    gcs.put("plain", "from", bytes(10 * KiB));
    const copy = plain.file("from").copy(plain.file("to"), { preconditionOpts: { ifGenerationMatch: 0 } });
    await expect(copy).rejects.toThrow("Invalid rewriteToken");
  });
});

test("errors have Google's form", async () => {
  await expect(plain.file("nothing").getMetadata()).rejects.toMatchObject({
    code: 404,
    errors: [{ message: "No such object: plain/nothing", domain: "global", reason: "notFound" }],
  });
  await expect(plain.file("x\ny").save("", { resumable: false })).rejects.toMatchObject({ code: 400 });
  await expect(plain.file("x".repeat(1025)).save("", { resumable: false })).rejects.toMatchObject({ code: 400 });
});

test("a name changes once a second, if it is asked for", async () => {
  let now = 0;
  const slow = createGcsService({ now: () => now, buckets: ["b"], limitsNames: true });
  const write = (name: string) => {
    const url = new URL(`http://fake/upload/storage/v1/b/b/o?uploadType=media&name=${name}`);
    const asked = { method: "POST", url, headers: {}, body: Buffer.from("x"), account: null };
    return slow.service.route(asked)?.answer();
  };
  const statuses = [write("x"), write("x"), write("y")];
  now = 1_000;
  expect([...statuses, write("x")]).toMatchObject([200, 429, 200, 200].map((status) => ({ status })));
});
