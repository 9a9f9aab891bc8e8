import type { Row, TableRef } from "../../ports.ts";
import type { Api } from "./api.ts";
import type { RestTableData } from "./rest.ts";
import { findTable, orNull, pathOf } from "./tables.ts";
import { rowOf } from "./values.ts";

/** Not a query: it is billed nothing, and asks for no partition filter. Null: there is no such table, or no longer. */
export async function rowsOf(api: Api, table: TableRef): Promise<Row[] | null> {
  const found = await findTable(api, table);
  if (!found) return null;
  const fields = found.schema?.fields ?? [];
  const rows: Row[] = [];
  for (let pageToken: string | undefined; ; ) {
    const page = await orNull(
      api<RestTableData>({
        method: "GET",
        path: [...pathOf(table), "data"],
        query: { maxResults: 10_000, pageToken, "formatOptions.useInt64Timestamp": true },
      }),
    );
    if (!page) return null;
    rows.push(...(page.rows ?? []).map((row) => rowOf(fields, row)));
    if (!page.pageToken) return rows;
    pageToken = page.pageToken;
  }
}
