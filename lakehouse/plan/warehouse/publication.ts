import type { Contract } from "../../contract/contract.ts";
import type { PlanWarehouse } from "../plan.ts";
import type { Dialect } from "./dialect.ts";

// Places that the publisher fills: {target}, {staging} the quoted tables; {partitions} a list of quoted partition ids;
// {partitionRange} a condition on the target's partition column with literal bounds, which is what lets BigQuery prune;
// {formerDrops} a list of quoted drop keys.

/** Columns that the split adds to every row. */
export const ADDED_COLUMNS = ["sluice_drop", "sluice_arrived", "sluice_row"] as const;

/** The statements of a publication in one dialect. */
export function publicationStatements(contract: Contract, dialect: Dialect): Omit<PlanWarehouse, "createTable" | "createStaging" | "quarantineQuery"> {
  const names = namesOf(contract, dialect);
  const keyed = contract.key.length > 0;
  return {
    look: keyed ? look(names) : null,
    merge: keyed ? merge(names) : null,
    replace: replace(names),
    batchDuplicates: keyed ? batchDuplicates(names) : null,
  };
}

interface Names {
  readonly columns: readonly string[];
  readonly key: readonly string[];
  readonly partitionOf: (alias: string) => string;
  /** Newest first: what is compared, in this order, to tell which of two rows with one key is newer. */
  readonly sequenceOf: (alias: string) => readonly string[];
}

function namesOf(contract: Contract, dialect: Dialect): Names {
  const { partition, sequence } = contract;
  const column = contract.fields.find((field) => field.name === partition.column);
  if (!column) throw new RangeError(`partition column ${partition.column} is not in the contract`);
  return {
    columns: [...contract.fields.map((field) => field.name), ...ADDED_COLUMNS].map(dialect.quote),
    key: contract.key.map(dialect.quote),
    partitionOf: (alias) => dialect.partitionId(column.type, partition.granularity, `${alias}.${dialect.quote(partition.column)}`),
    sequenceOf: (alias) => [
      ...(sequence === null ? [] : [`${alias}.${dialect.quote(sequence)}`]),
      // Rows of files that were passed through carry no drop: they count as oldest.
      `coalesce(${alias}.sluice_arrived, ${dialect.oldest})`,
      `coalesce(${alias}.sluice_drop, '')`,
      `coalesce(${alias}.sluice_row, -1)`,
    ],
  };
}

function list(items: readonly string[]): string {
  return items.join(", ");
}

/** One row of each key and partition of the batch: the newest. */
function newest({ columns, key, partitionOf, sequenceOf }: Names): string {
  const order = sequenceOf("s").map((part) => `${part} DESC`);
  return `SELECT ${list(columns)} FROM (
    SELECT s.*, row_number() OVER (PARTITION BY ${list([...key.map((name) => `s.${name}`), partitionOf("s")])} ORDER BY ${list(order)}) AS sluice_rank
    FROM {staging} AS s WHERE ${partitionOf("s")} IN ({partitions})
  ) AS ranked WHERE sluice_rank = 1`;
}

/** Uniqueness is per partition: two rows match if key and partition do. */
function matches({ key, partitionOf }: Names, left: string, right: string): string {
  return [...key.map((name) => `${left}.${name} = ${right}.${name}`), `${partitionOf(left)} = ${partitionOf(right)}`].join(" AND ");
}

/** Lexicographic, since BigQuery compares no structs by order. */
function isNewer(names: Names): string {
  const left = names.sequenceOf("s");
  const right = names.sequenceOf("t");
  const cases = left.map((part, at) => {
    const equal = left.slice(0, at).map((earlier, index) => `${earlier} = ${right[index]}`);
    return `(${[...equal, `${part} > ${right[at]}`].join(" AND ")})`;
  });
  return `(${cases.join(" OR ")})`;
}

function merge(names: Names): string {
  const { columns } = names;
  return `MERGE INTO {target} AS t USING (
  ${newest(names)}
) AS s ON ${matches(names, "t", "s")} AND {partitionRange}
WHEN MATCHED AND ${isNewer(names)} THEN UPDATE SET ${list(columns.map((name) => `${name} = s.${name}`))}
WHEN NOT MATCHED THEN INSERT (${list(columns)}) VALUES (${list(columns.map((name) => `s.${name}`))})`;
}

/** Deletes the former drops' rows of an object name and inserts the batch: one statement, one atomic change. */
function replace({ columns, partitionOf }: Names): string {
  return `MERGE INTO {target} AS t USING (
  SELECT ${list(columns)} FROM {staging} AS s WHERE ${partitionOf("s")} IN ({partitions})
) AS s ON FALSE
WHEN NOT MATCHED BY SOURCE AND t.sluice_drop IN ({formerDrops}) AND {partitionRange} THEN DELETE
WHEN NOT MATCHED THEN INSERT (${list(columns)}) VALUES (${list(columns.map((name) => `s.${name}`))})`;
}

/** Per partition of the batch: keys it repeats, and keys the target holds already; both 0: append by copy. */
function look(names: Names): string {
  const keyOf = (alias: string) => names.key.map((name) => `${alias}.${name}`);
  return `SELECT b.sluice_partition, sum(CASE WHEN b.sluice_rows > 1 THEN 1 ELSE 0 END) AS repeated_keys,
  sum(CASE WHEN t.sluice_found THEN 1 ELSE 0 END) AS known_keys
FROM (
  SELECT ${list(keyOf("s"))}, ${names.partitionOf("s")} AS sluice_partition, count(*) AS sluice_rows
  FROM {staging} AS s GROUP BY ${list([...keyOf("s"), "sluice_partition"])}
) AS b LEFT JOIN (
  SELECT DISTINCT ${list(keyOf("t"))}, ${names.partitionOf("t")} AS sluice_partition, TRUE AS sluice_found
  FROM {target} AS t WHERE {partitionRange}
) AS t ON ${names.key.map((name) => `b.${name} = t.${name}`).join(" AND ")} AND b.sluice_partition = t.sluice_partition
GROUP BY b.sluice_partition ORDER BY b.sluice_partition`;
}

/** Rows of the batch that lose to a newer row of their key in the batch itself. */
function batchDuplicates({ key, partitionOf }: Names): string {
  const group = [...key.map((name) => `s.${name}`), partitionOf("s")];
  return `SELECT coalesce(sum(sluice_rows - 1), 0) AS batch_duplicates FROM (
  SELECT count(*) AS sluice_rows FROM {staging} AS s GROUP BY ${list(group)}
) AS groups`;
}
