import type { Contract } from "../../contract/contract.ts";
import type { FieldType } from "../../contract/field.ts";
import { addedColumns } from "../added-columns.ts";
import type { Dialect } from "./dialect.ts";

/** A contract's table as the statements of one dialect name it: `t` is the target, `s` the staging table. */
export interface Table {
  readonly columns: readonly string[];
  readonly key: readonly string[];
  readonly partitionType: FieldType;
  readonly partitionColumn: string;
  readonly partitionOf: (alias: string) => string;
  /** A condition that no two rows meet. */
  readonly never: (column: string) => string;
  /** Key and partition, in a form that windows group by. */
  readonly grouped: (alias: string) => readonly string[];
  /** What is compared, in this order, to tell which of two rows with one key is newer. */
  readonly sequenceOf: (alias: string) => readonly string[];
}

export function tableOf(contract: Contract, dialect: Dialect): Table {
  const { fields, partition, sequence } = contract;
  const typeOf = (name: string): FieldType => {
    const field = fields.find((candidate) => candidate.name === name);
    if (!field) throw new RangeError(`column ${name} is not in the contract`);
    return field.type;
  };
  const partitionType = typeOf(partition.column);
  const partitionColumn = dialect.quote(partition.column);
  const partitionOf = (alias: string) =>
    dialect.partitionId(partitionType, partition.granularity, `${alias}.${partitionColumn}`);
  return {
    columns: [...fields, ...addedColumns(contract)].map(({ name }) => dialect.quote(name)),
    key: contract.key.map(dialect.quote),
    partitionType,
    partitionColumn,
    partitionOf,
    never: dialect.never,
    grouped: (alias) => [
      ...contract.key.map((name) => dialect.grouped(typeOf(name), `${alias}.${dialect.quote(name)}`)),
      partitionOf(alias),
    ],
    sequenceOf: (alias) => [
      ...(sequence === null ? [] : [`${alias}.${dialect.quote(sequence)}`]),
      // Rows of files that were passed through carry no drop: they count as oldest.
      `coalesce(${alias}.sluice_arrived, ${dialect.instant} '0001-01-01 00:00:00+00')`,
      `coalesce(${alias}.sluice_drop, '')`,
      `coalesce(${alias}.sluice_row, -1)`,
    ],
  };
}

export function list(items: readonly string[]): string {
  return items.join(", ");
}

/** One row of each key and partition of the batch: the newest. */
export function newestRows({ columns, grouped, partitionOf, sequenceOf }: Table): string {
  const order = sequenceOf("s").map((part) => `${part} DESC`);
  return `SELECT ${list(columns)} FROM (
    SELECT s.*, row_number() OVER (PARTITION BY ${list(grouped("s"))} ORDER BY ${list(order)}) AS sluice_rank
    FROM {staging} AS s WHERE ${partitionOf("s")} IN ({partitions})
  ) AS ranked WHERE sluice_rank = 1`;
}

/** Uniqueness is per partition: two rows match if key and partition do. */
export function matches({ key, partitionOf }: Table, left: string, right: string): string {
  const parts = key.map((name) => `${left}.${name} = ${right}.${name}`);
  return [...parts, `${partitionOf(left)} = ${partitionOf(right)}`].join(" AND ");
}

/** Lexicographic, since BigQuery compares no structs by order. */
export function isNewer({ sequenceOf }: Table): string {
  const left = sequenceOf("s");
  const right = sequenceOf("t");
  const cases = left.map((part, at) => {
    const equal = left.slice(0, at).map((earlier, index) => `${earlier} = ${right[index]}`);
    return `(${[...equal, `${part} > ${right[at]}`].join(" AND ")})`;
  });
  return `(${cases.join(" OR ")})`;
}
