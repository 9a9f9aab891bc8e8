import { isNewer, list, matches, newestRows, type Table } from "./table.ts";

/**
 * Without a key: deletes the former drops' rows and inserts the batch, in one atomic statement. BigQuery reads
 * `ON FALSE` as delete and insert without a join, and prunes by the range in the clause that deletes.
 */
export function keylessReplace({ columns, partitionOf, partitionColumn, never }: Table): string {
  return `MERGE INTO {target} AS t USING (
  SELECT ${list(columns)} FROM {staging} AS s WHERE ${partitionOf("s")} IN ({partitions})
) AS s ON ${never(partitionColumn)}
WHEN NOT MATCHED BY SOURCE AND t.sluice_drop IN ({formerDrops}) AND {partitionRange} THEN DELETE
WHEN NOT MATCHED THEN INSERT (${list(columns)}) VALUES (${list(columns.map((name) => `s.${name}`))})`;
}

/**
 * With a key the batch may repeat a key, or bring one that another object holds, and a key stays unique: the newest of
 * the batch meets the target as in `merge`, only that a row of a former drop always gives way, and rows of a former
 * drop whose key did not come again are deleted. They come from the source, because BigQuery does not prune a keyed
 * MERGE with `NOT MATCHED BY SOURCE`, and then refuses it where a partition filter is required.
 */
export function keyedReplace(table: Table): string {
  const { columns, key, partitionColumn } = table;
  const needed = new Set([...key, partitionColumn]);
  const gone = columns.map((name) => (needed.has(name) ? `t.${name}` : "NULL"));
  return `MERGE INTO {target} AS t USING (
  WITH newest AS (
  ${newestRows(table)}
  )
  SELECT ${list(columns)}, FALSE AS sluice_gone FROM newest
  UNION ALL
  SELECT ${list(gone)}, TRUE FROM {target} AS t LEFT JOIN newest AS s ON ${matches(table, "t", "s")}
  WHERE t.sluice_drop IN ({formerDrops}) AND {partitionRange} AND s.${key[0]} IS NULL
) AS s ON ${matches(table, "t", "s")} AND {partitionRange}
WHEN MATCHED AND s.sluice_gone THEN DELETE
WHEN MATCHED AND (t.sluice_drop IN ({formerDrops}) OR ${isNewer(table)}) THEN UPDATE SET ${list(columns.map((name) => `${name} = s.${name}`))}
WHEN NOT MATCHED AND NOT s.sluice_gone THEN INSERT (${list(columns)}) VALUES (${list(columns.map((name) => `s.${name}`))})`;
}
