import { type CheckRecord, checksBefore, checksFrom, listPendingChecks } from "../../ledger/checks.ts";
import type { Health } from "../../notify/message.ts";
import type { CheckedStory } from "../../notify/story.ts";
import type { Objects } from "../../ports.ts";

/**
 * Publications of whose checks something may be told, oldest first: from the first that is marked on; of a failure that
 * was told all since, and of a stuck publication itself, for their ends.
 */
export async function untoldChecks(objects: Objects, dataset: string, health: Health | null): Promise<CheckedStory[]> {
  const { upTo, failing } = health?.checks ?? { upTo: 0, failing: [] };
  const marked = (await listPendingChecks(objects, dataset)).find((number) => number > upTo);
  const first =
    failing.length > 0
      ? upTo + 1
      : Math.min(marked ?? Number.POSITIVE_INFINITY, health?.stuck?.number ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(first) ? (await checksFrom(objects, dataset, first)).map(checkedStory) : [];
}

const publicationsShown = 7;

export async function checkedBefore(
  objects: Objects,
  dataset: string,
  checked: readonly CheckedStory[],
): Promise<CheckedStory[]> {
  const [first] = checked;
  if (!first) return [];
  return (await checksBefore(objects, dataset, first.number, publicationsShown)).map(checkedStory);
}

function checkedStory({ publication, plan, partitions, results }: CheckRecord): CheckedStory {
  return { number: publication, plan, partitions, results };
}
