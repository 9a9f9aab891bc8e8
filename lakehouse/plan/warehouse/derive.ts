import type { Contract } from "../../contract/contract.ts";
import { confinementOf } from "../../contract/derived/confinement.ts";
import { fillTables } from "../../contract/derived/fill.ts";
import type { Field, FieldKind } from "../../contract/field.ts";
import type { PlanWarehouse } from "../plan.ts";
import type { Dialect } from "./dialect.ts";
import { rangeTemplate, wholeRange } from "./partition-range.ts";
import { list, tableOf } from "./table.ts";

// Places that the publisher fills: {target} the quoted table; {partitionRange} and {inputRange} the text of
// partitionRange() over the partitions to be made new, or of wholeRange() for all of them, from the templates of the
// same names. What is read stands in the text: the inputs' tables are known with the plan.

type Statements = Pick<PlanWarehouse, "derive" | "deriveCounts" | "inputRange">;

const NOT_DERIVED: Statements = { derive: null, deriveCounts: null, inputRange: null };

/** How one dialect calls tables and types. */
export interface Naming {
  /** A contract's table in consumption, quoted. */
  readonly table: (contract: Contract) => string;
  readonly type: (field: Field) => string;
}

/** Both engines count and divide into types of their own; the column's type decides. */
const CAST: readonly FieldKind[] = ["integer", "decimal", "float"];

/** How a derived table is made in one dialect; `inputs` hold the contracts of its inputs. */
export function deriveStatements(
  contract: Contract,
  inputs: readonly Contract[],
  dialect: Dialect,
  naming: Naming,
): Statements {
  if (contract.derived === null) return NOT_DERIVED;
  const { driving } = confinementOf(contract, inputs);
  const inputOf = (dataset: string): Contract => {
    const input = inputs.find((candidate) => candidate.dataset === dataset);
    if (!input) throw new RangeError(`${contract.dataset} is made from ${dataset}, whose contract is not given`);
    return input;
  };
  const query = fillTables(contract.derived.query, (dataset) => {
    return rowsOf(inputOf(dataset), dataset === driving, dialect, naming);
  });
  const columns = contract.fields.map(({ name }) => dialect.quote(name));
  const values = contract.fields.map((field) => {
    const column = dialect.quote(field.name);
    return CAST.includes(field.type.kind) ? `CAST(q.${column} AS ${naming.type(field)}) AS ${column}` : `q.${column}`;
  });
  return {
    derive: `MERGE INTO {target} AS t USING (
  SELECT ${list(values)} FROM (
${query}
  ) AS q
) AS s ON ${dialect.never(dialect.quote(contract.partition.column))}
WHEN NOT MATCHED BY SOURCE AND {partitionRange} THEN DELETE
WHEN NOT MATCHED THEN INSERT (${list(columns)}) VALUES (${list(columns.map((name) => `s.${name}`))})`,
    deriveCounts: `SELECT (SELECT count(*) FROM (
${query}
) AS q) AS inserted, 0 AS updated,
  (SELECT count(*) FROM {target} AS t WHERE {partitionRange}) AS deleted`,
    inputRange: driving === null ? null : inputRange(inputOf(driving), dialect),
  };
}

/** An input's own columns, without what the split adds. Also all of it is read under a filter, which it may require. */
function rowsOf(input: Contract, drives: boolean, dialect: Dialect, naming: Naming): string {
  const columns = input.fields.map(({ name }) => `i.${dialect.quote(name)}`);
  const range = drives ? "{inputRange}" : wholeRange(inputRange(input, dialect));
  return `(SELECT ${list(columns)} FROM ${naming.table(input)} AS i WHERE ${range})`;
}

function inputRange(input: Contract, dialect: Dialect): string {
  const { partitionType, partitionColumn } = tableOf(input, dialect);
  return rangeTemplate(partitionType, `i.${partitionColumn}`, dialect);
}
