// What a change of contracts or settings changes of the whole program, and what it leaves alone.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { findTargets } from "../../infra/functions/triggers.ts";
import { violations } from "../../infra/policy/violations.ts";
import { readSite } from "../../infra/project.ts";
import type { LiveTable } from "../fakes/pulumi/computed/asked.ts";
import { inputProblems } from "../fakes/pulumi/declarations.ts";
import { faults } from "../fakes/pulumi/faults.ts";
import { orderProblems } from "../fakes/pulumi/order.ts";
import type { Resource } from "../fakes/pulumi/registry.ts";
import type { Ran } from "../fakes/pulumi/run.ts";
import { projectFolder } from "../layout/tree.ts";
import { unkept } from "./program/asked.ts";
import { runStack } from "./program/run-stack.ts";
import { type Change, makeVariant, type Variant } from "./program/variant-folder.ts";

const variants: Variant[] = [];
afterAll(() => {
  for (const variant of variants) variant.remove();
});

function runVariant(
  change: Change,
  config: Readonly<Record<string, string>> = {},
  tables: readonly LiveTable[] = [],
): Promise<Ran> {
  const variant = makeVariant(change);
  variants.push(variant);
  return runStack({ folder: variant.folder, stack: change.stack, isPreview: false, config, tables });
}

/** As README.md shows it. */
function ridesContract(): string {
  const page = readFileSync(join(projectFolder, "README.md"), "utf8");
  return /```yaml contracts\/rides\.odcs\.yaml\n(.*?)```/s.exec(page)?.[1] ?? "";
}

const replaced = (from: RegExp, to: string) => (text: string) => text.replace(from, to);

test("a new contract adds its dataset, and touches of the others what holds all datasets", async () => {
  const [before, after] = await Promise.all([
    runVariant({ stack: "dev" }),
    runVariant({ stack: "dev", contracts: { "rides.odcs.yaml": ridesContract() } }),
  ]);
  expect([before.code, after.code, after.errors]).toEqual([0, 0, []]);
  const known = new Map(before.resources.map((one) => [one.urn, one]));
  const added = after.resources.filter(({ urn }) => !known.has(urn));
  expect(added.length).toBeGreaterThan(10);
  expect(added.filter((one) => datasetOf(one, after.resources) !== "rides")).toEqual([]);
  expect(after.resources.length - before.resources.length).toBe(added.length);
  const changed = after.resources.flatMap((one) => changedInputs(known.get(one.urn), one));
  expect([...new Set(changed)].sort()).toEqual(
    [
      ...["landing", "quarantine", "raw", "staging"].map((zone) => `${zone}: lifecycleRules`),
      ...["name", "source"].map((input) => `functions-archive: ${input}`),
      ...FUNCTIONS.map((name) => `${name}: buildConfig`),
    ].sort(),
  );
});

const FUNCTIONS = ["decide", "deliver-mail", "maintain", "on-drop", "on-report", "publish", "reconcile", "step"];

/** The dataset whose component it is, or stands in. */
function datasetOf({ type, name, parent }: Resource, all: readonly Resource[]): string | null {
  if (type === "sluice:infra:Dataset") return name;
  const above = all.find(({ urn }) => urn === parent);
  return above === undefined ? null : datasetOf(above, all);
}

function changedInputs(before: Resource | undefined, { name, inputs }: Resource): string[] {
  if (before === undefined) return [];
  const members = [...new Set([...Object.keys(before.inputs), ...Object.keys(inputs)])];
  const isSame = (member: string) => JSON.stringify(before.inputs[member]) === JSON.stringify(inputs[member]);
  return members.filter((member) => !isSame(member)).map((member) => `${name}: ${member}`);
}

test("a column that its contract has no more is not dropped: nothing is made", async () => {
  const schema = JSON.stringify([
    { name: "ride_id", type: "STRING" },
    { name: "tip", type: "FLOAT" },
  ]);
  const change = { stack: "dev", contracts: { "rides.odcs.yaml": ridesContract() } };
  const { code, errors, said } = await runVariant(change, {}, [{ tableId: "rides", schema }]);
  expect(code).not.toBe(0);
  expect([...errors, said].join("\n")).toMatch(/rides: the table has tip, and its contract no more → keep them/);
});

test("without Composer nothing of it is left", async () => {
  const settings = replaced(/^ {2}sluice:(orchestrator|composer.*): .*\n/gm, "");
  const { code, resources } = await runVariant({ stack: "prod", settings });
  expect(code).toBe(0);
  const traces = resources.filter(({ urn, inputs }) =>
    /composer|airflow|dags/i.test(`${urn} ${JSON.stringify(inputs)}`),
  );
  expect(traces.map(({ urn }) => urn)).toEqual([]);
});

describe("everything at once, on Airflow's machine", () => {
  const image = `europe-west1-docker.pkg.dev/acme-prod/sluice-prod/split@sha256:${"ab".repeat(32)}`;
  const ran = runVariant({
    stack: "prod",
    settings: (text) =>
      `${text.replace(/^ {2}sluice:composer.*\n/gm, "").replace("orchestrator: composer", "orchestrator: airflow-vm")}  sluice:image: ${image}\n  sluice:vmStarts: "05:00"\n  sluice:vmStops: "21:30"\n`,
  });

  test("is taken, in this order", async () => {
    const { code, errors, resources } = await ran;
    expect([code, errors]).toEqual([0, []]);
    expect([...faults(resources), ...inputProblems(resources), ...orderProblems(resources)]).toEqual([]);
    expect(violations(resources, { protect: true })).toEqual([]);
  });

  test("asks for what triggers, contracts and settings say", async () => {
    const { resources } = await ran;
    const { folder } = variants.find((one) =>
      readFileSync(join(one.folder, "Pulumi.prod.yaml"), "utf8").includes("@sha256"),
    ) ?? { folder: "" };
    const site = await readSite({ root: folder, contracts: join(folder, "contracts"), stack: "prod", config: {} });
    expect(unkept(resources, site, await findTargets(projectFolder))).toEqual([]);
  });

  test("functions launch what the spec says", async () => {
    const { resources } = await ran;
    const spec = resources.find(({ name }) => name === "split-spec")?.inputs;
    expect(JSON.parse(String(spec?.content))).toMatchObject({
      image,
      defaultEnvironment: { sdkContainerImage: image, ipConfiguration: "WORKER_IP_PRIVATE" },
    });
    const { serviceConfig } = resources.find(({ name }) => name === "on-drop")?.inputs ?? {};
    const { environmentVariables } = serviceConfig as {
      readonly environmentVariables: Readonly<Record<string, string>>;
    };
    const settings = JSON.parse(environmentVariables.SLUICE_SETTINGS ?? "");
    expect(settings.jobs).toMatchObject({
      spec: `templates/${String(spec?.name)}`,
      subnetwork: "regions/europe-west1/subnetworks/sluice-prod",
      fleet: { most: 64, workers: "scaled" },
    });
  });

  test("the machine sleeps when it is told to", async () => {
    const { resources } = await ran;
    expect(resources.find(({ name }) => name === "airflow-hours")?.inputs.instanceSchedulePolicy).toEqual({
      timeZone: "UTC",
      vmStartSchedule: { schedule: "0 5 * * *" },
      vmStopSchedule: { schedule: "30 21 * * *" },
    });
  });
});

test("all that is wrong with settings and contracts is told at once, and nothing is made", async () => {
  const change = {
    stack: "dev",
    settings: (text: string) =>
      `${text.replace("europe-west1", "europe").replace("sluice:protect: false", "sluice:protekt: no")}  sluice:workers: 0\n`,
    contracts: { "rides.odcs.yaml": ridesContract().replace("logicalType: timestamp", "logicalType: time-stamp") },
  };
  const { code, errors, said, resources } = await runVariant(change);
  expect(code).not.toBe(0);
  const told = [...errors, said].join("\n");
  expect(told).toMatch(/nothing was changed; mend these first:/);
  for (const rule of [
    "stack-value `gcp:region`",
    "stack-unknown-key `sluice:protekt`",
    "stack-value `sluice:workers`",
  ]) {
    expect(told).toContain(rule);
  }
  expect(told).toMatch(/rides\.odcs\.yaml:\d+:\d+ error /);
  expect(told).not.toMatch(/\bat .*\.ts:\d+/);
  expect(resources.map(({ type }) => type)).toEqual(["pulumi:pulumi:Stack"]);
});

test("settings that Pulumi has from elsewhere, and roles that no contract knows, are refused", async () => {
  const image = `europe-west1-docker.pkg.dev/acme-dev/sluice-test/split@sha256:${"0".repeat(64)}`;
  const settings = (text: string) =>
    `${text}  sluice:members: {mobility_raeder: ["group:a@example.com"]}\n  sluice:image: ${image}\n`;
  const { code, errors, said } = await runVariant({ stack: "dev", settings }, { "sluice:workers": "12" });
  expect(code).not.toBe(0);
  expect([...errors, said].join("\n").split("\n")).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        /Pulumi\.dev\.yaml:1:1 error stack-elsewhere `sluice:workers` is set, but not in this file →/,
      ),
      expect.stringMatching(/`sluice:image` is not of .*\/sluice-dev, where .* → sluice images build --env dev/),
      expect.stringMatching(/stack-unknown-role no contract has the role 'mobility_raeder' → write `mobility_reader`/),
    ]),
  );
});
