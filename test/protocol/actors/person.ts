import { readEntry, type StoredEntry } from "../../../lakehouse/ledger/entries.ts";
import type { DropState, Entry } from "../../../lakehouse/ledger/entry.ts";
import { CannotDecide, decide } from "../../../lakehouse/run/decide.ts";
import { workOn } from "../../../lakehouse/run/process.ts";
import { planReplay, type ReplayOrder, replayDrop } from "../../../lakehouse/run/replay-drop.ts";
import type { Tools } from "../../../lakehouse/run/tools.ts";
import type { Actor } from "../actor.ts";
import { DATASET } from "../contracts.ts";
import type { Wish } from "../setup.ts";
import { untilUnavailable, type World } from "../world.ts";

/** States in which a wish makes sense. */
const FITS: Readonly<Record<Wish, readonly DropState[]>> = {
  accept: ["HELD"],
  reject: ["HELD"],
  replay: ["HELD", "REJECTED", "POISON"],
  "replay rows": ["COMMITTED"],
  "replay rows by either plan": ["COMMITTED"],
};

/** A person who waits for a drop to decide about, and decides once. Another may be quicker. */
export async function decideOnce(world: World, actor: Actor, wish: Wish): Promise<void> {
  await actor.sleep(world.chance.between(0, world.setup.personsRest));
  const fitting = () => world.ledger.inState(...FITS[wish]).filter((entry) => hasReason(world, entry, wish));
  await actor.when(`waits for a drop to ${wish}`, () => world.ledger.has(...FITS[wish]) && fitting().length > 0);
  const { drop } = world.chance.pick(fitting());
  const tools = world.toolsOf(actor);
  await untilUnavailable(async () => {
    try {
      const entry = await readEntry(tools.objects, DATASET, drop.arrivalDay, drop.key);
      if (entry) await carryOut(world, tools, entry, wish, `${actor.name.replace(" ", "-")}@example.com`);
    } catch (error) {
      if (!(error instanceof CannotDecide)) throw error;
      world.scheduler.note(actor.name, `gives up: ${error.message}`);
    }
  });
}

/** Rows are replayed of drops that have some in quarantine. */
function hasReason({ ledger }: World, { drop, round }: Entry, wish: Wish): boolean {
  if (!wish.startsWith("replay rows")) return true;
  return (ledger.report(drop.key, round)?.files.quarantined.length ?? 0) > 0;
}

async function carryOut(world: World, tools: Tools, entry: StoredEntry, wish: Wish, by: string): Promise<void> {
  const order = orderOf(world, wish, by);
  const { drop, origin } = entry.value;
  const kind = wish === "accept" || wish === "reject" ? wish : "replay";
  const { plan, backfill } = order;
  world.ledger.wishes.push({ by, root: origin?.key ?? drop.key, kind, plan: world.hashOf(plan), backfill });
  if (wish === "reject") await decide(tools, entry, { kind: "reject", by, note: null });
  else if (wish === "accept") await workOn(tools, await decide(tools, entry, { kind: "accept", by }));
  else {
    for (const replay of await planReplay(tools, entry, order)) await replayDrop(tools, replay, order, {});
  }
}

/** Without another plan only late rows can be brought in; with it, sometimes these too. */
function orderOf({ chance, plans, setup }: World, wish: Wish, by: string): ReplayOrder {
  const either = wish === "replay rows by either plan";
  const second = either ? chance.next() < 0.5 : setup.second !== "never";
  return { plan: second ? plans.second : plans.first, backfill: either || !second || chance.next() < 0.3, by };
}
