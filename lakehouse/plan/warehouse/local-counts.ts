import type { Contract } from "../../contract/contract.ts";
import type { PlanWarehouse } from "../plan.ts";
import type { Dialect } from "./dialect.ts";
import { isNewer, list, matches, newestRows, type Table, tableOf } from "./table.ts";

// BigQuery tells with each job what it loaded, copied, inserted, updated and deleted. DuckDB's MERGE tells one number,
// so the laptop counts with the same conditions first, in the transaction of the act. One row: `inserted`, `updated`,
// `deleted`; rows of the batch in these partitions that are neither inserted nor updated are duplicates.

type Counts = Pick<PlanWarehouse, "append" | "mergeCounts" | "replaceCounts">;

export function localStatements(contract: Contract, dialect: Dialect): Counts {
  const table = tableOf(contract, dialect);
  const keyed = contract.key.length > 0;
  return {
    append: append(table),
    mergeCounts: keyed ? mergeCounts(table) : null,
    replaceCounts: keyed ? keyedReplaceCounts(table) : keylessReplaceCounts(table),
  };
}

/** BigQuery's free copy of `staging$P` behind `target$P`. */
function append({ columns, partitionOf }: Table): string {
  return `INSERT INTO {target} (${list(columns)})
SELECT ${list(columns)} FROM {staging} AS s WHERE ${partitionOf("s")} IN ({partitions})`;
}

function mergeCounts(table: Table): string {
  return `SELECT count(*) FILTER (WHERE t.sluice_found IS NULL) AS inserted,
  count(*) FILTER (WHERE t.sluice_found AND ${isNewer(table)}) AS updated, 0 AS deleted
FROM (
  ${newestRows(table)}
) AS s LEFT JOIN (SELECT t.*, TRUE AS sluice_found FROM {target} AS t WHERE {partitionRange}) AS t
ON ${matches(table, "t", "s")}`;
}

function keyedReplaceCounts(table: Table): string {
  return `SELECT count(*) FILTER (WHERE t.sluice_found IS NULL) AS inserted,
  count(*) FILTER (WHERE t.sluice_found AND s.sluice_came AND (t.sluice_drop IN ({formerDrops}) OR ${isNewer(table)})) AS updated,
  count(*) FILTER (WHERE s.sluice_came IS NULL AND t.sluice_drop IN ({formerDrops})) AS deleted
FROM (SELECT *, TRUE AS sluice_came FROM (
  ${newestRows(table)}
)) AS s FULL JOIN (SELECT t.*, TRUE AS sluice_found FROM {target} AS t WHERE {partitionRange}) AS t
ON ${matches(table, "t", "s")}`;
}

function keylessReplaceCounts({ partitionOf }: Table): string {
  return `SELECT (SELECT count(*) FROM {staging} AS s WHERE ${partitionOf("s")} IN ({partitions})) AS inserted, 0 AS updated,
  (SELECT count(*) FROM {target} AS t WHERE t.sluice_drop IN ({formerDrops}) AND {partitionRange}) AS deleted`;
}
