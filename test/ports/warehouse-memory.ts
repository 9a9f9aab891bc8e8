import type { SourceFile, TableColumn, TableRef, TableShape } from "../../lakehouse/ports.ts";
import {
  createMemoryWarehouse,
  type FileContent,
  type MemoryRow,
  type WarehouseHooks,
} from "../fakes/memory/warehouse.ts";
import { within } from "../fakes/memory/warehouse-rows.ts";
import { derivedFrom } from "./warehouse-jobs.ts";
import { type Bench, type Dataset, namesOf, type Sample, samplePlans } from "./warehouse-samples.ts";

const column = (name: string): TableColumn => ({ name, type: "STRING", mode: "NULLABLE" });
const parts = (...fields: string[]): TableColumn => ({ ...column("parts"), fields: fields.map(column) });
const NOTE: Readonly<Record<Dataset, string>> = { meters: "parts", hourly: "note" };

export async function openMemory(hooks: WarehouseHooks = {}): Promise<Bench> {
  const plans = samplePlans;
  const files = new Map<string, FileContent>();
  const target = (dataset: Dataset) => {
    const { key, columns, publish, partition, warehouse } = plans[dataset];
    const shape: TableShape = {
      columns: [...columns.map(({ name }) => name), "sluice_drop", "sluice_arrived", "sluice_row"].map((name) =>
        name === "parts" ? parts("kind", "values") : column(name),
      ),
      partitioning: { type: partition.granularity, field: partition.column },
      clustering: warehouse.bigquery.clustering,
    };
    const sequence = publish.sequence === null ? null : ("seq" as const);
    return { table: namesOf(plans[dataset]).consumption, shape, keyed: key.length > 0, sequence };
  };
  const warehouse = createMemoryWarehouse({
    clock: { now: () => "2026-06-01T00:00:00.000Z" },
    targets: [target("meters"), target("hourly")],
    readFile: (uri) => files.get(uri) ?? null,
    derive: ({ target: { dataset }, partitions }, rowsOf) =>
      within(
        rowsOf({ dataset: dataset.replace("consumption", "staging_hourly"), table: derivedFrom }) ?? [],
        partitions,
      ),
    // It reads no text: of the one query of the suite it knows the table and the partitions.
    query: (text, rowsOf) => {
      const asked = within(rowsOf(tableIn(text)) ?? [], ["202602", "202603"]);
      const found = [...Map.groupBy(asked, ({ partition }) => partition)];
      return found.map(([sluice_partition, rows]) => ({ sluice_partition, sluice_rows: rows.length }));
    },
    hooks,
  });
  return {
    warehouse,
    plans,
    quote,
    extra: column("extra"),
    deeper: parts("unit", "kind", "values"),
    async file(dataset, rows, fault): Promise<SourceFile> {
      const uri = `staging/${dataset}/${files.size}.parquet`;
      const made = rows.map((row) => rowOf(dataset, row, fault === "lacks"));
      const surplus = made.map((row) => ({ ...row, surplus: 1 }));
      files.set(uri, fault === "broken" || fault === "type" ? "poison" : fault === "unknown" ? surplus : made);
      return { uri, generation: "1" };
    },
    async held(dataset, table) {
      return (await warehouse.rows(table))?.map((row) => sampleOf(dataset, row as MemoryRow)) ?? null;
    },
    close: async () => undefined,
  };
}

function quote({ dataset, table }: TableRef): string {
  return `"${dataset}"."${table}"`;
}

function tableIn(text: string): TableRef {
  const [, dataset = "", table = ""] = /"([^"]+)"\."([^"]+)"/.exec(text) ?? [];
  return { dataset, table };
}

function rowOf(dataset: Dataset, { arrived, note, ...rest }: Sample, lacks: boolean): MemoryRow {
  const at = arrived === null ? null : `2026-05-0${arrived}T00:00:00.000Z`;
  return { ...rest, arrived: at, ...(lacks ? {} : { [NOTE[dataset]]: note }) };
}

function sampleOf(dataset: Dataset, { key, partition, seq, drop, arrived, row, ...columns }: MemoryRow): Sample {
  const note = (columns[NOTE[dataset]] ?? null) as string | null;
  return { key, partition, seq, drop, arrived: arrived === null ? null : Number(arrived.slice(8, 10)), row, note };
}
