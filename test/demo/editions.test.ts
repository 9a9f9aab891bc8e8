import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { type Edition, plansOf } from "../../demo/story/editions.ts";
import { LOCAL } from "../../lakehouse/plan/environment.ts";
import { projectFolder } from "../layout/tree.ts";

const contracts = join(projectFolder, "contracts");

async function pings(edition: Edition) {
  const plans = await plansOf(edition, contracts, LOCAL);
  expect(plans.map(({ dataset }) => dataset)).toEqual(["airport_anomalies", "airport_days", "device_pings", "flights"]);
  const plan = plans.find(({ dataset }) => dataset === "device_pings");
  const accuracy = plan?.rules.find(({ id }) => id === "horizontal_accuracy_m.maximum")?.description;
  return {
    version: plan?.contract.version,
    battery: plan?.columns.some(({ name }) => name === "battery"),
    accuracy,
  };
}

test("the first edition knows no battery, and no fix that is off by more than a kilometre", async () => {
  const limit = expect.stringContaining("at most 1000");
  expect(await pings("1.0.0")).toEqual({ version: "1.0.0", battery: false, accuracy: limit });
});

test("the second knows the battery", async () => {
  expect(await pings("1.1.0")).toMatchObject({ version: "1.1.0", battery: true });
});

test("the third is the contract as it lies in contracts/", async () => {
  const limit = expect.stringContaining("at most 10000");
  expect(await pings("1.2.0")).toEqual({ version: "1.2.0", battery: true, accuracy: limit });
});

test("a contract that was changed without the story is told", async () => {
  const folder = await mkdtemp(join(tmpdir(), "contracts-"));
  try {
    await cp(contracts, folder, { recursive: true });
    const file = join(folder, "device_pings.odcs.yaml");
    await writeFile(file, (await readFile(file, "utf8")).replace("maximum: 10000", "maximum: 5000"));
    await expect(plansOf("1.0.0", folder, LOCAL)).rejects.toThrow(
      /device_pings\.odcs\.yaml holds 0 times, and not once/,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
