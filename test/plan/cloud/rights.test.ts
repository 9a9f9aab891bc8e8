import { describe, expect, test } from "@jest/globals";
import { ORCHESTRATORS } from "../../../lakehouse/plan/cloud/orchestrator.ts";
import {
  type Access,
  accountsOf,
  agentRightsOf,
  type Circumstances,
  conditionOf,
  operatorRightsOf,
  placeOf,
  RIGHTS,
  ROWS,
  rightKey,
  rightsOf,
  rightsOfRole,
  roleName,
  type View,
} from "../../../lakehouse/plan/cloud/rights.ts";

const ENVIRONMENT = { id: "dev-2", project: "acme", location: "EU", region: "europe-west1" };
const plain: Circumstances = { orchestrator: "functions", serving: false, kms: false, vmStarts: null };
const all: Circumstances[] = ORCHESTRATORS.flatMap((orchestrator) => [
  { ...plain, orchestrator },
  { orchestrator, serving: true, kms: true, vmStarts: "05:30" },
]);

describe("the table", () => {
  test("is short in its words, and each row is another", () => {
    for (const { why } of ROWS) expect(why).toMatch(/^[^.]{10,100}$/);
    const keys = ROWS.map((row) => `${row.who} ${rightKey(row)}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test("every row is in force somewhere", () => {
    const somewhere = new Set(
      all
        .flatMap((settings) => [
          ...Object.values(rightsOf(settings)).flat(),
          ...Object.values(agentRightsOf(settings)).flat(),
          ...operatorRightsOf(settings),
        ])
        .map((right) => right.why),
    );
    const people = ["read", "readClassified", "write"];
    expect(ROWS.filter(({ who, why }) => !people.includes(who) && !somewhere.has(why))).toEqual([]);
  });

  test("nobody has a right to data on the whole project but under a condition", () => {
    const wide = ROWS.filter(({ on, role }) => on === "project" && /^(storage|composer|bigquery\.data)/.test(role));
    expect(wide.map((row) => [placeOf(row), conditionOf(row, ENVIRONMENT) !== null])).toEqual([
      ["project-dags", true],
      ["project-sources", true],
    ]);
  });

  test("no role is a basic one", () => {
    expect(ROWS.filter(({ role }) => /^(owner|editor|viewer|.*[aA]dmin)$/.test(role))).toEqual([]);
  });
});

describe("what an environment has", () => {
  test.each<[string, Partial<Circumstances>, string[]]>([
    ["functions alone", {}, ["split", "publish", "mail", "worker", "trigger", "build"]],
    ["with a DAG", { orchestrator: "composer" }, ["split", "publish", "mail", "worker", "airflow", "trigger", "build"]],
    ["with models", { serving: true }, ["split", "publish", "mail", "worker", "trigger", "build", "serve"]],
  ])("accounts: %s", (_, settings, accounts) => {
    expect(accountsOf({ ...plain, ...settings })).toEqual(accounts);
  });

  test("who launches jobs has the right to, and nobody else", () => {
    const launchers = (settings: Circumstances) =>
      Object.entries(rightsOf(settings)).flatMap(([who, rights]) =>
        rights.some(({ role }) => role === "sluice.dataflowLauncher") ? [who] : [],
      );
    expect(ORCHESTRATORS.map((orchestrator) => launchers({ ...plain, orchestrator }))).toEqual([
      ["split"],
      ["airflow"],
      ["airflow"],
    ]);
  });

  test("one right on a place is not taken for two", () => {
    for (const settings of all) {
      for (const rights of Object.values(rightsOf(settings))) {
        const keys = rights.map(rightKey);
        expect(new Set(keys).size).toBe(keys.length);
      }
    }
  });

  test("a machine's schedule, and keys, only where there are some", () => {
    const roles = (settings: Circumstances) =>
      Object.values(agentRightsOf(settings)).flatMap((one) => one.map(({ role }) => role));
    expect(roles(plain).filter((role) => /kms|machine/.test(role))).toEqual([]);
    expect(roles({ ...plain, orchestrator: "airflow-vm", vmStarts: "05:30" })).toContain("sluice.machineScheduler");
    expect(roles({ ...plain, vmStarts: "05:30" })).not.toContain("sluice.machineScheduler");
  });

  test("names of roles", () => {
    expect(roleName(ENVIRONMENT, "storage.objectUser")).toBe("roles/storage.objectUser");
    expect(roleName(ENVIRONMENT, "sluice.dataflowWorker")).toBe("projects/acme/roles/sluice.dev_2.dataflowWorker");
  });
});

test.each<[Access, View, string[]]>([
  ["read", { filtered: false, classified: false }, ["table", "folder-staging", "folder-committed"]],
  ["read", { filtered: false, classified: true }, ["table"]],
  ["read", { filtered: true, classified: false }, ["table"]],
  [
    "readClassified",
    { filtered: false, classified: true },
    ["table", "policyTags", "folder-staging", "folder-committed"],
  ],
  ["readClassified", { filtered: true, classified: true }, ["table", "policyTags"]],
  ["readClassified", { filtered: false, classified: false }, ["table", "folder-staging", "folder-committed"]],
  ["write", { filtered: false, classified: true }, ["folder-landing"]],
])("a contract's role %s on %j", (access, view, places) => {
  expect(rightsOfRole(access, view).map(placeOf)).toEqual(places);
});

test("who decodes uploads may write no log", () => {
  for (const account of ["split", "worker"] as const) {
    const ledger = RIGHTS[account].filter((right) => right.on === "zone" && right.zone === "ledger");
    const writes = ledger.filter(({ role }) => role !== "storage.objectViewer");
    expect(writes.map((right) => (right.on === "zone" ? right.parts?.includes("log") : null))).toEqual([false]);
  }
});
