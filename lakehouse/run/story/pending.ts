import { readEntries } from "../../ledger/entries.ts";
import { type Entry, isTerminal } from "../../ledger/entry.ts";
import { cameTrue, isTold, listPending, type Pending, unmarkPending } from "../../ledger/pending.ts";
import { factOf } from "../../notify/facts.ts";
import type { DropStory } from "../../notify/story.ts";
import type { Objects } from "../../ports.ts";
import { storyOf } from "../story.ts";

/** What is marked, came true, and is in no message yet. Marks of what is told, or never comes true, go. */
export async function pendingStories(objects: Objects, dataset: string): Promise<DropStory[]> {
  const marks = await listPending(objects, dataset);
  const entries = new Map(
    (await readEntries(objects, marks)).map(({ value }) => [`${value.drop.arrivalDay}/${value.drop.key}`, value]),
  );
  const found: DropStory[] = [];
  for (const mark of marks) {
    const entry = entries.get(`${mark.day}/${mark.key}`);
    if (!entry || !(cameTrue(mark, entry) || isPast(mark, entry))) continue;
    const story = cameTrue(mark, entry) ? await storyOf(objects, mark, entry) : null;
    const news = story !== null && factOf(story) !== null && !(await isTold(objects, mark));
    if (news) found.push(story);
    else await unmarkPending(objects, mark);
  }
  return found;
}

/** It will not come true any more. What is held may still be rejected, in the same round. */
function isPast({ round, state }: Pending, entry: Entry): boolean {
  if (entry.round > round || isTerminal(entry.state)) return true;
  return entry.state === "HELD" && state !== "REJECTED";
}
