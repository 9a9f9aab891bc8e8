import { logPath, reportPath } from "../plan/names.ts";
import type { Objects, Warehouse } from "../ports.ts";
import { type DropState, publishedSums, type ReadableState, type Unreadable } from "./state.ts";

/** Something in the ledger that contradicts something else. */
export interface Contradiction {
  /** Object or table. */
  readonly where: string;
  readonly message: string;
  readonly cure: string;
}

const rebuild = "`sluice ledger rebuild` makes entries, names and markers again from log and reports";

export interface VerifySources {
  readonly objects: Objects;
  readonly warehouse: Warehouse;
  /** `SELECT count(*) AS n` of the dataset's table; null: the warehouse has no such table. */
  readonly countRows: string | null;
}

/** Everything that does not fit: log against entries, reports against files, counts against the warehouse. Changes nothing. */
export async function verifyDataset(sources: VerifySources, state: ReadableState): Promise<Contradiction[]> {
  return [
    ...state.unreadable.map((one) => unreadableProblem(state.dataset, one)),
    ...logProblems(state),
    ...state.drops.flatMap((drop) => dropProblems(drop, state)),
    ...(await fileProblems(sources.objects, state)),
    ...(await tableProblems(sources, state)),
  ];
}

function unreadableProblem(dataset: string, { kind, name, fault }: Unreadable): Contradiction {
  const cure =
    kind === "entry"
      ? `\`sluice ledger rebuild ${dataset}\``
      : "restore it from a copy of the lake: log and reports cannot be made again";
  return { where: name, message: fault.message.replace(`${name} `, ""), cure };
}

function logProblems({ dataset, log, unreadable }: ReadableState): Contradiction[] {
  const problems: Contradiction[] = [];
  const seen = new Map<string, number>();
  const there = new Set([...log.map(({ number }) => logPath(dataset, number)), ...unreadable.map(({ name }) => name)]);
  log.forEach((publication) => {
    const { number } = publication;
    const where = logPath(dataset, number);
    const add = (message: string, cure: string) => problems.push({ where, message, cure });
    if (number > 1 && !there.has(logPath(dataset, number - 1))) {
      add(`number ${number - 1} is missing before it`, "restore the lost object");
    }
    if (publication.state !== "DONE") return;
    const { counts } = publication;
    if (!counts) add("it is DONE and has no counts", "restore the object");
    else if (counts.good !== counts.loaded + counts.duplicates) add("good is not loaded + duplicates", "tell us");
    for (const { key } of publication.drops) {
      const before = seen.get(key);
      if (before !== undefined) add(`the drop ${key} is in publication ${before} too`, "its rows may be there twice");
      seen.set(key, publication.number);
    }
  });
  return problems;
}

function dropProblems({ entry, report }: DropState, { log, unreadable }: ReadableState): Contradiction[] {
  const { drop, dataset, state, round } = entry;
  const where = reportPath(dataset, drop.key, round);
  const needsReport = state === "READY" || state === "COMMITTED";
  const isTold = (name: string) => unreadable.some((one) => one.name === name);
  if (needsReport && !report && isTold(where)) return [];
  if (needsReport && !report) return [{ where, message: `the drop is ${state} and has no report`, cure: "restore it" }];
  const published = log.find((one) => one.state === "DONE" && one.drops.some(({ key }) => key === drop.key));
  const problems: Contradiction[] = [];
  const add = (message: string) => problems.push({ where: `${dataset} ${drop.key}`, message, cure: rebuild });
  const lost = entry.publication !== null && isTold(logPath(dataset, entry.publication));
  if (state === "COMMITTED" && published?.number !== entry.publication && !lost) {
    add(`it is COMMITTED in ${entry.publication}, and the log says ${published?.number ?? "nowhere"}`);
  }
  if (state !== "COMMITTED" && published) add(`it is ${state}, and publication ${published.number} is DONE with it`);
  if (report && report.rows.in !== null && report.rows.in !== report.rows.good + report.rows.quarantined) {
    add("rows in are not good + quarantined");
  }
  return problems;
}

/** Files of drops that are, or will be, published. */
async function fileProblems(objects: Objects, { drops }: ReadableState): Promise<Contradiction[]> {
  const files = drops.flatMap(({ entry, report }) =>
    (entry.state === "READY" || entry.state === "COMMITTED") && report ? report.files.good : [],
  );
  const problems: Contradiction[] = [];
  for (const { uri, generation, crc32c } of files) {
    const meta = await objects.stat(uri);
    const add = (message: string) => problems.push({ where: uri, message, cure: "replay the drop" });
    if (!meta) add("a report names it and it is gone");
    else if (meta.generation !== generation || meta.crc32c !== crc32c) add("it is not the file that the report names");
  }
  return problems;
}

const lostTable =
  "no command fills a table again: restore the warehouse from a copy, or run all drops again into a new lake";

async function tableProblems({ warehouse, countRows }: VerifySources, state: ReadableState): Promise<Contradiction[]> {
  const { log, unreadable } = state;
  const isWhole = !unreadable.some(({ kind }) => kind === "publication");
  if (!isWhole || log.some(({ state: of }) => of === "PLANNED")) return [];
  const done = log.filter(({ state: of }) => of === "DONE").length;
  const { inTable } = publishedSums(log);
  if (countRows === null) {
    if (done === 0) return [];
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
