import type { Entry } from "../../../lakehouse/ledger/entry.ts";
import { factOf } from "../../../lakehouse/notify/facts.ts";
import { storyOf } from "../../../lakehouse/run/story.ts";
import type { World } from "../world.ts";

/** What became of each round of each drop is in one message, if anybody is to be told of it; nothing else is. */
export async function factProblems(world: World): Promise<string[]> {
  if (world.setup.tellers === 0) return [];
  const wanted = (await Promise.all([...world.ledger.entries.values()].map((entry) => factsOf(world, entry)))).flat();
  const told = [...world.ledger.facts.keys()];
  return [
    ...wanted.filter((fact) => !told.includes(fact)).map((fact) => `nobody is told: ${fact}`),
    ...told.filter((fact) => !wanted.includes(fact)).map((fact) => `it is told, and never came true: ${fact}`),
  ];
}

async function factsOf(world: World, entry: Entry): Promise<string[]> {
  const store = world.store();
  const stories = await Promise.all(entry.history.map(({ round, state }) => storyOf(store, { round, state }, entry)));
  const settled = entry.history.map(({ state }) => SETTLED.has(state));
  return stories.flatMap((story, at) => (settled[at] ? (factOf(story) ?? []) : []));
}

const SETTLED: ReadonlySet<Entry["state"]> = new Set(["HELD", "REJECTED", "GONE", "POISON", "COMMITTED"]);
