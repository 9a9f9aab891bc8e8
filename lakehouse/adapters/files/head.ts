import type { Disk } from "./disk.ts";
import type { Found } from "./found.ts";
import type { Slot, Slots } from "./slots.ts";

type Looks = Pick<Disk, "look">;

/** What a name stands for at one moment. */
export interface Head {
  /** The last one that is taken; number 0: none of this life. */
  readonly slot: Slot;
  /** What lies there, or ended the life before; null: the name was never used. */
  readonly last: Found | null;
  /** The present generation, or null. */
  readonly present: Found | null;
}

/**
 * The end of a life is looked for last: where there is none, nothing of that life was cleared away while we looked, so
 * that what we saw is the name's state at some moment of this call.
 */
export async function findHead(disk: Looks, slots: Slots): Promise<Head> {
  let before: Found | null = null;
  for (let life = 1; ; life += 1) {
    const head = await headOfLife(disk, slots, life, before);
    const end = await disk.look(slots.end(life));
    if (!end) return head;
    before = end;
  }
}

async function headOfLife(disk: Looks, slots: Slots, life: number, before: Found | null): Promise<Head> {
  const lookAt = async (number: number) => {
    const found = await disk.look(slots.file({ life, number }));
    return found ?? (slots.byHand && life === 1 && number === 1 ? disk.look(slots.byHand) : null);
  };
  const { number, found } = await lastOf(lookAt);
  const removed = found !== null && number > 1 && isRemoval(found, await lookAt(number - 1));
  return { slot: { life, number }, last: found ?? before, present: removed ? null : found };
}

/** A removal is an empty file with the generation that it removes: no content has the generation of another. */
function isRemoval(found: Found, before: Found | null): boolean {
  return found.bytes === 0n && found.micros === before?.micros;
}

/**
 * The highest number that is taken, where all below it are, but perhaps the first: people remove files too, and what
 * came after one is not to come back for that. 0: none.
 */
async function lastOf(lookAt: (number: number) => Promise<Found | null>) {
  let taken = 1;
  let free = 2;
  let found: Found | null = null;
  for (let next = await lookAt(free); next; next = await lookAt(free)) {
    found = next;
    taken = free;
    free *= 2;
  }
  while (free - taken > 1) {
    const middle = Math.floor((taken + free) / 2);
    const between = await lookAt(middle);
    if (between) taken = middle;
    else free = middle;
    found = between ?? found;
  }
  found ??= await lookAt(1);
  return { number: found ? taken : 0, found };
}
