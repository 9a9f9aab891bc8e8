import type { TableRef, TableShape } from "../../ports.ts";
import { failureOf, Refused } from "./answer.ts";
import type { Api } from "./api.ts";
import { columnOf } from "./columns.ts";
import type { RestTable, RestTableList } from "./rest.ts";

/** What makes a table's shape, and what tells whether it has changed. */
const FIELDS = "etag,schema,timePartitioning,clustering";

export function pathOf({ dataset, table }: TableRef): readonly string[] {
  return ["datasets", dataset, "tables", table];
}

/** Null: there is no such table. */
export function findTable(api: Api, table: TableRef): Promise<RestTable | null> {
  return orNull(api<RestTable>({ method: "GET", path: pathOf(table), query: { fields: FIELDS, view: "BASIC" } }));
}

/** What is asked about does not exist: null. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw failureOf(error);
  }
}

export function shapeOf({ schema, timePartitioning, clustering }: RestTable): TableShape {
  const { type = "DAY", field } = timePartitioning ?? {};
  return {
    columns: schema?.fields?.map(columnOf) ?? [],
    partitioning: field === undefined ? null : { type, field },
    clustering: clustering?.fields ?? [],
  };
}

export async function tablesIn(api: Api, dataset: string): Promise<string[]> {
  const names: string[] = [];
  for (let pageToken: string | undefined; ; ) {
    const page = await orNull(
      api<RestTableList>({
        method: "GET",
        path: ["datasets", dataset, "tables"],
        query: { maxResults: 1_000, pageToken, fields: "nextPageToken,tables/tableReference/tableId" },
      }),
    );
    names.push(...(page?.tables ?? []).flatMap(({ tableReference }) => tableReference?.tableId ?? []));
    if (!page?.nextPageToken) return names.sort();
    pageToken = page.nextPageToken;
  }
}

export async function dropTable(api: Api, table: TableRef): Promise<void> {
  await orNull(api<object>({ method: "DELETE", path: pathOf(table) }));
}
