// What counts as an event, and whose: nothing that can be sent makes a function fail.
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readAsked } from "../../functions/asked.ts";
import type { Body } from "../../functions/body.ts";
import { readCloudEvent } from "../../functions/cloud-event.ts";
import { readFinalized } from "../../functions/finalized.ts";
import { readReported } from "../../functions/reported.ts";
import { bucketName } from "../../lakehouse/plan/cloud/names.ts";
import { finalized, LANDING, notified, nudge, PLACE, published } from "./bench.ts";

const META = {
  name: "landing/flights/dt=2026-03-10/a.parquet",
  generation: "1712345678901234",
  metageneration: "1",
  bytes: "12",
  crc32c: "AAAAAA==",
  created: "2026-03-10T08:00:00.000Z",
};

describe("#62: the event of a request", () => {
  const attributes = { "ce-id": "1", "ce-source": "//x", "ce-type": "t", "ce-specversion": "1.0" };
  const body = (content: string | Uint8Array, type = "application/json", encoding = ""): Body => {
    return { type, encoding, bytes: typeof content === "string" ? new TextEncoder().encode(content) : content };
  };
  const structured = (fields: object) =>
    body(
      JSON.stringify({ specversion: "1.0", id: "1", source: "//x", type: "t", ...fields }),
      "application/cloudevents+json",
    );
  const EVENT = { event: { id: "1", source: "//x", type: "t", data: { a: 1 } } };

  test.each([
    ["binary", attributes, body('{"a":1}')],
    ["binary, as JSON of another kind", attributes, body('{"a":1}', "application/vnd.api+json; charset=utf-8")],
    ["binary, its attributes as headers can hold them", { ...attributes, "ce-source": "%2F/x" }, body('{"a":1}')],
    ["structured", {}, structured({ data: { a: 1 } })],
    [
      "structured, with its charset",
      {},
      { ...structured({ data: { a: 1 } }), type: "application/cloudevents+json; charset=UTF-8" },
    ],
  ])("%s", (_mode, headers, given) => expect(readCloudEvent("POST", headers, given)).toEqual(EVENT));

  test.each([
    [405, "GET", attributes, body("{}")],
    [415, "POST", attributes, body("hello", "text/plain")],
    [415, "POST", attributes, body("a=1", "application/x-www-form-urlencoded")],
    [415, "POST", attributes, body("{}", "")],
    [415, "POST", attributes, body("{}", "application/jsonp")],
    [415, "POST", {}, body("[{}]", "application/cloudevents-batch+json")],
    [415, "POST", attributes, body(new Uint8Array([31, 139, 8]), "application/json", "gzip")],
    [413, "POST", attributes, body(new Uint8Array(10_000_000))],
    [400, "POST", attributes, body("")],
    [400, "POST", attributes, body("{")],
    [400, "POST", attributes, body(new Uint8Array([34, 255, 34]))],
    [400, "POST", { ...attributes, "ce-specversion": "0.3" }, body("{}")],
    [400, "POST", { ...attributes, "ce-id": "" }, body("{}")],
    [400, "POST", { "ce-specversion": "1.0" }, body("{}")],
    [400, "POST", {}, body("{}")],
    [400, "POST", { ...attributes, "ce-source": "%zz" }, body("{}")],
    [400, "POST", {}, structured({ type: 3 })],
    [400, "POST", {}, { ...structured({}), bytes: new TextEncoder().encode("[]") }],
    [400, "POST", {}, { ...structured({}), bytes: new TextEncoder().encode("null") }],
  ])("%i: %s %j", (status, method, headers, given) => {
    expect(readCloudEvent(method, headers, given)).toEqual({ status, problem: expect.any(String) });
  });
});

describe("an object is complete in landing", () => {
  const read = (change: Record<string, unknown>) => readFinalized(finalized(META, change), PLACE);

  test("as Eventarc sends it", () => {
    expect(read({})).toEqual({
      kind: "asks",
      value: {
        bucket: LANDING,
        name: "flights/dt=2026-03-10/a.parquet",
        facts: { generation: META.generation, bytes: "12", crc32c: "AAAAAA==", created: META.created },
      },
    });
  });

  test.each([
    ["64 bits as text", { generation: "9223372036854775807" }, { generation: "9223372036854775807" }],
    ["a number that JSON did not round", { generation: 1712345678901234, size: 12 }, { generation: META.generation }],
    ["an empty object, whose size is left out", { size: undefined }, { bytes: "0" }],
    ["a time of another zone", { timeCreated: "2026-03-10T09:00:00+01:00" }, { created: META.created }],
    ["a time in microseconds", { timeCreated: "2026-03-10T08:00:00.000123Z" }, { created: META.created }],
    ["parts that were put together, without md5", { md5Hash: undefined, componentCount: 32 }, {}],
    ["fields that nobody knows yet", { contexts: { custom: {} } }, {}],
  ])("%s", (_what, change, facts) => expect(read(change)).toMatchObject({ kind: "asks", value: { facts } }));

  test.each([
    ["2^63", { generation: "9223372036854775808" }],
    ["a number that JSON rounds", { generation: 2 ** 60 }],
    ["no generation", { generation: "0" }],
    ["a negative one", { generation: "-1" }],
    ["a thousand digits", { generation: "1".repeat(1_000) }],
    ["a size in words", { size: "12 kB" }],
    ["no checksum", { crc32c: undefined }],
    ["a checksum of another length", { crc32c: "AAAA" }],
    ["no time", { timeCreated: "yesterday" }],
    ["a day that is none", { timeCreated: "2026-02-30T00:00:00Z" }],
    ["a zone that is none", { timeCreated: "2026-03-10T08:00:00+99:99" }],
    ["no name", { name: "" }],
    ["a name of two lines", { name: "a\nb" }],
    ["a name that leads out", { name: ".." }],
    ["a name of 1,025 bytes", { name: `${"ä".repeat(512)}b` }],
    ["half a character", { name: "a\ud800" }],
    ["a name that is none", { name: { toString: "x" } }],
  ])("#10: malformed: %s", (_what, change) => expect(read(change)).toEqual({ kind: "refused", reason: "MALFORMED" }));

  test("#44: a name as long as they may be is taken", () => {
    expect(read({ name: "ä".repeat(512) })).toMatchObject({ kind: "asks" });
  });

  test.each(["deleted", "archived", "metadataUpdated"])("#9: %s is not what we wait for", (type) => {
    const event = { ...finalized(META), type: `google.cloud.storage.object.v1.${type}` };
    expect(readFinalized(event, PLACE)).toEqual({ kind: "ignored", reason: "OTHER_TYPE" });
  });

  test.each([
    ["another bucket in the content", finalized(META, { bucket: "acme-landing" }), "FOREIGN_BUCKET"],
    [
      "another bucket as the source",
      { ...finalized(META), source: "//storage.googleapis.com/projects/_/buckets/acme" },
      "FOREIGN_SOURCE",
    ],
    [
      "our own output (#9)",
      { ...finalized(META), source: `//storage.googleapis.com/projects/_/buckets/${bucketName(PLACE, "staging")}` },
      "FOREIGN_SOURCE",
    ],
    ["somebody who says that he is Cloud Storage", { ...finalized(META), source: "//example.com" }, "FOREIGN_SOURCE"],
  ])("#10: refused: %s", (_what, event, reason) => {
    expect(readFinalized(event, PLACE)).toEqual({ kind: "refused", reason });
  });

  test("nothing that JSON can say makes it fail", () => {
    const { source, type } = finalized(META);
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        expect(readFinalized({ id: "1", source, type, data }, PLACE).kind).toBe("refused");
      }),
    );
    const field = fc.constantFrom("bucket", "name", "generation", "size", "crc32c", "timeCreated");
    fc.assert(
      fc.property(field, fc.jsonValue(), (name, value) => {
        expect(["asks", "refused"]).toContain(read({ [name]: value }).kind);
      }),
    );
  });
});

describe("a report lies in the ledger", () => {
  const LEDGER = bucketName(PLACE, "ledger");
  const report = "flights/reports/0123456789abcdef01234567/2.json";

  test("is told by the notification's attributes", () => {
    const value = { dataset: "flights", key: "0123456789abcdef01234567", round: 2 };
    expect(readReported(notified(LEDGER, report), PLACE)).toEqual({ kind: "asks", value });
  });

  test.each([
    ["flights/drops/dt=2026-03-10/0123456789abcdef01234567.json", "NO_REPORT"],
    ["flights/reports/0123456789abcdef01234567/0.json", "NO_REPORT"],
    ["flights/reports/0123456789abcdef01234567/2.json/", "NO_REPORT"],
    ["../reports/0123456789abcdef01234567/2.json", "NO_REPORT"],
    ["", "NO_REPORT"],
  ])("%s: %s", (name, reason) => {
    expect(readReported(notified(LEDGER, name), PLACE)).toEqual({ kind: "ignored", reason });
  });

  test("other news and other buckets are none", () => {
    expect(readReported(notified(LEDGER, report, "OBJECT_DELETE"), PLACE)).toEqual({
      kind: "ignored",
      reason: "OTHER_TYPE",
    });
    expect(readReported(notified("acme-ledger", report), PLACE)).toEqual({ kind: "refused", reason: "FOREIGN_BUCKET" });
    expect(readReported(published("reported"), PLACE)).toEqual({ kind: "ignored", reason: "OTHER_TYPE" });
  });
});

describe("a message that asks", () => {
  test.each([
    [undefined, { kind: "tick" }],
    [{}, { kind: "tick" }],
    [nudge(null), { kind: "nudge", dataset: null }],
    [nudge("flights"), { kind: "nudge", dataset: "flights" }],
  ])("%j", (content, value) => {
    expect(readAsked(published("publish", content), PLACE, "publish")).toEqual({ kind: "asks", value });
  });

  test.each([
    { ...nudge("a"), dataset: 3 },
    { ...nudge("a"), more: 1 },
    { ...nudge("a"), format: "sluice/nudge/2" },
    { dataset: "a" },
    "tick",
    ["flights"],
  ])("%j is refused", (content) => {
    expect(readAsked(published("publish", content), PLACE, "publish")).toEqual({
      kind: "refused",
      reason: "MALFORMED",
    });
  });

  test("bytes that are no JSON are refused", () => {
    const { data, ...event } = published("publish");
    const { message } = data as { message: object };
    for (const bytes of ["AQIDBA==", "not base64", 7]) {
      const spoilt = { ...event, data: { message: { ...message, data: bytes } } };
      expect(readAsked(spoilt, PLACE, "publish")).toEqual({ kind: "refused", reason: "MALFORMED" });
    }
  });

  test("of another topic, or another project, it is not ours", () => {
    expect(readAsked(published("mail"), PLACE, "publish")).toEqual({ kind: "refused", reason: "FOREIGN_SOURCE" });
    const foreign = {
      ...published("publish"),
      source: "//pubsub.googleapis.com/projects/acme/topics/sluice-test-publish",
    };
    expect(readAsked(foreign, PLACE, "publish")).toEqual({ kind: "refused", reason: "FOREIGN_SOURCE" });
  });
});
