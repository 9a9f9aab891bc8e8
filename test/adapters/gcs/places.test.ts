import { describe, expect, test } from "@jest/globals";
import { PATIENCE, waitAfter } from "../../../lakehouse/adapters/gcs/patience.ts";
import { placesOf } from "../../../lakehouse/adapters/gcs/places.ts";

describe("where names are", () => {
  const zoned = placesOf("gs://acme-dev-{zone}");
  const folder = placesOf("gs://acme-dev/lake/");

  test.each([
    [zoned, "raw/a/b.parquet", "acme-dev-raw", "a/b.parquet"],
    [zoned, "ledger//x", "acme-dev-ledger", "/x"],
    [folder, "raw/a/b.parquet", "acme-dev", "lake/raw/a/b.parquet"],
    [placesOf("gs://acme-dev"), "raw/ä", "acme-dev", "raw/ä"],
  ])("%#: %s", (places, name, bucket, object) => {
    expect(places.of(name)).toEqual({ bucket, object });
    expect(places.ofPrefix(name)).toEqual({ bucket, object });
    expect(places.nameOf(name, `${object}/more`)).toBe(`${name}/more`);
  });

  test.each(["", "raw/", "raw", "raw/..", "raw/.", "raw/a\nb", "a b/x", "?/x"])("no place for %j", (name) => {
    expect(() => zoned.of(name)).toThrow("not an object name");
  });

  test("a list stays in one zone, and its start may lie before or behind it", () => {
    expect(() => zoned.ofPrefix("raw")).toThrow("→ list one zone");
    expect(folder.ofPrefix("")).toEqual({ bucket: "acme-dev", object: "lake/" });
    expect(zoned.startOf("raw/a/", "raw/a/b")).toBe("a/b");
    expect(zoned.startOf("raw/a/", "")).toBe("");
    expect(zoned.startOf("raw/a/", "landing/z")).toBe("");
    expect(zoned.startOf("raw/a/", "staging/a")).toBeNull();
    expect(folder.startOf("raw/a/", "raw/a/b")).toBe("lake/raw/a/b");
    expect(folder.startOf("raw/a/", "")).toBe("lake/");
  });

  test.each(["acme-dev", "gs://", "s3://x", "gs://Acme", "gs://a b"])("no lake: %j", (lake) => {
    expect(() => placesOf(lake)).toThrow("not a lake in Cloud Storage");
  });
});

describe("waits", () => {
  const wait = (tries: number, isCrowded: boolean, luck: number) => waitAfter(tries, PATIENCE, isCrowded, luck);

  test("double up to the longest, and differ", () => {
    expect([1, 2, 3, 4, 5, 6, 20].map((tries) => wait(tries, false, 1))).toEqual([
      250, 500, 1000, 2000, 4000, 4000, 4000,
    ]);
    expect(wait(1, false, 0)).toBe(125);
  });

  test("are a second at least where too much was asked", () => {
    expect(wait(1, true, 0)).toBeGreaterThanOrEqual(1_000);
    expect(wait(1, true, 1)).toBeGreaterThan(wait(1, true, 0));
  });
});
