import type { RestTable } from "../../../lakehouse/adapters/bigquery/rest.ts";
import { quoteName } from "../../../lakehouse/plan/quote.ts";
import type { Database } from "./database.ts";
import { BigQueryError } from "./errors.ts";
import { duckdbType, type Field, fieldNamed, readFields, restField } from "./fields.ts";
import { type Partitioning, readClustering, readPartitioning } from "./partitions.ts";
import { assertGrown } from "./schema-change.ts";

export interface TableName {
  readonly dataset: string;
  readonly table: string;
}

export interface Table {
  readonly name: TableName;
  readonly fields: readonly Field[];
  readonly partitioning: Partitioning | null;
  readonly clustering: readonly string[];
  readonly requirePartitionFilter: boolean;
  /** Milliseconds since 1970; null: never. */
  readonly expires: number | null;
  readonly created: number;
}

/** What makes a table; the rest of it follows from its dataset. */
export type TableShape = Pick<Table, "fields" | "partitioning" | "clustering" | "requirePartitionFilter">;

interface Dataset {
  readonly location: string;
  readonly tableExpirationMs: number | null;
  readonly tables: Map<string, { readonly table: Table; readonly version: number }>;
}

/** Tables of a project: what is known of each here, its rows in the database. Names of columns are alike whatever their case, names of tables are not. */
export class Tables {
  readonly project: string;
  readonly #database: Database;
  readonly #now: () => number;
  readonly #datasets = new Map<string, Dataset>();
  #versions = 0;

  constructor(project: string, database: Database, now: () => number) {
    this.project = project;
    this.#database = database;
    this.#now = now;
  }

  async createDataset(name: string, location: string, tableExpirationMs: number | null): Promise<void> {
    if (this.#datasets.has(name)) return;
    this.#datasets.set(name, { location, tableExpirationMs, tables: new Map() });
    await this.#database.run(`CREATE SCHEMA ${quoteName(name)}`);
  }

  /** Throws `notFound`, as for a dataset that is elsewhere. */
  assertDataset(name: string, location: string | null): void {
    const dataset = this.#datasets.get(name);
    const where = location === null ? "" : ` in location ${location}`;
    if (!dataset || (location !== null && dataset.location !== location)) {
      throw new BigQueryError("notFound", `Not found: Dataset ${this.project}:${name} was not found${where}`);
    }
  }

  /** Null: it was never made, or was deleted, or its time came. */
  async find(name: TableName): Promise<Table | null> {
    const held = this.#datasets.get(name.dataset)?.tables.get(name.table);
    if (!held) return null;
    if (held.table.expires === null || held.table.expires > this.#now()) return held.table;
    await this.remove(name);
    return null;
  }

  async get(name: TableName): Promise<Table> {
    const table = await this.find(name);
    if (!table) throw new BigQueryError("notFound", `Not found: Table ${this.text(name)}`);
    return table;
  }

  async names(dataset: string): Promise<string[]> {
    this.assertDataset(dataset, null);
    const names = [...(this.#datasets.get(dataset)?.tables.keys() ?? [])].sort();
    const found = await Promise.all(names.map((table) => this.find({ dataset, table })));
    return names.filter((_, at) => found[at]);
  }

  async create(name: TableName, shape: TableShape): Promise<Table> {
    this.assertDataset(name.dataset, null);
    if (!/^[\p{L}\p{M}\p{N}_ -]{1,1024}$/u.test(name.table)) {
      throw new BigQueryError("invalid", `Invalid table ID "${name.table}".`);
    }
    if (await this.find(name)) throw new BigQueryError("duplicate", `Already Exists: Table ${this.text(name)}`);
    const dataset = this.#datasets.get(name.dataset) as Dataset;
    const created = this.#now();
    const expires = dataset.tableExpirationMs === null ? null : created + dataset.tableExpirationMs;
    const columns = shape.fields.map((field) => `${quoteName(field.name)} ${duckdbType(field)}`);
    await this.#database.run(`CREATE TABLE ${this.sql(name)} (${columns.join(", ")})`);
    const table: Table = { name, ...shape, expires, created };
    dataset.tables.set(name.table, { table, version: this.#version() });
    return table;
  }

  /** Columns and fields may come, and constraints go. */
  async grow(name: TableName, fields: readonly Field[]): Promise<Table> {
    const { dataset, ...rest } = { dataset: name.dataset, ...(await this.get(name)) };
    assertGrown(this.text(name), rest.fields, fields);
    for (const field of fields) {
      const present = fieldNamed(rest.fields, field.name);
      const column = `${quoteName(field.name)}`;
      const type = duckdbType(field);
      if (!present) await this.#database.run(`ALTER TABLE ${this.sql(name)} ADD COLUMN ${column} ${type}`);
      else if (duckdbType(present) !== type) {
        await this.#database.run(`ALTER TABLE ${this.sql(name)} ALTER COLUMN ${column} SET DATA TYPE ${type}`);
      }
    }
    const table: Table = { ...rest, fields };
    this.#datasets.get(dataset)?.tables.set(name.table, { table, version: this.#version() });
    return table;
  }

  async remove(name: TableName): Promise<void> {
    this.#datasets.get(name.dataset)?.tables.delete(name.table);
    await this.#database.run(`DROP TABLE IF EXISTS ${this.sql(name)}`);
  }

  /** All of it, or nothing. */
  async whole<T>(task: () => Promise<T>): Promise<T> {
    const before = [...this.#datasets.values()].map(({ tables }) => ({ tables, held: [...tables] }));
    try {
      return await this.#database.whole(task);
    } catch (error) {
      for (const { tables, held } of before) {
        tables.clear();
        for (const [name, one] of held) tables.set(name, one);
      }
      throw error;
    }
  }

  /** Its rows have changed. */
  touch({ dataset, table }: TableName): void {
    const held = this.#datasets.get(dataset)?.tables;
    const present = held?.get(table);
    if (present) held?.set(table, { ...present, version: this.#version() });
  }

  etag({ dataset, table }: TableName): string {
    const version = this.#datasets.get(dataset)?.tables.get(table)?.version ?? 0;
    return `"${Buffer.from(String(version)).toString("base64url")}"`;
  }

  sql({ dataset, table }: TableName): string {
    return `${quoteName(dataset)}.${quoteName(table)}`;
  }

  /** As messages name it. */
  text({ dataset, table }: TableName): string {
    return `${this.project}:${dataset}.${table}`;
  }

  #version(): number {
    this.#versions += 1;
    return this.#versions;
  }
}

/** What a request says of a table that shall be made. */
export function readShape({ schema, timePartitioning, clustering, requirePartitionFilter }: RestTable): TableShape {
  const fields = readFields(schema?.fields);
  return {
    fields,
    partitioning: readPartitioning(timePartitioning, fields),
    clustering: readClustering(clustering, fields),
    requirePartitionFilter: requirePartitionFilter ?? false,
  };
}

export function restTable(table: Table, { project }: Pick<Tables, "project">, etag: string): RestTable {
  const { name, fields, partitioning, clustering, requirePartitionFilter, expires, created } = table;
  const reference = { projectId: project, datasetId: name.dataset, tableId: name.table };
  const { type, field, expirationMs } = partitioning ?? {};
  return {
    kind: "bigquery#table",
    etag,
    id: `${project}:${name.dataset}.${name.table}`,
    tableReference: reference,
    type: "TABLE",
    creationTime: String(created),
    schema: { fields: fields.map(restField) },
    ...(type && field && { timePartitioning: { type, field, ...(expirationMs && { expirationMs }) } }),
    ...(clustering.length > 0 && { clustering: { fields: [...clustering] } }),
    ...(requirePartitionFilter && { requirePartitionFilter }),
    ...(expires !== null && { expirationTime: String(expires) }),
  };
}
