import type { RowCounts } from "../counts.ts";
import type { Counts, Part } from "../page.ts";
import { countOf, shareWords } from "../words/numbers.ts";
import { type Said, say } from "../words/say.ts";

/** Rows in, and where they are; null where no row was counted. */
export function countsView(counts: RowCounts): Counts | null {
  if (counts.in === 0) return null;
  const part = (label: Said, rows: number, tone: Part["tone"]): Part => {
    const share = say`${shareWords(rows, counts.in)}`;
    return { label, number: say`${rows}`, share, fraction: rows / counts.in, tone };
  };
  const { loaded, good, duplicates, quarantined, held, refused } = counts;
  const published = counts.committedDrops > 0;
  return {
    whole: { label: say`rows in`, number: say`${counts.in}` },
    parts: [
      ...(published ? [part(loaded === null ? say`good` : say`loaded`, loaded ?? good, "good")] : []),
      ...(duplicates > 0 ? [part(say`duplicates`, duplicates, "plain")] : []),
      ...(quarantined > 0 || published ? [part(say`quarantined`, quarantined, "warn")] : []),
      ...(held > 0 ? [part(say`held`, held, "bad")] : []),
      ...(refused > 0 ? [part(say`not taken`, refused, "bad")] : []),
    ],
    notes: notes(counts),
  };
}

function notes(counts: RowCounts): Said[] {
  const { loaded, duplicates, updated, replaced, uncounted, held, heldBad } = counts;
  return [
    ...(heldBad > 0 ? [say`Of the held rows ${heldBad} are bad (${shareWords(heldBad, held)}).`] : []),
    ...(duplicates > 0 ? [say`Duplicates lost to a newer row of the same key, or are exact copies.`] : []),
    ...(updated > 0 ? [say`${countOf(updated, "row")} of the table gave way to newer ones.`] : []),
    ...(replaced > 0 ? [say`${countOf(replaced, "row")} of a former upload gave way.`] : []),
    ...(loaded === null ? [say`Good rows are loaded, or lost to newer rows of their key.`] : []),
    ...(uncounted > 0 ? [say`${countOf(uncounted, "drop")} could not be counted.`] : []),
  ];
}
