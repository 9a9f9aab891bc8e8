import { epochPath } from "../plan/names.ts";
import { adoptValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";
import { EpochSchema } from "./records.ts";

/**
 * Random, written once: the jobs of another ledger of this dataset have other ids. Each publication keeps it, so that
 * none of its jobs is run again under another id should this object be lost. `token`: what it becomes where there is none.
 */
export async function epochOf(objects: Objects, dataset: string, token: () => string): Promise<string> {
  const value = { format: "sluice/epoch/1" as const, epoch: token().slice(0, 8) };
  return (await adoptValue(objects, epochPath(dataset), value, EpochSchema)).stored.value.epoch;
}
