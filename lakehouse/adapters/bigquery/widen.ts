import { missingColumns } from "../../ports/columns.ts";
import { type TableColumn, type TableRef, Unavailable } from "../../ports.ts";
import { Refused } from "./answer.ts";
import type { Api } from "./api.ts";
import { columnOf, fieldOf } from "./columns.ts";
import type { RestField, RestTable } from "./rest.ts";
import { findTable, orNull, pathOf } from "./tables.ts";

/** Others widen the same table at most so often between a look and a change. */
const mostTries = 8;

/**
 * A schema is changed as a whole, so under the etag that it was read with: whoever else has changed it meanwhile added
 * what must not be lost. An own change whose answer was lost is found by reading again, and nothing is missing then.
 */
export async function widen(api: Api, table: TableRef, columns: readonly TableColumn[]): Promise<void> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const found = await findTable(api, table);
    const present = found?.schema?.fields ?? [];
    if (!found || missingColumns(present.map(columnOf), columns).length === 0) return;
    if (await patched(api, table, found, united(present, columns.map(fieldOf)))) return;
  }
  throw new Unavailable(`${table.dataset}.${table.table} is changed by others all the time`);
}

/** False: it is no longer as it was read. */
async function patched(api: Api, table: TableRef, { etag }: RestTable, fields: RestField[]): Promise<boolean> {
  const asked = api<RestTable>({
    method: "PATCH",
    path: pathOf(table),
    query: { fields: "etag" },
    body: { schema: { fields } },
    ifMatch: etag,
  });
  try {
    await orNull(asked);
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status === 412) return false;
    throw error;
  }
}

/** What is there stays as it is, in its order; what is new comes last, and never `REQUIRED`: rows are there already. */
function united(present: readonly RestField[], wanted: readonly RestField[]): RestField[] {
  const named = (fields: readonly RestField[], name = "") =>
    fields.find((field) => field.name?.toLowerCase() === name.toLowerCase());
  const grown = present.map((field) => {
    const inside = named(wanted, field.name)?.fields;
    return inside ? { ...field, fields: united(field.fields ?? [], inside) } : field;
  });
  return [...grown, ...wanted.filter(({ name }) => !named(present, name)).map(nullable)];
}

function nullable(field: RestField): RestField {
  const { mode, fields } = field;
  return {
    ...field,
    mode: mode === "REPEATED" ? "REPEATED" : "NULLABLE",
    ...(fields && { fields: fields.map(nullable) }),
  };
}
