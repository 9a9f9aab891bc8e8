import { namePath } from "../plan/names.ts";
import { readValue, swapValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";
import { type NameRecord, NameRecordSchema } from "./records.ts";

/** The newest committed drop of an object's name, or null. */
export async function readName(objects: Objects, dataset: string, name: string): Promise<NameRecord | null> {
  return (await readValue(objects, namePath(dataset, name), NameRecordSchema))?.value ?? null;
}

/** Of two drops of a name: later created, ties by generation. Generations themselves do not order. */
export function isNewerDrop(
  a: Pick<NameRecord, "arrived" | "generation">,
  b: Pick<NameRecord, "arrived" | "generation">,
): boolean {
  const [left, right] = [Date.parse(a.arrived), Date.parse(b.arrived)];
  return left === right ? BigInt(a.generation) > BigInt(b.generation) : left > right;
}

/** What `change` makes of the record (null: leave it), by compare-and-swap until it is written or needless. */
export async function moveName(
  objects: Objects,
  dataset: string,
  name: string,
  change: (present: NameRecord | null) => NameRecord | null,
): Promise<void> {
  const path = namePath(dataset, name);
  for (;;) {
    const present = await readValue(objects, path, NameRecordSchema);
    const next = change(present?.value ?? null);
    if (!next || (await swapValue(objects, path, next, present?.generation ?? "0"))) return;
  }
}
