import type { RestTable } from "../../../../lakehouse/adapters/bigquery/rest.ts";
import { quoteName } from "../../../../lakehouse/plan/quote.ts";
import type { Asked } from "../../http/service.ts";
import { BigQueryError } from "../errors.ts";
import { readFields, restField } from "../fields.ts";
import { readShape, restTable, type TableName } from "../tables.ts";
import { asFloats, rowsOf } from "../values.ts";
import { bodyOf, pageOf, type Rooms, type Route, type Routed } from "./route.ts";

/** tables.list, insert, get, patch and delete, and tabledata.list. */
export const tableCalls: Route = (asked, path, rooms) => {
  const [datasets, dataset, tables, table, data, more] = path;
  if (datasets !== "datasets" || dataset === undefined || tables !== "tables" || more !== undefined) return null;
  if (table === undefined) {
    if (asked.method === "GET") return list(asked, dataset, rooms);
    return asked.method === "POST" ? insert(asked, dataset, rooms) : null;
  }
  const name = { dataset, table };
  if (data !== undefined) return data === "data" && asked.method === "GET" ? rowsIn(asked, name, rooms) : null;
  if (asked.method === "GET") return get(name, rooms);
  if (asked.method === "PATCH") return patch(asked, name, rooms);
  return asked.method === "DELETE" ? remove(name, rooms) : null;
};

function call(op: string, permission: string, name: TableName, answer: Routed["answer"]): Routed {
  const subject = `${name.dataset}.${name.table}`;
  return {
    op: `bigquery.${op}`,
    subject,
    needs: { permission: `bigquery.tables.${permission}`, resource: subject },
    answer,
  };
}

function list(asked: Asked, dataset: string, { tables, options }: Rooms): Routed {
  return {
    op: "bigquery.tables.list",
    subject: dataset,
    needs: { permission: "bigquery.tables.list", resource: dataset },
    async answer() {
      const names = await tables.names(dataset);
      // Fifty, unless more are asked for.
      const { items, next } = pageOf(asked, names, asked.url.searchParams.has("maxResults") ? options.pageSize : 50);
      const found = items.map((table) => {
        const tableReference = { projectId: options.project, datasetId: dataset, tableId: table };
        return { kind: "bigquery#table", tableReference, type: "TABLE" };
      });
      return {
        totalItems: names.length,
        ...(found.length > 0 && { tables: found }),
        ...(next && { nextPageToken: next }),
      };
    },
  };
}

function insert(asked: Asked, dataset: string, rooms: Rooms): Routed {
  const body = bodyOf<RestTable>(asked);
  const name = { dataset, table: body.tableReference?.tableId ?? "" };
  return call("tables.insert", "create", name, async () => {
    return restTable(await rooms.tables.create(name, readShape(body)), rooms.tables, rooms.tables.etag(name));
  });
}

function get(name: TableName, { tables }: Rooms): Routed {
  return call("tables.get", "get", name, async () => {
    tables.assertDataset(name.dataset, null);
    return restTable(await tables.get(name), tables, tables.etag(name));
  });
}

/** Of what a patch may change the fake knows the schema. */
function patch(asked: Asked, name: TableName, { tables }: Rooms): Routed {
  const { schema, ...rest } = bodyOf<RestTable>(asked);
  return call("tables.patch", "update", name, async () => {
    await tables.get(name);
    const wanted = asked.headers["if-match"];
    if (wanted !== undefined && wanted !== "*" && wanted !== tables.etag(name)) {
      throw new BigQueryError("conditionNotMet", "Precondition check failed.");
    }
    if (Object.keys(rest).length > 0 || !schema) {
      throw new BigQueryError("notImplemented", "the fake patches schemas and nothing else");
    }
    const grown = await tables.whole(() => tables.grow(name, readFields(schema.fields)));
    return restTable(grown, tables, tables.etag(name));
  });
}

function remove(name: TableName, { tables }: Rooms): Routed {
  return call("tables.delete", "delete", name, async () => {
    tables.assertDataset(name.dataset, null);
    await tables.get(name);
    await tables.remove(name);
    return null;
  });
}

function rowsIn(asked: Asked, name: TableName, { tables, database, options }: Rooms): Routed {
  return call("tabledata.list", "getData", name, async () => {
    tables.assertDataset(name.dataset, null);
    const { fields } = await tables.get(name);
    const columns = fields.map((field) => quoteName(field.name)).join(", ");
    const rows = rowsOf(await database.query(`SELECT ${columns} FROM ${tables.sql(name)}`));
    const { items, next } = pageOf(asked, rows, options.pageSize);
    const int64 = asked.url.searchParams.get("formatOptions.useInt64Timestamp") === "true";
    const shown = int64 ? [...items] : asFloats(fields.map(restField), items);
    return {
      totalRows: String(rows.length),
      ...(shown.length > 0 && { rows: shown }),
      ...(next && { pageToken: next }),
    };
  });
}
