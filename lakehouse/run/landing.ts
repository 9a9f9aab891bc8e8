import { listEntries } from "../ledger/entries.ts";
import { landingPath } from "../plan/names.ts";
import type { Listed, Objects } from "../ports.ts";
import { type Arrival, arrivalOf } from "./arrival.ts";
import type { MatchedName } from "./match.ts";
import { isBesideData, isNoDrop } from "./noise.ts";
import { processDrop } from "./process.ts";
import { type DropFault, orFault, type TakenUp, type TakingUp, takeUp } from "./take-up.ts";
import type { Tools } from "./tools.ts";
import type { Stranger } from "./unmatched.ts";

/** Where landing objects belong; null: to no dataset. */
export type Matcher = (name: string) => MatchedName | null;

export interface LandingFound extends TakenUp {
  /** Objects that match no contract: never touched. */
  readonly unmatched: readonly Stranger[];
}

/** An object of landing as a list shows it. */
export interface Landed extends MatchedName {
  readonly name: string;
  /** Without its checksum, which no list tells. */
  readonly bare: Arrival;
}

/** Objects in landing of which no event was heard. */
export async function processLanding(
  tools: Tools,
  bucket: string,
  match: Matcher,
  taking: TakingUp = {},
): Promise<LandingFound> {
  const { landed, unmatched } = await findUnheard(tools.objects, bucket, match);
  return { ...(await processLanded(tools, bucket, landed, taking)), unmatched };
}

/** What has no entry yet, of all objects whose names begin so. */
export async function findUnheard(
  objects: Objects,
  bucket: string,
  match: Matcher,
  prefix = "",
): Promise<{ readonly landed: Landed[]; readonly unmatched: Stranger[] }> {
  const { landed, unmatched } = sort(await objects.list(landingPath(prefix)), bucket, match);
  return { landed: await unheard(objects, landed), unmatched };
}

export async function processLanded(
  tools: Tools,
  bucket: string,
  landed: readonly Landed[],
  taking: TakingUp = {},
): Promise<TakenUp> {
  const faults: DropFault[] = [];
  const taken = await takeUp(tools, landed, taking, ({ name, plan, day }, workbench) =>
    orFault(name, faults, taking, async () => {
      const meta = await tools.objects.stat(landingPath(name));
      return meta && processDrop(workbench, plan, arrivalOf(bucket, name, meta, day), taking);
    }),
  );
  return { ...taken, faults: [...faults, ...taken.faults] };
}

function sort(listed: readonly Listed[], bucket: string, match: Matcher): { landed: Landed[]; unmatched: Stranger[] } {
  const landed: Landed[] = [];
  const unmatched: Stranger[] = [];
  for (const object of listed) {
    const name = object.name.slice(landingPath("").length);
    const found = isNoDrop(name) ? null : match(name);
    const bare = arrivalOf(bucket, name, { ...object, metageneration: "1", crc32c: "" }, found?.day ?? null);
    if (found) landed.push({ name, bare, ...found });
    else if (!isNoDrop(name) && !isBesideData(name)) unmatched.push({ bucket, name, generation: object.generation });
  }
  return { landed, unmatched };
}

/** Those without an entry: landing may hold many objects of few days, and a list tells of a whole day's entries. */
async function unheard(objects: Objects, landed: readonly Landed[]): Promise<Landed[]> {
  const found: Landed[] = [];
  for (const ofDay of Map.groupBy(landed, ({ plan, bare }) => `${plan.dataset}/${bare.arrivalDay}`).values()) {
    const [{ plan, bare }] = ofDay as [Landed];
    const known = new Set((await listEntries(objects, plan.dataset, bare.arrivalDay)).map(({ key }) => key));
    found.push(...ofDay.filter((one) => !known.has(one.bare.key)));
  }
  return found;
}
