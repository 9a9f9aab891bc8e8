import { mayReturn } from "../ledger/entry.ts";
import { listRefused } from "../ledger/refused.ts";
import { logPath } from "../plan/names.ts";
import type { Objects, Warehouse } from "../ports.ts";
import { type DropRecord, publishedSums, type ReadableState } from "./state.ts";
import type { Contradiction } from "./verify/contradiction.ts";
import { findDamage } from "./verify/damage.ts";
import { findChanged } from "./verify/files.ts";

export type { Contradiction } from "./verify/contradiction.ts";

const rebuild = (dataset: string) =>
  `\`sluice ledger rebuild ${dataset}\` makes entries, names and markers again from log and reports`;

export interface VerifySources {
  readonly objects: Objects;
  readonly warehouse: Warehouse;
  /** `SELECT count(*) AS n` of the dataset's table; null: the warehouse has no such table. */
  readonly countRows: string | null;
}

/**
 * Everything that is lost, cannot be read or does not fit: log against entries, reports against files, counts against
 * the warehouse. Reads every file that is named; changes nothing.
 */
export async function verifyDataset(sources: VerifySources, state: ReadableState): Promise<Contradiction[]> {
  const { objects } = sources;
  const damage = await findDamage(objects, state);
  return [
    ...damage,
    ...twicePublished(state),
    ...state.drops.flatMap((drop) => dropProblems(drop, state, damage)),
    ...(await refusedProblems(objects, state)),
    ...(await findChanged(objects, state)),
    ...(await tableProblems(sources, state, damage)),
  ];
}

function twicePublished({ dataset, log }: ReadableState): Contradiction[] {
  const problems: Contradiction[] = [];
  const seen = new Map<string, number>();
  for (const { number, state, drops } of log) {
    if (state !== "DONE") continue;
    for (const { key } of drops) {
      const before = seen.get(key);
      const message = `the drop ${key} is in publication ${before} too`;
      if (before !== undefined)
        problems.push({ where: logPath(dataset, number), message, cure: "its rows may be there twice" });
      seen.set(key, number);
    }
  }
  return problems;
}

/** An entry follows the log. */
function dropProblems(
  { entry }: DropRecord,
  { log }: ReadableState,
  damage: readonly Contradiction[],
): Contradiction[] {
  const { drop, dataset, state, publication } = entry;
  const published = log.find((one) => one.state === "DONE" && one.drops.some(({ key }) => key === drop.key));
  const add = (message: string) => [{ where: `${dataset} ${drop.key}`, message, cure: rebuild(dataset) }];
  const isLost = publication !== null && damage.some(({ where }) => where === logPath(dataset, publication));
  if (state === "COMMITTED" && published?.number !== publication && !isLost) {
    return add(`it is COMMITTED in ${publication}, and the log says ${published?.number ?? "nowhere"}`);
  }
  if (state === "COMMITTED" || !published) return [];
  return add(`it is ${state}, and publication ${published.number} is DONE with it`);
}

/** Uploads that a replay may bring back, and of which nobody would know who looks for bytes that came before. */
async function refusedProblems(objects: Objects, { dataset, drops }: ReadableState): Promise<Contradiction[]> {
  const marked = new Set((await listRefused(objects, dataset)).map(({ day, key }) => `${day}/${key}`));
  return drops.flatMap(({ entry: { drop, state, origin } }) => {
    if (origin || !mayReturn(state) || marked.has(`${drop.arrivalDay}/${drop.key}`)) return [];
    return [
      { where: `${dataset} ${drop.key}`, message: `it is ${state} and not marked as refused`, cure: rebuild(dataset) },
    ];
  });
}

const lostTable =
  "no command fills a table again: restore the warehouse from a copy, or run all drops again into a new lake";

async function tableProblems(
  { warehouse, countRows }: VerifySources,
  state: ReadableState,
  damage: readonly Contradiction[],
): Promise<Contradiction[]> {
  const { log } = state;
  const isWhole = !damage.some(({ where }) => where.startsWith(logPath(state.dataset, 0).replace(/[^/]+$/, "")));
  if (!isWhole || log.some(({ state: of }) => of === "PLANNED")) return [];
  const done = log.filter(({ state: of }) => of === "DONE").length;
  const { inTable } = publishedSums(log);
  if (countRows === null) {
    // Without a plan nobody knows which table it is.
    if (done === 0 || damage.some(({ where }) => where.startsWith("plans/"))) return [];
    const message = `it is gone, and the log has ${done} publications with ${inTable} rows`;
    return [{ where: `table of ${state.dataset}`, message, cure: lostTable }];
  }
  const [row] = await warehouse.query(countRows);
  const held = Number(row?.n);
  if (held === inTable) return [];
  return [
    {
      where: `table of ${state.dataset}`,
      message: `it holds ${held} rows, and the log adds up to ${inTable}`,
      cure: held === 0 ? lostTable : "somebody else wrote to it, or partitions have expired: compare by sluice_drop",
    },
  ];
}
