import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ParquetWriter } from "../../property/write-parquet.ts";

/** Makes drops of the contracts beside it. */
export interface DropMaker {
  /** Rows of `visits`, which have a key: the days and minutes of visits from one number up to another. */
  visits(day: string, first: number, end: number, minutes?: string, dayOfRow?: string): Promise<Uint8Array>;
  /** Rows of `sales`, which have none. */
  sales(day: string, rows: number, amount?: string): Promise<Uint8Array>;
  /** So many rows of `sales` that they are launched; `which` keeps two of them apart. */
  large(day: string, which: number): Promise<Uint8Array>;
  close(): void;
}

/** Rows of a large drop. */
export const MANY = 5_000;
/** Far above every other drop. */
export const LAUNCH_ABOVE_BYTES = 8_000;

/** Values are SQL over the row's number `i`. */
export function makeDrops(): DropMaker {
  const folder = mkdtempSync(join(tmpdir(), "sluice-drops-"));
  const writer = new ParquetWriter();
  const path = join(folder, "drop.parquet");
  const write = async (query: string) => {
    await writer.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
    return readFileSync(path);
  };
  const sales = (day: string, rows: number, amount: string) =>
    write(`SELECT DATE '${day}' AS day, 'shop ' || (i % 5) AS shop, ${amount} AS amount FROM range(${rows}) AS r(i)`);
  return {
    visits: (day, first, end, minutes = "1", dayOfRow = `DATE '${day}'`) =>
      write(`SELECT i AS visit, ${dayOfRow} AS day, 'place ' || (i % 7) AS place, ${minutes} AS minutes,
        'guest@example.com' AS visitor FROM range(${first}, ${end}) AS r(i)`),
    sales: (day, rows, amount = "1 + i") => sales(day, rows, amount),
    // Of a prime's multiples no two are alike, and none is packed away.
    large: (day, which) => sales(day, MANY, `1 + (i * 7919 + ${which}) % 1000003`),
    close() {
      writer.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function visitsName(day: string, file = "drop"): string {
  return `visits/dt=${day}/${file}.parquet`;
}

export function salesName(day: string, file = "drop"): string {
  return `sales/dt=${day}/${file}.parquet`;
}
