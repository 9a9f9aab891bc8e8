import type { StoredEntry } from "../../lakehouse/ledger/entries.ts";
import { findDrops } from "../../lakehouse/run/find-drop.ts";
import type { Stage } from "../stage.ts";
import { objectName } from "../upload.ts";

/** Who decides about the pings. */
export const OWNER = "data-owner@example.com";

/** The drop of a day's pings. */
export async function pingsDrop({ tools }: Stage, day: number): Promise<StoredEntry> {
  const [drop] = await findDrops(tools.objects, objectName("device_pings", day, "part-0.parquet"));
  if (!drop) throw new Error(`the pings of day ${day} never arrived`);
  return drop;
}
