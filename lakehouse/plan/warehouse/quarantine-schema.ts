import type { Plan } from "../plan.ts";
import type { BigQueryField } from "./bigquery.ts";

/** Beside the drop's own columns, in every file of quarantine. */
const ADDED: readonly BigQueryField[] = [
  {
    name: "_reasons",
    type: "RECORD",
    mode: "REPEATED",
    description: "Which rules the row fails, and where in it.",
    fields: [
      { name: "rule", type: "STRING", mode: "NULLABLE" },
      { name: "path", type: "STRING", mode: "NULLABLE" },
    ],
  },
  { name: "_object", type: "STRING", mode: "NULLABLE", description: "The object that the row came in." },
  { name: "_generation", type: "STRING", mode: "NULLABLE", description: "Its generation." },
  { name: "_row", type: "INTEGER", mode: "NULLABLE", description: "The row's number in it, from 0." },
];

/** Columns of a table over the files of quarantine: as drops name them, since rows wait there as they came. */
export function quarantineSchema({
  columns,
  warehouse: { bigquery },
}: Pick<Plan, "columns" | "warehouse">): Pick<Plan["warehouse"]["bigquery"], "schema" | "classified"> {
  const physical = new Map(columns.map((column) => [column.name, column.physical]));
  const schema = (bigquery.schema as readonly BigQueryField[]).flatMap((field) => {
    const name = physical.get(field.name);
    return name === undefined ? [] : [{ ...field, name }];
  });
  const classified = bigquery.classified.map(({ path: [column = "", ...inner], level }) => ({
    path: [physical.get(column) ?? column, ...inner],
    level,
  }));
  return { schema: [...schema, ...ADDED], classified };
}
