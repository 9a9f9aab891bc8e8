import type { Entry } from "../../../lakehouse/ledger/entry.ts";
import { contentOf, divisionOf, termsOf, versionIn } from "../model/rows.ts";
import type { World } from "../world.ts";

const BREAKER_PERCENT = 34;

/** What became of each drop is what its bytes deserve, by the plans of its rounds and the decisions of people. */
export function verdictProblems(world: World): string[] {
  return [...world.ledger.entries.values()].flatMap((entry) => [
    ...roundsOf(entry).flatMap((round) => reportProblems(world, entry, round)),
    ...endProblems(world, entry),
  ]);
}

function roundsOf({ round }: Entry): number[] {
  return Array.from({ length: round }, (_, index) => index + 1);
}

/** Rows are conserved, and the verdict is the one that the rows call for. */
function reportProblems(world: World, { drop }: Entry, round: number): string[] {
  const report = world.ledger.report(drop.key, round);
  if (!report) return [];
  const { verdict, rows } = report;
  const { plan, lifts } = termsOf(world, drop.key, round);
  const content = contentOf(world, drop.key, drop.arrivalDay);
  const wrong = (what: string) => [`the report of ${drop.key}, round ${round}, says ${verdict}: ${what}`];
  if (content.refusedBelow > versionIn(world, plan)) return verdict === "rejected" ? [] : wrong("not decodable");
  const { good, bad, duplicates } = divisionOf(world, drop.key, drop.arrivalDay, round);
  const counts = [rows.good, rows.quarantined, rows.duplicates];
  if (String(counts) !== String([good.length + duplicates, bad.length, duplicates])) return wrong(`counts ${counts}`);
  const tooMany = bad.length * 100 > BREAKER_PERCENT * content.things.length;
  if (verdict === "rejected" || (verdict === "held") !== (tooMany && !lifts.holds)) return wrong(`${bad.length} bad`);
  return [];
}

function endProblems(world: World, { drop, state, round, reason, history }: Entry): string[] {
  const report = world.ledger.report(drop.key, round);
  const version = () => versionIn(world, termsOf(world, drop.key, round).plan);
  const tell = (why: string) => [`${drop.key} is ${state} (${reason?.code}): ${why}`];
  if (state === "HELD" && reason?.code === "LOAD_FAILED") {
    const { poisonBelow } = contentOf(world, drop.key, drop.arrivalDay);
    // Whoever cannot tell a load that went wrong from statistics that are wrong may keep back what is good.
    if (world.setup.jobs.lying > 0) return [];
    return report && poisonBelow > version() ? [] : tell("its files can be loaded");
  }
  if (state === "HELD" && reason?.code === "REUPLOADED") {
    const names = world.ledger.inState("COMMITTED").map((one) => one.drop.name);
    return world.setup.policy === "hold" && names.includes(drop.name) ? [] : tell("it is no second upload");
  }
  if (state === "HELD" && report?.verdict !== "held") return tell(`its report says ${report?.verdict}`);
  const byHand = history.at(-1)?.by !== null;
  if (state === "REJECTED" && !byHand && report?.verdict !== "rejected")
    return tell(`its report says ${report?.verdict}`);
  if (state !== "COMMITTED") return [];
  const { poisonBelow, things } = contentOf(world, drop.key, drop.arrivalDay);
  const loadable = report && (poisonBelow <= version() || report.files.good.length === 0);
  return loadable || things.length === 0 ? [] : tell("its files cannot be loaded");
}
