import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { openSandbox, type Sandbox } from "../../lakehouse/engine/child/sandbox.ts";
import { SESSION } from "../../lakehouse/plan/session.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

let shop: Workshop;
let box: Sandbox;
let folder: string;
beforeAll(async () => {
  shop = await openWorkshop();
  folder = join(shop.scratch, "box");
  mkdirSync(folder);
  mkdirSync(`${folder}-next`);
  writeFileSync(join(shop.folder, "secret.txt"), "secret");
  writeFileSync(`${folder}-next/secret.txt`, "secret");
  symlinkSync(join(shop.folder, "secret.txt"), join(folder, "link.txt"));
  box = await openSandbox({ folder, input: "drop.parquet", memoryMb: 256 }, SESSION);
});
afterAll(() => {
  box.close();
  shop.close();
});

const outside = (text: string) => text.replaceAll("OUT", shop.folder).replaceAll("BOX", folder);

describe("refused", () => {
  test.each([
    "FROM read_text('OUT/secret.txt')",
    "FROM read_text('BOX/../secret.txt')",
    "FROM read_text('BOX/../../secret.txt')",
    "FROM read_text('BOX-next/secret.txt')",
    "FROM read_text('BOX/link.txt')",
    "FROM read_csv('/etc/passwd')",
    "FROM read_text('/proc/self/environ')",
    "FROM glob('/etc/*')",
    "COPY (SELECT 1) TO 'OUT/out.parquet'",
    "COPY (SELECT 1) TO '/dev/stdout' (FORMAT csv)",
    "ATTACH 'OUT/other.db'",
    "INSTALL httpfs",
    "LOAD 'OUT/evil.duckdb_extension'",
    "FROM read_parquet('https://example.com/x.parquet')",
    "EXPORT DATABASE 'OUT/all'",
    "SET threads = 8",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET allowed_directories = ['/']",
    "RESET memory_limit",
    "PRAGMA memory_limit = '10GB'",
    "SELECT getenv('HOME')",
    "CREATE SECRET s (TYPE s3)",
  ])("%s", async (statement) => {
    await expect(box.db.run(outside(statement))).rejects.toThrow(
      /Permission Error|configuration has been locked|does not exist|disabled|Cannot change|not found|requires the extension/,
    );
  });
});

test("inside the box files can be read and written, and variables set", async () => {
  await box.db.run(`COPY (SELECT 42 AS n) TO '${folder}/own.parquet'`);
  expect(await box.db.rows(`FROM '${folder}/own.parquet'`)).toEqual([{ n: 42 }]);
  await box.db.run("SET VARIABLE arrival_day = DATE '2026-11-20'");
  expect(await box.db.row("SELECT getvariable('arrival_day')::VARCHAR AS day")).toEqual({ day: "2026-11-20" });
});

test("what does not fit into memory spills into the box", async () => {
  await box.db.run(
    "CREATE TEMP TABLE large AS SELECT md5(i::VARCHAR) || md5((i + 1)::VARCHAR) AS text FROM range(6_000_000) t(i)",
  );
  expect(await box.db.row("SELECT count(DISTINCT text) AS n FROM large WHERE text < '2'")).toEqual({
    n: expect.any(String),
  });
  await box.db.run("DROP TABLE large");
}, 60_000);

test("a session that does not lock the box is not used", async () => {
  const open = SESSION.filter((text) => !text.includes("lock_configuration"));
  await expect(openSandbox({ folder, input: "drop.parquet", memoryMb: 256 }, open)).rejects.toThrow("does not lock");
});
