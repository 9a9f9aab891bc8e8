import type { Granularity } from "../contract/contract.ts";

/** strftime texts of BigQuery's partition ids, the part after `$` in `table$20261120`. */
export const PARTITION_FORMATS: Readonly<Record<Granularity, string>> = {
  HOUR: "%Y%m%d%H",
  DAY: "%Y%m%d",
  MONTH: "%Y%m",
  YEAR: "%Y",
};

/** VARCHAR of the partition that a value at `ref` falls into, in UTC. */
export function partitionIdSql(granularity: Granularity, ref: string): string {
  return `strftime(${ref}, '${PARTITION_FORMATS[granularity]}')`;
}
