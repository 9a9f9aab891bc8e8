import type { Entry } from "../../../lakehouse/ledger/entry.ts";
import { rebuildLedger } from "../../../lakehouse/run/rebuild.ts";
import { DATASET } from "../contracts.ts";
import { Failure } from "../trace.ts";
import { equal } from "../watch/ledger.ts";
import type { World } from "../world.ts";

/** What can be made again of log and reports: names, markers, checkpoint, and entries that these imply. */
const DERIVED_FROM_LOG = /^ledger\/[^/]+\/(names|open|ready|refused|checkpoint)/;

/** At rest all of it is lost, and made again: it must be as it was. */
export async function loseAndRebuild(world: World): Promise<void> {
  const { ledger, scheduler } = world;
  const entries = new Map([...ledger.entries].filter(([, entry]) => isImplied(world, entry)));
  const names = new Map(ledger.names);
  const lost = [...ledger.present.keys()].filter((name) => DERIVED_FROM_LOG.test(name) || entries.has(name));
  scheduler.note("nature", `takes away ${lost.length} objects, ${entries.size} of them entries`);
  for (const name of lost) await world.lose(name);
  ledger.rebuilding = true;
  const { problems } = await rebuildLedger(world.toolsAlone(), DATASET);
  ledger.rebuilding = false;
  const wrong = [
    ...problems.map(({ where, message }) => `${where}: ${message}`),
    ...differing(entries, ledger.entries, outcomeOf),
    ...differing(names, ledger.names, (name) => name),
  ];
  if (wrong.length > 0) throw new Failure("what was lost is not made again as it was", wrong.join("\n"));
}

/** What it came to was decided by its report and the log, and by nobody since. */
function isImplied({ ledger }: World, { dataset, drop, round, state, history }: Entry): boolean {
  const certain = state === "COMMITTED" || state === "HELD" || state === "REJECTED" || state === "SUPERSEDED";
  return dataset === DATASET && certain && ledger.report(drop.key, round) !== undefined && history.at(-1)?.by === null;
}

function outcomeOf({ drop, origin, state, round, plan, lifts, publication }: Entry) {
  return { drop, origin, state, round, plan, lifts, publication };
}

function differing<Value>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
  outcome: (value: Value) => object,
): string[] {
  return [...before].flatMap(([name, value]) => {
    const made = after.get(name);
    if (made && equal(outcome(made), outcome(value))) return [];
    return [`${name} was ${JSON.stringify(outcome(value))}, and is ${JSON.stringify(made && outcome(made))}`];
  });
}
