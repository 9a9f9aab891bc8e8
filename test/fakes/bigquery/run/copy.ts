import type { RestJobConfiguration } from "../../../../lakehouse/adapters/bigquery/rest.ts";
import { quoteName, quoteText } from "../../../../lakehouse/plan/quote.ts";
import type { Inside } from "../cloud.ts";
import { BigQueryError } from "../errors.ts";
import { assertPartition, partitionSql, readDecorator } from "../partitions.ts";
import { assertFits } from "../schema-change.ts";
import type { Table, TableName } from "../tables.ts";
import { nameOf, onTable, type Statistics, type Work } from "./effect.ts";

/** One partition of one table behind the same partition of another; no other copy is known here. */
export function copyWork(inside: Inside, copy: NonNullable<RestJobConfiguration["copy"]>): Work {
  const { project } = inside.options;
  const [source, target] = [
    decorated(nameOf(copy.sourceTable, project, "sourceTable")),
    decorated(nameOf(copy.destinationTable, project, "destinationTable")),
  ];
  if (copy.writeDisposition !== "WRITE_APPEND" || copy.createDisposition !== "CREATE_NEVER") {
    throw new BigQueryError("notImplemented", "the fake copies with WRITE_APPEND and CREATE_NEVER");
  }
  return {
    type: "COPY",
    needs: [
      onTable("get", source.name),
      onTable("getData", source.name),
      onTable("get", target.name),
      onTable("updateData", target.name),
    ],
    modifies: [target.name],
    run: () => append(inside, source, target),
  };
}

interface Decorated {
  readonly name: TableName;
  readonly partition: string;
}

function decorated({ dataset, table }: TableName): Decorated {
  const { table: name, partition } = readDecorator(table);
  if (partition === null) throw new BigQueryError("notImplemented", "the fake copies one partition to another");
  return { name: { dataset, table: name }, partition };
}

async function append(inside: Inside, source: Decorated, target: Decorated): Promise<Statistics> {
  const { database, tables } = inside;
  const [from, into] = [await tables.get(source.name), await tables.get(target.name)];
  const partitioning = assertAlike(from, into);
  for (const { partition } of [source, target]) assertPartition(partition, partitioning);
  if (source.partition !== target.partition) {
    throw new BigQueryError(
      "invalid",
      `Some rows belong to different partitions rather than destination partition ${target.partition}`,
    );
  }
  assertFits(tables.text(target.name), into.fields, from.fields);
  const where = `${partitionSql(partitioning, from.fields)} = ${quoteText(source.partition)}`;
  const rows = await database.query(`SELECT count(*) FROM ${tables.sql(source.name)} WHERE ${where}`);
  const count = Number(rows.rows[0]?.[0]);
  if (count === 0) {
    throw new BigQueryError("notFound", `Not found: Table ${tables.text(source.name)}$${source.partition}`);
  }
  const columns = into.fields.map(({ name }) => quoteName(name)).join(", ");
  await database.run(
    `INSERT INTO ${tables.sql(target.name)} (${columns}) SELECT ${columns} FROM ${tables.sql(source.name)} WHERE ${where}`,
  );
  tables.touch(target.name);
  return { copy: { copiedRows: String(count) } };
}

function assertAlike(from: Table, into: Table) {
  const text = ({ partitioning, clustering }: Table) => {
    const interval = partitioning
      ? `interval(type:${partitioning.type.toLowerCase()},field:${partitioning.field})`
      : "none";
    return clustering.length > 0 ? `${interval} clustering(${clustering.join(",")})` : interval;
  };
  if (!into.partitioning || text(from) !== text(into)) {
    throw new BigQueryError(
      "invalid",
      `Incompatible table partitioning specification. Expected partitioning specification ${text(into)}, but input partitioning specification is ${text(from)}`,
    );
  }
  return into.partitioning;
}
