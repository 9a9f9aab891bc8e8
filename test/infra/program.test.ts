// The whole program, for each environment of the checkout, by Pulumi's own runner: what it asks for, whether the
// provider and the services would take it, and in which order.
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { findTargets } from "../../infra/functions/triggers.ts";
import { violations } from "../../infra/policy/violations.ts";
import { inputProblems } from "../fakes/pulumi/declarations.ts";
import { faults } from "../fakes/pulumi/faults.ts";
import { orderProblems } from "../fakes/pulumi/order.ts";
import { checkGolden } from "../golden.ts";
import { projectFolder } from "../layout/tree.ts";
import { checkArchitecture } from "./architecture/files.ts";
import { inventoryOf, inventoryText } from "./inventory.ts";
import { unkept } from "./program/asked.ts";
import { askedText } from "./program/asked-text.ts";
import { grantedLines, promisedLines } from "./program/granted.ts";
import { ranStack, STACKS, siteOf } from "./program/stacks.ts";

const FILE = "test/infra/program.test.ts";

describe.each(STACKS)("%s", (stack) => {
  test.each([
    ["up", false],
    ["preview, where no output is known", true],
  ])("%s", async (_, isPreview) => {
    const { code, errors, warnings, said, resources } = await ranStack({ stack, isPreview });
    expect({ code, errors, warnings, said }).toEqual({ code: 0, errors: [], warnings: [], said: "" });
    expect(faults(resources)).toEqual([]);
    expect(inputProblems(resources)).toEqual([]);
    expect(violations(resources, { protect: stack !== "dev" })).toEqual([]);
  });

  test("waits for what it needs", async () => {
    const { resources } = await ranStack({ stack, isPreview: false });
    expect(orderProblems(resources)).toEqual([]);
  });

  test("is made of what the inventory says", async () => {
    const { resources } = await ranStack({ stack, isPreview: false });
    const inventory = inventoryOf(resources);
    checkGolden(join(import.meta.dirname, `goldens/inventory-${stack}.txt`), inventoryText(inventory), FILE);
    const { settings } = await siteOf(stack);
    checkArchitecture(inventory, settings.orchestrator, stack, FILE);
  });

  test("asks for what triggers, contracts and settings say", async () => {
    const { resources, outputs } = await ranStack({ stack, isPreview: false });
    expect(unkept(resources, await siteOf(stack), await findTargets(projectFolder))).toEqual([]);
    checkGolden(join(import.meta.dirname, `goldens/asked-${stack}.txt`), askedText(resources), FILE);
    checkGolden(join(import.meta.dirname, `goldens/told-${stack}.json`), `${JSON.stringify(outputs, null, 2)}\n`, FILE);
  });

  test("grants what the table of rights says, and nothing else", async () => {
    const { resources } = await ranStack({ stack, isPreview: false });
    expect(grantedLines(resources)).toEqual(promisedLines(await siteOf(stack)));
  });

  test("a preview asks for the same", async () => {
    const [up, preview] = await Promise.all([true, false].map((isPreview) => ranStack({ stack, isPreview })));
    const urns = (ran: typeof up) => ran?.resources.map(({ urn }) => urn).sort();
    expect(urns(preview)).toEqual(urns(up));
  });
});
