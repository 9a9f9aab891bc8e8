import { grouped } from "../../lakehouse/run/view/numbers.ts";
import { lastRoundFiles, parquet } from "./files.ts";
import type { Evidence, Finding } from "./invariant.ts";
import { originalsOf } from "./originals.ts";

const KEY = "regexp_extract(filename, '/([0-9a-f]{24})[./]', 1)";

/**
 * Drop by drop: every row of the original is among the good ones or in quarantine, and in one of them alone. `whole` is
 * the row as one value where the contract has exact duplicates left out; null: they are kept. Originals that nobody can
 * read, and copies, have left nothing.
 */
export async function rowsAreConserved(evidence: Evidence, dataset: string, whole: string | null): Promise<Finding> {
  const read = (await originalsOf(evidence, dataset)).filter((original) => original.whole && !original.copy);
  const good = await lastRoundFiles(evidence, "staging", dataset);
  const bad = await lastRoundFiles(evidence, "quarantine", dataset);
  const [row] = await evidence.sql.rows(`
    WITH arrived AS (
      SELECT ${KEY} AS key, count(*) AS n, ${whole ? `count(*) - count(DISTINCT ${whole})` : "0"} AS twice
      FROM ${parquet(read.map(({ path }) => path))} GROUP BY ALL
    ), placed AS (
      SELECT ${KEY} AS key, true AS good, sluice_row AS row FROM ${parquet(good)}
      ${bad.length > 0 ? `UNION ALL SELECT ${KEY}, false, _row FROM ${parquet(bad)}` : ""}
    ), counted AS (
      SELECT key, count(*) FILTER (good) AS good, count(*) FILTER (NOT good) AS bad, count(DISTINCT row) AS rows
      FROM placed GROUP BY ALL
    )
    SELECT sum(n) AS arrived, sum(good) AS good, sum(bad) AS bad, sum(twice) AS twice,
      count(*) FILTER (n = rows + twice AND rows = good + bad) AS right, count(*) AS drops
    FROM arrived FULL JOIN counted USING (key)`);
  const count = (name: string) => Number(row?.[name] ?? 0);
  const twice = count("twice") > 0 ? ` + ${grouped(count("twice"))} said twice` : "";
  return {
    holds: count("right") === count("drops") && count("drops") === read.length && read.length > 0,
    found: `${grouped(count("arrived"))} rows of ${read.length} originals = ${grouped(count("good"))} good + ${grouped(count("bad"))} in quarantine${twice}`,
  };
}
