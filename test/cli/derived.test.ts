import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { contractOf } from "../../lakehouse/cli/contracts.ts";
import { CONTRACTS } from "../contract/fixtures.ts";
import { sluice } from "./sluice.ts";

// Derived tables at the command line: contract, SQL and inputs are read together.

let folder: string;
const run = (...argv: string[]) => sluice(folder, argv);
const file = (name: string) => join(folder, "contracts", name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-derived-"));
  cpSync(CONTRACTS, join(folder, "contracts"), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("plan: what it is made from, by dataset and by file", async () => {
  const { code, out } = await run("plan", "airport_days");
  expect(code).toBe(0);
  expect(out).toContain("IS MADE FROM\n  flights  drives: when it publishes, the days that it touched are made new");
  expect(out).not.toMatch(/^ARRIVES|SPLIT/m);
  expect((await run("plan", "contracts/airport_days.odcs.yaml")).out).toBe(out);
  const plan = JSON.parse((await run("plan", "airport_days", "--json")).out);
  expect(plan).toMatchObject({ landing: null, statements: null, derived: { partitioned: true } });
});

test("an error in an input stops the plan; one in another contract does not", async () => {
  writeFileSync(file("broken.odcs.yaml"), "apiVersion: [\n");
  expect((await run("plan", "airport_days")).code).toBe(0);
  rmSync(file("broken.odcs.yaml"));
  cpSync(file("flights.odcs.yaml"), file("flights.kept"));
  writeFileSync(file("flights.odcs.yaml"), "apiVersion: v3.1.0\n");
  const { code, err } = await run("plan", "airport_days");
  cpSync(file("flights.kept"), file("flights.odcs.yaml"));
  expect(code).toBe(2);
  expect(err).toContain("contracts/flights.odcs.yaml:1:1 error");
  expect(err).not.toContain("input-unknown");
});

test("a command that only looks leaves out contracts with errors, what is made from them too, and says so", async () => {
  mkdirSync(join(folder, "out/lake"), { recursive: true });
  cpSync(file("flights.odcs.yaml"), file("flights.kept"));
  writeFileSync(file("flights.odcs.yaml"), "apiVersion: v3.1.0\n");
  const { code, err } = await run("status");
  cpSync(file("flights.kept"), file("flights.odcs.yaml"));
  expect({ code, err }).toEqual({
    code: 0,
    err: "left out: contracts/flights.odcs.yaml has errors → `sluice lint contracts/flights.odcs.yaml` tells them\n",
  });
});

test("lint of one file reads its SQL and its inputs, and tells of it alone", async () => {
  const good = await run("lint", "contracts/airport_days.odcs.yaml");
  expect(good).toMatchObject({ code: 0, out: "✓ 1 contract: 0 errors, 0 warnings, 0 notes\n" });
  // As a shell's contracts/airport* gives them.
  expect(await run("lint", "contracts/airport_days.odcs.yaml", "contracts/airport_days.sql")).toEqual(good);
  cpSync(file("airport_days.sql"), file("airport_days.kept"));
  writeFileSync(
    file("airport_days.sql"),
    "SELECT CAST(departed_at AS DATE) AS day, origin, COUNT(*) AS flights, MIN(origin) AS avg_arr_delay, SUM(delay) AS late_flights\nFROM {flights} GROUP BY 1, 2\n",
  );
  const { code, out } = await run("lint", "contracts/airport_days.odcs.yaml");
  cpSync(file("airport_days.kept"), file("airport_days.sql"));
  expect(code).toBe(1);
  expect(out).toMatch(/^contracts\/airport_days\.sql:1:1 error does-not-bind .*delay/);
  expect(out).toContain("✗ 1 contract: 1 error, 0 warnings, 0 notes");
});

test("lint of the folder tells of SQL without a contract", async () => {
  writeFileSync(file("nobody.sql"), "SELECT 1\n");
  const { code, out } = await run("lint");
  const planned = await run("plan", "airport_days");
  rmSync(file("nobody.sql"));
  expect(code).toBe(1);
  expect(out).toContain("contracts/nobody.sql:1:1 error query-without-contract");
  expect(planned.code).toBe(0);
});

test("no drop can be given to it", async () => {
  const where = { root: { env: "local", contracts: join(folder, "contracts"), lake: "", json: false }, cwd: folder };
  await expect(contractOf("airport_days", where)).rejects.toMatchObject({
    problems: [{ message: "airport_days takes no drops: it is made from flights" }],
  });
  expect((await contractOf("flights", where)).dataset).toBe("flights");
});
