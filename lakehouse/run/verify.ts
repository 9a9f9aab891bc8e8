import type { Publication } from "../ledger/publication.ts";
import { logPath, reportPath } from "../plan/names.ts";
import type { Objects, Warehouse } from "../ports.ts";
import { type DatasetState, type DropState, publishedSums } from "./state.ts";

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
  /** `SELECT count(*) AS n` of the dataset's table; null: it has none. */
  readonly countRows: string | null;
}

/** Everything that does not fit: log against entries, reports against files, counts against the warehouse. Changes nothing. */
export async function verifyDataset(sources: VerifySources, state: DatasetState): Promise<Contradiction[]> {
  return [
    ...logProblems(state),
    ...state.drops.flatMap((drop) => dropProblems(drop, state.log)),
    ...(await fileProblems(sources.objects, state)),
    ...(await tableProblems(sources, state)),
  ];
}

function logProblems({ dataset, log }: DatasetState): Contradiction[] {
  const problems: Contradiction[] = [];
  const seen = new Map<string, number>();
  log.forEach((publication, index) => {
    const where = logPath(dataset, publication.number);
    const add = (message: string, cure: string) => problems.push({ where, message, cure });
    if (publication.number !== index + 1) add(`number ${index + 1} is missing before it`, "restore the lost object");
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

function dropProblems({ entry, report }: DropState, log: readonly Publication[]): Contradiction[] {
  const { drop, dataset, state, round } = entry;
  const where = reportPath(dataset, drop.key, round);
  const needsReport = state === "READY" || state === "COMMITTED";
  if (needsReport && !report) return [{ where, message: `the drop is ${state} and has no report`, cure: "restore it" }];
  const published = log.find((one) => one.state === "DONE" && one.drops.some(({ key }) => key === drop.key));
  const problems: Contradiction[] = [];
  const add = (message: string) => problems.push({ where: `${dataset} ${drop.key}`, message, cure: rebuild });
  if (state === "COMMITTED" && published?.number !== entry.publication) {
    add(`it is COMMITTED in ${entry.publication}, and the log says ${published?.number ?? "nowhere"}`);
  }
  if (state !== "COMMITTED" && published) add(`it is ${state}, and publication ${published.number} is DONE with it`);
  if (report && report.rows.in !== null && report.rows.in !== report.rows.good + report.rows.quarantined) {
    add("rows in are not good + quarantined");
  }
  return problems;
}

/** Files of drops that are, or will be, published. */
async function fileProblems(objects: Objects, { drops }: DatasetState): Promise<Contradiction[]> {
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

async function tableProblems({ warehouse, countRows }: VerifySources, state: DatasetState): Promise<Contradiction[]> {
  if (countRows === null || state.log.some(({ state: of }) => of === "PLANNED")) return [];
  const [row] = await warehouse.query(countRows);
  const held = Number(row?.n);
  const { inTable } = publishedSums(state.log);
  if (held === inTable) return [];
  return [
    {
      where: `table of ${state.dataset}`,
      message: `it holds ${held} rows, and the log adds up to ${inTable}`,
      cure: "somebody else wrote to it, or partitions have expired: compare by sluice_drop",
    },
  ];
}
