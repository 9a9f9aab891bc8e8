import { readPlan } from "../ledger/plans.ts";
import type { Publication } from "../ledger/publication.ts";
import { EpochSchema, NameRecordSchema } from "../ledger/records.ts";
import { planHash } from "../plan/canonical.ts";
import { epochPath, namePath, planPath } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import { removeIfThere } from "../ports/markers.ts";
import { readValue, swapValue, UnreadableValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";
import { type Contradiction, problemOf } from "./verify/contradiction.ts";
import { manifestsOf, readText } from "./verify/manifests.ts";

/**
 * Takes away names and an epoch that cannot be read, where the log has all that they held; what it has not is told.
 * `isWhole`: no publication is lost.
 */
export async function clearUnreadable(
  objects: Objects,
  dataset: string,
  log: readonly Publication[],
  isWhole: boolean,
): Promise<Contradiction[]> {
  const problems: Contradiction[] = [];
  const names = (await objects.list(namePath(dataset, "").replace(/[^/]+$/, ""))).map(({ name }) => name);
  for (const name of names) {
    const problem = await problemWith(() => readValue(objects, name, NameRecordSchema));
    if (problem && isWhole) await removeIfThere(objects, name);
    // A lost publication may have committed the newest drop of the name.
    else if (problem) problems.push({ ...problem, cure: "restore the log, then rebuild once more" });
  }
  const epoch = epochPath(dataset);
  const problem = await problemWith(() => readValue(objects, epoch, EpochSchema));
  const known = log.some((publication) => publication.epoch) || (isWhole && log.length === 0);
  if (problem && known) await removeIfThere(objects, epoch);
  else if (problem) problems.push({ ...problem, cure: "restore it from a copy of the lake: the log does not hold it" });
  return problems;
}

/** Lists of committed files that are not as the log has them. */
export async function mendManifests(objects: Objects, dataset: string, log: readonly Publication[]): Promise<void> {
  for (const [name, wanted] of manifestsOf(dataset, log)) {
    if ((await readText(objects, name)) === wanted) continue;
    const generation = (await objects.stat(name))?.generation ?? "0";
    await objects.write(name, { kind: "bytes", bytes: new TextEncoder().encode(wanted) }, { generation });
  }
}

/** Plans that are lost or cannot be read, and that a contract of now still gives; the others are told. */
export async function mendPlans(
  objects: Objects,
  hashes: Iterable<string>,
  deployed: readonly Plan[],
): Promise<Contradiction[]> {
  const problems: Contradiction[] = [];
  const present = new Map(deployed.map((plan) => [planHash(plan), plan]));
  for (const hash of new Set(hashes)) {
    const problem = await problemWith(() => readPlan(objects, hash));
    const plan = present.get(hash);
    if (problem && plan) {
      const generation = (await objects.stat(planPath(hash)))?.generation ?? "0";
      await swapValue(objects, planPath(hash), plan, generation);
    } else if (problem) problems.push(problem);
  }
  return problems;
}

/** Null: it can be read, or there is none. */
async function problemWith(read: () => Promise<unknown>): Promise<Contradiction | null> {
  try {
    await read();
    return null;
  } catch (error) {
    if (error instanceof UnreadableValue) return problemOf(error);
    throw error;
  }
}
