import type { Contract } from "../../contract/contract.ts";
import type { PlanWarehouse } from "../plan.ts";
import type { Dialect } from "./dialect.ts";
import { rangeTemplate } from "./partition-range.ts";
import { keyedReplace, keylessReplace } from "./replace.ts";
import { isNewer, list, matches, newestRows, type Table, tableOf } from "./table.ts";

// Places that the publisher fills: {target}, {staging} the quoted tables; {partitions} a list of quoted partition ids;
// {partitionRange} the text of partitionRange() over them (and those of former drops); {formerDrops} a list of quoted
// drop keys.

type Statements = Pick<PlanWarehouse, "look" | "merge" | "replace" | "batchDuplicates">;

/** What only tables of drops have. */
export type DropStatements = Statements &
  Pick<
    PlanWarehouse,
    "createStaging" | "dropStaging" | "load" | "append" | "mergeCounts" | "replaceCounts" | "quarantineQuery"
  >;

/** Of a derived table. */
export const NO_DROPS: DropStatements = {
  createStaging: null,
  dropStaging: null,
  load: null,
  look: null,
  append: null,
  merge: null,
  mergeCounts: null,
  replace: null,
  replaceCounts: null,
  batchDuplicates: null,
  quarantineQuery: null,
};

/** The statements of a publication in one dialect. */
export function publicationStatements(contract: Contract, dialect: Dialect): Statements {
  const table = tableOf(contract, dialect);
  const keyed = contract.key.length > 0;
  return {
    look: keyed ? look(table) : null,
    merge: keyed ? merge(table) : null,
    replace: keyed ? keyedReplace(table) : keylessReplace(table),
    batchDuplicates: keyed ? batchDuplicates(table) : null,
  };
}

/** What asks of the target alone, whoever fills it. */
export function targetStatements(
  contract: Contract,
  dialect: Dialect,
): Pick<PlanWarehouse, "partitionRange" | "rowsByPartition"> {
  const table = tableOf(contract, dialect);
  return {
    partitionRange: rangeTemplate(table.partitionType, `t.${table.partitionColumn}`, dialect),
    rowsByPartition: rowsByPartition(table),
  };
}

/**
 * The range stands in the condition of the join, the one place where BigQuery prunes a target whose unmatched rows are
 * left alone; the equality of formatted partitions keeps keys of different partitions apart and prunes nothing.
 */
function merge(table: Table): string {
  const { columns } = table;
  return `MERGE INTO {target} AS t USING (
  ${newestRows(table)}
) AS s ON ${matches(table, "t", "s")} AND {partitionRange}
WHEN MATCHED AND ${isNewer(table)} THEN UPDATE SET ${list(columns.map((name) => `${name} = s.${name}`))}
WHEN NOT MATCHED THEN INSERT (${list(columns)}) VALUES (${list(columns.map((name) => `s.${name}`))})`;
}

/** Per partition of the batch: keys it repeats, and keys the target holds already; both 0: append by copy. */
function look(table: Table): string {
  const keyOf = (alias: string) => table.key.map((name) => `${alias}.${name}`);
  return `SELECT b.sluice_partition, sum(CASE WHEN b.sluice_rows > 1 THEN 1 ELSE 0 END) AS repeated_keys,
  sum(CASE WHEN k.sluice_found THEN 1 ELSE 0 END) AS known_keys
FROM (
  SELECT ${list(keyOf("s"))}, ${table.partitionOf("s")} AS sluice_partition, count(*) AS sluice_rows
  FROM {staging} AS s GROUP BY ${list([...keyOf("s"), "sluice_partition"])}
) AS b LEFT JOIN (
  SELECT DISTINCT ${list(keyOf("t"))}, ${table.partitionOf("t")} AS sluice_partition, TRUE AS sluice_found
  FROM {target} AS t WHERE {partitionRange}
) AS k ON ${table.key.map((name) => `b.${name} = k.${name}`).join(" AND ")} AND b.sluice_partition = k.sluice_partition
GROUP BY b.sluice_partition ORDER BY b.sluice_partition`;
}

/** Rows of the batch that lose to a newer row of their key in the batch itself. */
function batchDuplicates({ key, partitionOf }: Table): string {
  const group = [...key.map((name) => `s.${name}`), partitionOf("s")];
  return `SELECT coalesce(sum(sluice_rows - 1), 0) AS batch_duplicates FROM (
  SELECT count(*) AS sluice_rows FROM {staging} AS s WHERE ${partitionOf("s")} IN ({partitions}) GROUP BY ${list(group)}
) AS repeated`;
}

/** What the target holds, for `sluice ledger verify` and for the count after a publication. */
function rowsByPartition({ partitionOf }: Table): string {
  return `SELECT ${partitionOf("t")} AS sluice_partition, count(*) AS sluice_rows
FROM {target} AS t WHERE {partitionRange} GROUP BY sluice_partition ORDER BY sluice_partition`;
}
