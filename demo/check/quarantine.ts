import { grouped } from "../../lakehouse/run/view/numbers.ts";
import { lastRoundFiles, parquet } from "./files.ts";
import type { Evidence, Finding } from "./invariant.ts";
import { originalsOf } from "./originals.ts";

const TABLE = "warehouse.local_consumption.device_pings_v1";
const KEY = "regexp_extract(filename, '/([0-9a-f]{24})[./]', 1)";

/** A row that was set aside is in the table only if a replay brought it in, and then once. */
export async function quarantineIsShut(evidence: Evidence): Promise<Finding> {
  const bad = await lastRoundFiles(evidence, "quarantine", "device_pings");
  const replays = (await originalsOf(evidence, "device_pings")).filter(({ replay }) => replay);
  const [row] = await evidence.sql.rows(`
    WITH aside AS (SELECT ${KEY} AS key, _object, _generation, _row FROM ${parquet(bad)}),
    brought AS (
      SELECT ping_id, _object, _generation, _row FROM ${parquet(replays.map(({ path }) => path))}
    ), waiting AS (FROM aside ANTI JOIN brought USING (_object, _generation, _row))
    SELECT (SELECT count(*) FROM waiting) AS waiting, (SELECT count(*) FROM brought) AS brought,
      (SELECT count(*) FROM waiting JOIN ${TABLE} AS t ON key = t.sluice_drop AND _row = t.sluice_row) AS leaked,
      (SELECT count(*) FROM brought JOIN ${TABLE} USING (ping_id)) AS arrived,
      (SELECT count(*) FROM aside) - (SELECT count(*) FROM (SELECT DISTINCT _object, _generation, _row FROM brought)) AS left`);
  const count = (name: string) => Number(row?.[name] ?? Number.NaN);
  return {
    holds: count("leaked") === 0 && count("arrived") === count("brought") && count("left") === count("waiting"),
    found: `${grouped(count("waiting"))} rows wait, ${grouped(count("brought"))} came in by replays`,
  };
}
