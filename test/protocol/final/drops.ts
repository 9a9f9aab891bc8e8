import { type Entry, isTerminal } from "../../../lakehouse/ledger/entry.ts";
import type { Publication } from "../../../lakehouse/ledger/publication.ts";
import { landingPath } from "../../../lakehouse/plan/names.ts";
import { DATASET } from "../contracts.ts";
import { equal } from "../watch/ledger.ts";
import type { World } from "../world.ts";

/** Every drop has come to its end, or waits for a person, and the log agrees. */
export function dropProblems(world: World): string[] {
  const { ledger } = world;
  const log = ledger.log(DATASET);
  const problems = [...ledger.entries.values()].flatMap((entry) => [
    ...stateProblems(entry, log),
    ...markerProblems(world, entry),
    ...haste(world, entry),
  ]);
  return [...problems, ...unheard(world), ...replayProblems(world), ...fileProblems(world, log)];
}

function stateProblems({ drop, state, round }: Entry, log: readonly Publication[]): string[] {
  const problems: string[] = [];
  if (!isTerminal(state) && state !== "HELD") problems.push(`${drop.key} rests in ${state}`);
  const done = log.filter(
    (one) => one.state === "DONE" && one.drops.some((named) => named.key === drop.key && named.round === round),
  );
  if (done.length !== (state === "COMMITTED" ? 1 : 0)) {
    problems.push(`${drop.key} is ${state}, and in ${done.length} publications that are done`);
  }
  return problems;
}

/** Nobody looks for what has ended. */
function markerProblems({ ledger }: World, entry: Entry): string[] {
  const { state, drop } = entry;
  const wanted = isTerminal(state) ? [] : ["open"];
  return (["open", "ready"] as const).flatMap((marker) => {
    const there = ledger.isMarked(marker, entry);
    if (there === wanted.includes(marker)) return [];
    return [`${drop.key} is ${state} and ${there ? "still" : "not"} marked ${marker}`];
  });
}

/** Where nobody died, or stood still for a lease, nobody's work was taken over. */
function haste({ setup }: World, { drop, history }: Entry): string[] {
  return setup.nobodyLost && history.some(({ attempt }) => attempt > 1)
    ? [`${drop.key} was taken from a worker that lives`]
    : [];
}

/** What still lies in landing has its entry, whether or not its event was heard. */
function unheard({ ledger }: World): string[] {
  const known = new Set([...ledger.entries.values()].map(({ drop }) => drop.key));
  return [...ledger.uploads.values()]
    .filter(({ name, meta, key }) => ledger.present.get(landingPath(name)) === meta.generation && !known.has(key))
    .map(({ key }) => `${key} lies in landing, and nobody has taken it up`);
}

/** Rows of a quarantine file come in once, by whatever plan. */
function replayProblems({ ledger }: World): string[] {
  const committed = ledger.inState("COMMITTED").flatMap(({ origin }) => origin ?? []);
  const replays = Map.groupBy(committed, ({ uri }) => uri);
  return [...replays].flatMap(([uri, { length }]) => (length > 1 ? [`${uri} came in ${length} times`] : []));
}

/** What was loaded is what the reports name, to this day. */
function fileProblems({ ledger }: World, log: readonly Publication[]): string[] {
  return log.flatMap(({ number, drops }) =>
    drops.flatMap(({ key, round, files }) => {
      const named = ledger
        .report(key, round)
        ?.files.good.map(({ uri, generation, rows }) => ({ uri, generation, rows }));
      return equal(named ?? null, files)
        ? []
        : [`publication ${number} loads other files of ${key} than its report names`];
    }),
  );
}
