import { dirname } from "node:path";
import { ObjectNotFound, type Precondition, PreconditionFailed } from "../../ports.ts";
import type { Dating } from "./dating.ts";
import type { Disk } from "./disk.ts";
import { codeOf, type Found } from "./found.ts";
import { findHead, type Head } from "./head.ts";
import { everyFile, type Slot, type Slots, slotsOf } from "./slots.ts";

export interface Generations {
  /** Links a staged file, which nothing else may hold, as the next generation. */
  append(name: string, staged: string, precondition: Precondition, date: Dating): Promise<Found>;
  /** Links a staged file, which is empty, as the removal of the present generation. */
  remove(name: string, staged: string, precondition: Precondition): Promise<void>;
}

/**
 * Compare and swap by exclusive links: a new generation, or the removal of one, takes the number behind the last, which
 * only one can do. No number is freed, but where a life ends all of its numbers are, for good: who links there late
 * finds the end and withdraws.
 */
export function createGenerations(root: string, disk: Disk): Generations {
  return { append, remove };

  async function append(name: string, staged: string, precondition: Precondition, date: Dating): Promise<Found> {
    const slots = slotsOf(root, name);
    for (;;) {
      const head = await settledHead(slots);
      if (!holds(head.present, precondition)) throw new PreconditionFailed(name);
      const micros = await date(head, () => usedMicros(slots, head.slot));
      const made = await disk.stamp(staged, micros, micros / 1_000_000n);
      const slot = behind(head.slot);
      if ((await disk.link(staged, slots.file(slot))) && (await stands(slots, slot, made))) {
        return { ...made, path: slots.file(slot) };
      }
    }
  }

  async function remove(name: string, staged: string, precondition: Precondition): Promise<void> {
    const slots = slotsOf(root, name);
    for (;;) {
      const { slot, present } = await settledHead(slots);
      if (!present) throw new ObjectNotFound(name);
      if (!holds(present, precondition)) throw new PreconditionFailed(name);
      const mark = await disk.stamp(staged, present.micros, markOf(present));
      if (!(await disk.link(staged, slots.file(behind(slot))))) continue;
      if (slot.number > 1 || (await endLife(slots, slot.life, mark))) return;
    }
  }

  /** The head, after a removal was finished whose worker did not get there. */
  async function settledHead(slots: Slots): Promise<Head> {
    for (;;) {
      const head = await findHead(disk, slots);
      if (head.slot.number !== 2 || head.present || !head.last) return head;
      await endLife(slots, head.slot.life, head.last);
    }
  }

  /** After the link: whether its slot's life still lasts. Higher numbers are only of lives that never end. */
  async function stands(slots: Slots, slot: Slot, made: Found): Promise<boolean> {
    const end = slot.number <= 2 ? await disk.look(slots.end(slot.life)) : null;
    if (!end) return true;
    if (slot.number === 1 && end.seconds === markOf(made)) return true; // it was in time, and is removed since
    await disk.remove(slots.file(slot));
    return false;
  }

  /** Ends a life whose number 2 is a removal, and clears its folder. False: another removal had ended it. */
  async function endLife(slots: Slots, life: number, removal: Found): Promise<boolean> {
    await disk.link(removal.path, slots.end(life)).catch((error) => {
      if (codeOf(error) !== "ENOENT") throw error; // cleared away already
    });
    const end = await disk.look(slots.end(life));
    if (!end) return false;
    if (slots.byHand && life === 1) await disk.remove(slots.byHand);
    await disk.remove(slots.file({ life, number: 1 }));
    await disk.remove(slots.file({ life, number: 2 }));
    await disk.flushFolder(dirname(slots.file({ life, number: 1 })));
    return end.inode === removal.inode;
  }

  async function usedMicros(slots: Slots, slot: Slot): Promise<ReadonlySet<bigint>> {
    const found = await Promise.all(everyFile(slots, slot).map(disk.look));
    return new Set(found.flatMap((one) => (one ? [one.micros] : [])));
  }
}

/**
 * Which file was removed, told by the atime of its removal. A generation would not do: two workers that create in one
 * moment choose the same.
 */
function markOf({ inode }: Found): bigint {
  return inode % 2n ** 31n;
}

function behind({ life, number }: Slot): Slot {
  return { life, number: number + 1 };
}

export function holds(present: Found | null, { generation, metageneration }: Precondition): boolean {
  if (generation !== undefined && generation !== String(present?.micros ?? 0)) return false;
  return metageneration === undefined || (present !== null && metageneration === "1");
}
