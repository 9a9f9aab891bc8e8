import { readEntry } from "../../ledger/entries.ts";
import { type Entry, isTerminal } from "../../ledger/entry.ts";
import { readReportsOf } from "../../ledger/reports.ts";
import type { Report } from "../../plan/report.ts";
import { removeIfThere } from "../../ports/markers.ts";
import { UnreadableValue } from "../../ports/values.ts";
import type { Listed, Objects } from "../../ports.ts";
import type { Tools } from "../tools.ts";

/** Nobody works on one drop for so long, and who has looked at such a file may look at it for a while. */
const LOST_SECONDS = 86_400;
/** Drops whose ledger one run reads. */
const MOST_DROPS = 100;

interface Output {
  readonly name: string;
  readonly day: string;
  readonly key: string;
  readonly round: number;
}

/**
 * Removes output files of attempts that were lost: no report names them, and none can any more, because their round has
 * its report or is over. Age alone removes nothing: an attempt that still writes has a round without a report.
 */
export async function sweepOutputs(
  { objects, token }: Pick<Tools, "objects" | "token">,
  dataset: string,
  lostSeconds = LOST_SECONDS,
): Promise<number> {
  // Files first, then entry and reports: what is written later is not in the list.
  const zones = await Promise.all(["staging", "quarantine"].map((zone) => objects.list(`${zone}/${dataset}/`)));
  const before = Date.parse(await objects.time()) - lostSeconds * 1000;
  const old = zones.flat().filter(({ created }) => Date.parse(created) <= before);
  const drops = [...Map.groupBy(old.flatMap(outputOf), ({ day, key }) => `${day}/${key}`).values()];
  let removed = 0;
  for (const outputs of someOf(drops, token)) {
    for (const { name } of await lostOf(objects, dataset, outputs)) {
      await removeIfThere(objects, name);
      removed += 1;
    }
  }
  return removed;
}

/** Somewhere else in each run, so that each drop has its turn and nothing need be remembered. */
function someOf<T>(drops: readonly T[], token: () => string): T[] {
  if (drops.length <= MOST_DROPS) return [...drops];
  const start = Number.parseInt(token().slice(0, 8), 16) % drops.length;
  return [...drops.slice(start), ...drops.slice(0, start)].slice(0, MOST_DROPS);
}

/** What cannot be read may name any of them. */
async function lostOf(objects: Objects, dataset: string, outputs: readonly Output[]): Promise<Output[]> {
  const [{ day, key }] = outputs as [Output];
  try {
    const entry = await readEntry(objects, dataset, day, key);
    if (!entry) return [];
    const reports = await readReportsOf(objects, dataset, key);
    const named = new Set(reports.flatMap(({ files }) => [...files.good, ...files.quarantined].map(({ uri }) => uri)));
    return outputs.filter(({ name, round }) => !named.has(name) && isSettled(round, entry.value, reports));
  } catch (error) {
    if (error instanceof UnreadableValue) return [];
    throw error;
  }
}

/** The first report of a round counts for ever, and a round that is over never comes back. */
function isSettled(round: number, entry: Entry, reports: readonly Report[]): boolean {
  return reports.some((report) => report.round === round) || entry.round > round || isTerminal(entry.state);
}

function outputOf({ name }: Listed): Output[] {
  const [, day, key, round] = /\/dt=(\d{4}-\d{2}-\d{2})\/([0-9a-f]{24})\/(\d+)-\d+\//.exec(name) ?? [];
  return day && key && round ? [{ name, day, key, round: Number(round) }] : [];
}
