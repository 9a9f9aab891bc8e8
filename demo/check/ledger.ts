import type { DatasetState } from "../../lakehouse/run/page/state.ts";
import { grouped } from "../../lakehouse/run/view/numbers.ts";
import { lastRoundFiles, parquet } from "./files.ts";
import { type Evidence, type Finding, numberOf } from "./invariant.ts";
import { originalsOf } from "./originals.ts";

/** What Sluice says of a dataset, against a recount of files and table. */
export async function ledgerAgrees(evidence: Evidence, dataset: DatasetState, table: string): Promise<Finding> {
  const { name, sums, drops } = dataset;
  const originals = (await originalsOf(evidence, name)).filter(({ whole, copy }) => whole && !copy);
  const rowsOf = (files: readonly string[]) =>
    files.length === 0 ? 0 : numberOf(evidence.sql, `SELECT count(*) FROM ${parquet(files)}`);
  const uploads = await rowsOf(originals.filter(({ replay }) => !replay).map(({ path }) => path));
  const replayed = await rowsOf(originals.filter(({ replay }) => replay).map(({ path }) => path));
  const aside = (await rowsOf(await lastRoundFiles(evidence, "quarantine", name))) - replayed;
  const held = await numberOf(evidence.sql, `SELECT count(*) FROM warehouse.local_consumption.${table}`);
  const gone = drops.flatMap(({ replacedIn, rows }) => (replacedIn === null ? [] : (rows?.in ?? 0)));
  const says = [
    gone.reduce((sum, rows) => sum + rows, sums.rowsIn),
    sums.quarantined,
    sums.published - sums.updated - sums.replaced,
  ];
  const found = [uploads, aside, held];
  const adds = sums.rowsIn === sums.loaded + sums.quarantined + sums.duplicates + sums.undivided + sums.waiting;
  return {
    holds: adds && says.every((value, index) => value === found[index]),
    found: `${["rows uploaded", "in quarantine", "in the table"].map((words, index) => `${grouped(found[index] ?? 0)} ${words}`).join(", ")}${adds ? "" : "; its own figures do not add up"}`,
  };
}
