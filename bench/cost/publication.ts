import { queryCost } from "../../lakehouse/plan/warehouse/prices.ts";

/** BigQuery counts 8 bytes for a number or a time, and for a text 2 more than its UTF-8. */
const NUMBER = 8;
const text = (bytes: number) => bytes + 2;

/** A row of the bench: its nine columns, then `sluice_drop`, `sluice_arrived` and `sluice_row`. */
const ROW_BYTES = text(36) + text(64) + text(6) + text(2) + 5 * NUMBER + text(24) + 2 * NUMBER;
/** What looking for keys reads of it: the key, here `ping_id`, and the column that it is partitioned by. */
const KEY_BYTES = text(36) + NUMBER;

export interface DayOfQueries {
  readonly publications: number;
  /** US dollars: of looking for keys, which an append-copy with a key needs, and of merging all rows. */
  readonly look: number;
  readonly merge: number;
}

/**
 * `rows` of one day's partition in so many equal publications. Each reads its own rows in staging, and in the table what
 * the ones before it have brought.
 */
export function queriesOfADay(rows: number, publications: number): DayOfQueries {
  const read = rows * (1 + (publications - 1) / 2);
  return { publications, look: queryCost(read * KEY_BYTES), merge: queryCost(read * ROW_BYTES) };
}

/** How many bytes BigQuery counts for one of Parquet. */
export function logicalShare(parquetBytesPerRow: number): number {
  return ROW_BYTES / parquetBytesPerRow;
}
