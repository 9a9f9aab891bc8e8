import type { RestJobConfiguration } from "../../../../lakehouse/adapters/bigquery/rest.ts";
import { quoteName, quoteText } from "../../../../lakehouse/plan/quote.ts";
import type { Inside } from "../cloud.ts";
import { BigQueryError } from "../errors.ts";
import { type Field, fieldNamed } from "../fields.ts";
import { parquetFields } from "../parquet.ts";
import { partitionSql } from "../partitions.ts";
import { assertNoneRequired, assertReadable, holdsNull, readSql } from "../read-column.ts";
import { assertFits } from "../schema-change.ts";
import { readShape, type TableName, type TableShape } from "../tables.ts";
import { nameOf, onTable, type Statistics, type Work } from "./effect.ts";
import { fetchSources, type Source } from "./sources.ts";

type Load = NonNullable<RestJobConfiguration["load"]>;

/** Of one job. */
const MOST_URIS = 10_000;
const MOST_PARTITIONS = 4_000;

/** Parquet files into a table. */
export function loadWork(inside: Inside, load: Load): Work {
  const { options, tables } = inside;
  const target = nameOf(load.destinationTable, options.project, "destinationTable");
  assertKnown(load);
  const shape = readShape(load);
  tables.assertDataset(target.dataset, options.location);
  return {
    type: "LOAD",
    needs: [onTable("create", target), onTable("updateData", target), onTable("get", target)],
    modifies: [target],
    run: (account) => fill(inside, load, target, shape, account),
  };
}

function assertKnown({
  sourceUris = [],
  sourceFormat,
  schema,
  writeDisposition,
  createDisposition,
  ...rest
}: Load): void {
  if (sourceUris.length === 0) throw new BigQueryError("invalid", "Required parameter is missing: sourceUris");
  if (sourceUris.length > MOST_URIS) {
    throw new BigQueryError("invalid", `Too many source URIs: ${sourceUris.length}, at most ${MOST_URIS}`);
  }
  const alien = sourceUris.find((uri) => !/^gs:\/\/[^/]+\/./.test(uri) || uri.includes("#"));
  if (alien) throw new BigQueryError("invalid", `Source URI must be a Google Cloud Storage location: ${alien}`);
  const known = sourceFormat === "PARQUET" && schema && !rest.autodetect && !rest.schemaUpdateOptions;
  if (!known || writeDisposition !== "WRITE_EMPTY" || createDisposition === "CREATE_NEVER" || rest.maxBadRecords) {
    throw new BigQueryError(
      "notImplemented",
      "the fake loads Parquet with a schema and WRITE_EMPTY, without bad records",
    );
  }
}

async function fill(
  inside: Inside,
  load: Load,
  target: TableName,
  shape: TableShape,
  account: string,
): Promise<Statistics> {
  const { database, tables } = inside;
  const present = await tables.find(target);
  if (present) {
    const [first] = (await database.query(`SELECT count(*) FROM ${tables.sql(target)}`)).rows;
    if (Number(first?.[0]) > 0) throw new BigQueryError("duplicate", `Already Exists: Table ${tables.text(target)}`);
    assertFits(tables.text(target), present.fields, shape.fields);
  }
  const sources = await fetchSources(inside, load.sourceUris ?? [], account);
  try {
    const { fields } = present ?? (await tables.create(target, shape));
    for (const source of sources.files) await readFile(inside, load, tables.sql(target), fields, source);
    await assertFewPartitions(inside, target);
  } finally {
    await sources.remove();
  }
  const [rows] = (await database.query(`SELECT count(*) FROM ${tables.sql(target)}`)).rows;
  const bytes = sources.files.reduce((sum, file) => sum + file.bytes, 0);
  tables.touch(target);
  return {
    load: { inputFiles: String(sources.files.length), inputFileBytes: String(bytes), outputRows: String(rows?.[0]) },
  };
}

async function readFile(
  { database }: Inside,
  load: Load,
  table: string,
  fields: readonly Field[],
  { uri, path }: Source,
): Promise<void> {
  const found = await parquetFields(database, path, load.parquetOptions?.enableListInference ?? false);
  const no = (what: string) =>
    new BigQueryError("invalid", `Error while reading data, error message: ${what} File: ${uri}`);
  const unknown = found.filter(({ name }) => !fieldNamed(fields, name));
  if (unknown.length > 0 && !load.ignoreUnknownValues) {
    throw no(`Schema mismatch: referenced field ${unknown[0]?.name} is not in the table.`);
  }
  const decimals = load.decimalTargetTypes ?? ["NUMERIC"];
  for (const field of fields) {
    const held = fieldNamed(found, field.name);
    if (held) assertReadable(held, field, decimals);
  }
  assertNoneRequired(fields, found, no);
  const values = fields.map((field) => {
    const held = fieldNamed(found, field.name);
    return readSql(quoteName(held?.name ?? field.name), held, field);
  });
  const from = `read_parquet([${quoteText(path)}], hive_partitioning = false)`;
  await database
    .run(
      `INSERT INTO ${table} (${fields.map(({ name }) => quoteName(name)).join(", ")}) SELECT ${values.join(", ")} FROM ${from}`,
    )
    .catch((error: unknown) => {
      throw no(`a value cannot be read: ${error instanceof Error ? error.message.split("\n")[0] : error}.`);
    });
  const nulls = found
    .filter((field) => fieldNamed(fields, field.name))
    .map((field) => holdsNull(quoteName(field.name), field));
  const bad = nulls.filter((sql) => sql !== "FALSE").join(" OR ");
  if (bad === "") return;
  const [first] = (await database.query(`SELECT count(*) FROM ${from} WHERE ${bad}`)).rows;
  if (Number(first?.[0]) > 0) throw no("Only optional fields can be set to NULL: an array holds NULL.");
}

async function assertFewPartitions({ database, tables }: Inside, target: TableName): Promise<void> {
  const table = await tables.get(target);
  if (!table.partitioning) return;
  const partition = partitionSql(table.partitioning, table.fields);
  const [row] = (await database.query(`SELECT count(DISTINCT ${partition}) FROM ${tables.sql(target)}`)).rows;
  if (Number(row?.[0]) <= MOST_PARTITIONS) return;
  const message = `Too many partitions produced by load, allowed ${MOST_PARTITIONS}, load produces at least ${row?.[0]} partitions`;
  throw new BigQueryError("invalid", message);
}
