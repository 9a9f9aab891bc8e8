import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { LocalWarehouse } from "./local-warehouse.ts";
import { drops, look, newestOf, type PartitionOf, publish, type Row } from "./warehouse-model.ts";

// The DuckDB statements against the model, on random batches. BigQuery's are the same texts in another dialect.

interface Kind {
  readonly dataset: string;
  readonly sequence: boolean;
  readonly partitionOf: PartitionOf;
  /** A row as SQL, in the order of the table's columns. */
  readonly sql: (row: Row) => string[];
}

const text = (value: string | null) => (value === null ? "NULL" : `'${value.replaceAll("'", "''")}'`);
const added = ({ drop, arrived, row }: Row) => [
  text(drop),
  arrived === null ? "NULL" : `TIMESTAMPTZ '2026-05-0${arrived} 00:00:00+00'`,
  String(row ?? "NULL"),
];
const list = ({ note }: Row) => (note === null ? "[]" : `[{'kind': ${text(note)}}]`);

const KINDS: readonly Kind[] = [
  {
    dataset: "meters",
    sequence: true,
    // The key holds the partition column itself.
    partitionOf: ({ day }) => day,
    sql: (row) => [
      text(`m${row.key}`),
      String(row.key),
      `DATE '${row.day}'`,
      String(row.version),
      "1.5, NULL, NULL, NULL",
      row.note === null ? "[]" : `[{'kind': ${text(row.note)}, 'values': [1.0]}]`,
      ...added(row),
    ],
  },
  {
    dataset: "fixes",
    sequence: false,
    partitionOf: ({ day }) => day,
    // Half past eleven at night in UTC is the next day in the session's zone. Keys 0 are 0.0 and -0.0, which are equal.
    sql: (row) => [
      "7",
      row.key === 0 && row.version + (row.row ?? 0) > 2 ? "'-0'::DOUBLE" : `${row.key}.0`,
      `TIMESTAMPTZ '${row.day} 23:30:00+00'`,
      list(row),
      ...added(row),
    ],
  },
];

/** The rows of drops that the first ones cannot be mistaken for. */
const later = (drops: readonly (readonly Row[])[]) =>
  drops
    .flat()
    .map((row): Row => (row.drop === null ? { ...row, version: row.version + 500 } : { ...row, drop: `x${row.drop}` }));

const compact = (day: string) => day.replaceAll("-", "");

describe.each(KINDS)("$dataset", ({ dataset, sequence, partitionOf, sql }) => {
  let warehouse: LocalWarehouse;
  beforeAll(async () => {
    warehouse = await LocalWarehouse.of(dataset);
  });

  const idOf = (row: Row) => compact(row.day).slice(0, warehouse.plan.partition.granularity === "MONTH" ? 6 : 8);
  const partitions = (rows: readonly Row[]) => [...new Set(rows.map(idOf))];
  const counts = async (name: "mergeCounts" | "replaceCounts", filling: Parameters<LocalWarehouse["run"]>[1]) => {
    const [row] = await warehouse.run(name, filling);
    return { inserted: Number(row?.inserted), updated: Number(row?.updated), deleted: Number(row?.deleted) };
  };
  /** What the rows look like in the target: staged, read back. */
  const shown = async (rows: readonly Row[]) => {
    await warehouse.stage(rows.map(sql));
    return warehouse.rows("staging");
  };
  const merge = async (rows: readonly Row[]) => {
    await warehouse.stage(rows.map(sql));
    if (rows.length > 0) await warehouse.run("merge", { partitions: partitions(rows) });
  };

  test("merge ends in the newest row of each key, in any order, counts what it does, and does it once", async () => {
    await fc.assert(
      fc.asyncProperty(drops(sequence), drops(sequence), async (first, second) => {
        const [a, b] = [first.flat(), later(second)];
        await warehouse.empty();
        await merge(b);
        await merge(a);
        const swapped = await warehouse.rows();
        await warehouse.empty();
        await merge(a);
        const middle = newestOf(a, partitionOf);
        const expected = publish([...middle.values()], b, partitionOf);
        await warehouse.stage(b.map(sql));
        const filling = { partitions: partitions(b) };
        if (b.length > 0) {
          expect(await counts("mergeCounts", filling)).toEqual(expected.counts);
          const [lost] = await warehouse.run("batchDuplicates", filling);
          expect(Number(lost?.batch_duplicates)).toBe(b.length - newestOf(b, partitionOf).size);
          await warehouse.run("merge", filling);
          expect(await counts("mergeCounts", filling)).toEqual({ inserted: 0, updated: 0, deleted: 0 });
          await warehouse.run("merge", filling);
        }
        const rows = await warehouse.rows();
        expect(rows).toEqual(await shown(expected.rows));
        expect(swapped).toEqual(rows);
      }),
      { numRuns: 30 },
    );
  });

  test("append where look finds no known and no repeated key, merge elsewhere: the same rows", async () => {
    await fc.assert(
      fc.asyncProperty(drops(sequence), drops(sequence), async (first, second) => {
        const table = [...newestOf(first.flat(), partitionOf).values()];
        const batch = later(second);
        if (batch.length === 0) return;
        await warehouse.empty();
        await merge(table);
        await warehouse.stage(batch.map(sql));
        const found = await warehouse.run("look", { partitions: partitions(batch) });
        const seen = Object.fromEntries(
          found.map((row) => [String(row.sluice_partition), [Number(row.repeated_keys), Number(row.known_keys)]]),
        );
        expect(seen).toEqual(byId(look(table, batch, partitionOf)));
        const fresh = Object.keys(seen).filter((id) => seen[id]?.every((count) => count === 0));
        const others = Object.keys(seen).filter((id) => !fresh.includes(id));
        if (fresh.length > 0) await warehouse.run("append", { partitions: fresh });
        if (others.length > 0) await warehouse.run("merge", { partitions: others });
        expect(await warehouse.rows()).toEqual(await shown(publish(table, batch, partitionOf).rows));
      }),
      { numRuns: 20 },
    );
  });

  /** The model looks by day, the table by partition. */
  const byId = (days: Record<string, number[]>) => {
    const ids: Record<string, number[]> = {};
    for (const [day, [repeated = 0, known = 0]] of Object.entries(days)) {
      const id = idOf({ day } as Row);
      ids[id] = [(ids[id]?.[0] ?? 0) + repeated, (ids[id]?.[1] ?? 0) + known];
    }
    return ids;
  };

  test("replace: rows of former drops give way or go, keys stay unique", async () => {
    await fc.assert(
      fc.asyncProperty(
        drops(sequence),
        drops(sequence),
        fc.array(fc.integer({ min: 0, max: 3 })),
        async (first, second, gone) => {
          const table = [...newestOf(first.flat(), partitionOf).values()];
          const batch = later(second);
          const formerDrops = gone.map((drop) => `drop${drop}`);
          const filling = { partitions: partitions(batch), formerDrops, otherPartitions: partitions(table) };
          if (filling.partitions.length === 0) return;
          await warehouse.empty();
          await merge(table);
          await warehouse.stage(batch.map(sql));
          const expected = publish(table, batch, partitionOf, formerDrops);
          expect(await counts("replaceCounts", filling)).toEqual(expected.counts);
          await warehouse.run("replace", filling);
          const rows = await warehouse.rows();
          await warehouse.run("replace", filling);
          expect(await warehouse.rows()).toEqual(rows);
          expect(rows).toEqual(await shown(expected.rows));
        },
      ),
      { numRuns: 30 },
    );
  });
});
