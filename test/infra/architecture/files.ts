import { join } from "node:path";
import { expect } from "@jest/globals";
import type { Orchestrator } from "../../../lakehouse/plan/cloud/orchestrator.ts";
import { checkGolden } from "../../golden.ts";
import type { Inventory } from "../inventory.ts";
import { misfits } from "./misfits.ts";
import { architectureSvg, pictureOf } from "./picture.ts";

/** Holds docs/architecture-ORCHESTRATOR.svg to what the environment of this name has. */
export function checkArchitecture(
  inventory: Inventory,
  orchestrator: Orchestrator,
  stack: string,
  testFile: string,
): void {
  expect(misfits(pictureOf(inventory, orchestrator, stack))).toEqual([]);
  const file = join(import.meta.dirname, `../../../docs/architecture-${orchestrator}.svg`);
  checkGolden(file, architectureSvg(inventory, orchestrator, stack), testFile);
}
