import type { Entry } from "../../../lakehouse/ledger/entry.ts";
import { isTerminal } from "../../../lakehouse/ledger/entry.ts";
import type { Publication } from "../../../lakehouse/ledger/publication.ts";
import { DATASET } from "../contracts.ts";
import { divisionOf } from "../model/rows.ts";
import type { World } from "../world.ts";

/** Every drop has come to its end, or waits for a person, and the log agrees. */
export function dropProblems(world: World): string[] {
  const { ledger } = world;
  const log = ledger.log(DATASET);
  return [...ledger.entries.values()].flatMap((entry) => [
    ...stateProblems(entry, log),
    ...markerProblems(world, entry),
    ...reportProblems(world, entry),
  ]);
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
    if (there === wanted.includes(marker) || (there && state === "HELD")) return [];
    return [`${drop.key} is ${state} and ${there ? "still" : "not"} marked ${marker}`];
  });
}

/** Rows are conserved: each report says what its upload gives. */
function reportProblems(world: World, { drop, round: last }: Entry): string[] {
  const problems: string[] = [];
  for (let round = 1; round <= last; round += 1) {
    const report = world.ledger.report(drop.key, round);
    if (!report || report.verdict === "rejected") continue;
    const { good, bad, duplicates } = divisionOf(world, drop.key, drop.arrivalDay, round);
    const { rows } = report;
    const same =
      rows.good === good.length + duplicates && rows.quarantined === bad.length && rows.duplicates === duplicates;
    if (!same) problems.push(`the report of ${drop.key}, round ${round}, says ${JSON.stringify(rows)}`);
  }
  return problems;
}
