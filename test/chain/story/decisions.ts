import { CannotDecide, decide } from "../../../lakehouse/run/decide.ts";
import { findDrops } from "../../../lakehouse/run/find-drop.ts";
import { workOn } from "../../../lakehouse/run/process.ts";
import { planReplay, replayDrop } from "../../../lakehouse/run/replay-drop.ts";
import type { Deciding } from "./story.ts";

/** As `sluice hold accept`; a drop that was accepted before is nobody's to decide any more. */
export async function acceptDoubtful({ tools }: Deciding): Promise<void> {
  const [entry] = await findDrops(tools.objects, "doubtful.parquet");
  if (!entry) throw new Error("nothing is known of doubtful.parquet");
  if (entry.value.state !== "HELD") return;
  await unlessDecided(async () => {
    await workOn(tools, await decide(tools, entry, { kind: "accept", by: "ann" }));
  });
}

/** As `sluice replay`: the rows that the mended contract may take. */
export async function replaySpotted({ tools, plans }: Deciding): Promise<void> {
  const plan = plans.find(({ dataset }) => dataset === "visits");
  const [entry] = (await findDrops(tools.objects, "spotted.parquet")).filter(({ value }) => value.origin === null);
  if (!entry || !plan) throw new Error("nothing is known of spotted.parquet");
  const order = { plan, backfill: false, by: "ann" };
  await unlessDecided(async () => {
    for (const replay of await planReplay(tools, entry, order)) await replayDrop(tools, replay, order, {});
  });
}

/** Another process may have been quicker, or the same person's before it died. */
async function unlessDecided(deciding: () => Promise<void>): Promise<void> {
  try {
    await deciding();
  } catch (error) {
    if (!(error instanceof CannotDecide)) throw error;
  }
}
