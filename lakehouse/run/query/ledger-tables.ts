import type { Publication } from "../../ledger/publication.ts";
import { quoteText } from "../../plan/quote.ts";
import type { Report } from "../../plan/report.ts";
import type { DatasetState, DropRecord } from "../state.ts";

// The ledger as tables: what it says is put into statements as literals, since no file of it is a table.

interface LedgerTable {
  readonly name: string;
  readonly holds: string;
  readonly columns: string;
  /** One list of literals a row. */
  rows(state: DatasetState): string[][];
}

const drops: LedgerTable = {
  name: "drops",
  holds: "one row a drop, where it stands",
  columns: `dataset VARCHAR, arrival_day DATE, state VARCHAR, publication BIGINT, reason VARCHAR, message VARCHAR,
    name VARCHAR, key VARCHAR, generation VARCHAR, round INTEGER, attempt INTEGER, arrived TIMESTAMPTZ, bytes BIGINT,
    replay_of VARCHAR, since TIMESTAMPTZ, decided_by VARCHAR, plan VARCHAR`,
  rows: (state) => state.drops.map(dropValues),
};

const reports: LedgerTable = {
  name: "reports",
  holds: "one row a drop, what its split found",
  columns: `dataset VARCHAR, arrival_day DATE, verdict VARCHAR, rows_in BIGINT, good BIGINT, quarantined BIGINT,
    duplicates BIGINT, reasons VARCHAR[], failed_rules VARCHAR[], name VARCHAR, key VARCHAR, round INTEGER,
    arrived TIMESTAMPTZ, bytes BIGINT, seconds DOUBLE, plan VARCHAR`,
  rows: (state) => state.drops.flatMap(({ report }) => (report ? [reportValues(report)] : [])),
};

const publications: LedgerTable = {
  name: "publications",
  holds: "one row a publication of the log",
  columns: `dataset VARCHAR, number BIGINT, state VARCHAR, created TIMESTAMPTZ, committed TIMESTAMPTZ, drops BIGINT,
    good BIGINT, loaded BIGINT, duplicates BIGINT, updated BIGINT, replaced BIGINT, partitions_appended BIGINT,
    partitions_merged BIGINT, partitions_replaced BIGINT, bytes_scanned DOUBLE, stuck VARCHAR, plan VARCHAR`,
  rows: (state) => state.log.map(publicationValues),
};

const all = [drops, reports, publications];

/** A table of the ledger with the statements that make it. */
export interface MadeTable {
  readonly name: string;
  readonly holds: string;
  readonly statements: readonly string[];
}

/** `taken`: names of datasets, before which a table of ours gives way. */
export function ledgerTables(states: readonly DatasetState[], taken: ReadonlySet<string>): MadeTable[] {
  return all.map(({ name: own, holds, columns, rows }) => {
    const name = taken.has(own) ? `sluice_${own}` : own;
    const values = states.flatMap(rows).map((row) => `(${row.join(", ")})`);
    const insert = values.length > 0 ? [`INSERT INTO ${name} VALUES ${values.join(",\n")}`] : [];
    return { name, holds, statements: [`CREATE TABLE ${name} (${columns})`, ...insert] };
  });
}

function dropValues({ entry }: DropRecord): string[] {
  const { dataset, drop, state, publication, reason, round, attempt, origin, history, plan } = entry;
  const last = history.at(-1);
  return [
    quoteText(dataset),
    quoteText(drop.arrivalDay),
    quoteText(state),
    number(publication),
    optional(reason?.code),
    optional(reason?.message),
    quoteText(drop.name),
    quoteText(drop.key),
    quoteText(drop.generation),
    number(round),
    number(attempt),
    quoteText(drop.arrived),
    drop.bytes,
    optional(origin?.name),
    optional(last?.at),
    optional(history.findLast(({ by }) => by !== null)?.by),
    quoteText(plan),
  ];
}

function reportValues({ dataset, drop, round, verdict, reasons, rows, rules, plan, run }: Report): string[] {
  return [
    quoteText(dataset),
    quoteText(drop.arrivalDay),
    quoteText(verdict),
    number(rows.in),
    number(rows.good),
    number(rows.quarantined),
    number(rows.duplicates),
    textList(reasons.map(({ code }) => code)),
    textList(rules.filter(({ failed }) => failed > 0).map(({ id }) => id)),
    quoteText(drop.name),
    quoteText(drop.key),
    number(round),
    quoteText(drop.arrived),
    drop.bytes,
    number(run.milliseconds.total / 1000),
    quoteText(plan),
  ];
}

function publicationValues(publication: Publication): string[] {
  const { dataset, number: at, state, created, committed, counts, decision, stuck, plan } = publication;
  return [
    quoteText(dataset),
    number(at),
    quoteText(state),
    quoteText(created),
    optional(committed),
    number(publication.drops.length),
    number(counts?.good),
    number(counts?.loaded),
    number(counts?.duplicates),
    number(counts?.updated),
    number(counts?.replaced),
    number(decision?.append.flat().length),
    number(decision?.merge.length),
    number(decision?.replace.length),
    number(counts?.bytesScanned),
    optional(stuck?.reason),
    quoteText(plan),
  ];
}

function number(value: number | null | undefined): string {
  return value === null || value === undefined ? "NULL" : String(value);
}

function optional(text: string | null | undefined): string {
  return text === null || text === undefined ? "NULL" : quoteText(text);
}

function textList(values: readonly string[]): string {
  return `[${values.map(quoteText).join(", ")}]::VARCHAR[]`;
}
