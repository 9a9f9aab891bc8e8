import { grouped } from "../lakehouse/run/view/numbers.ts";
import { table } from "../lakehouse/run/view/table.ts";
import { styled, type Text, text } from "../lakehouse/run/view/text.ts";
import type { DatasetSummary, Summary } from "./summary.ts";
import { disagreements } from "./summary.ts";

const SHOWN_RULES = 6;

const DROPS = ["dataset", "ready", "with warnings", "held", "rejected", "rows in", "good", "quarantined", "duplicates"];

/** The table at the end, the rules that rows failed, and whether the files agree. */
export function summaryView({ datasets }: Summary, width: number): Text[] {
  const columns = DROPS.map((title, index) => (index === 0 ? { title } : { title, align: "right" as const }));
  return [
    styled("bold", "Drops by verdict, and their rows"),
    ...table(columns, datasets.map(dropCells), { width, indent: 2 }),
    text``,
    ...datasets.flatMap((dataset) => ruleLines(dataset, width)),
    text`${styled("bold", "Counted again in the files themselves")}${styled("dim", "  rejected ones apart")}`,
    ...datasets.flatMap(checkedLines),
  ];
}

function dropCells({ dataset, drops, rows }: DatasetSummary): Text[] {
  const counts = [...Object.values(drops), rows.in, rows.good, rows.quarantined, rows.duplicates];
  return [
    styled("name", dataset),
    ...counts.map((count) => (count === 0 ? styled("dim", "–") : text`${grouped(count)}`)),
  ];
}

function ruleLines({ dataset, failedRules }: DatasetSummary, width: number): Text[] {
  if (failedRules.length === 0) return [];
  const shown = failedRules.slice(0, SHOWN_RULES);
  const more = failedRules.length - shown.length;
  const columns = [{ title: "rows", align: "right" as const }, { title: "rule" }, { title: "what must hold" }];
  const cells = shown.map(({ id, failed, description }) => [
    text`${grouped(failed)}`,
    styled("name", id),
    text`${description}`,
  ]);
  return [
    text`${styled("bold", text`Rules that rows of ${dataset} failed`)}${more > 0 ? styled("dim", `  the first ${SHOWN_RULES} of ${failedRules.length}`) : ""}`,
    ...table(columns, cells, { width, indent: 2 }),
    text``,
  ];
}

function checkedLines(dataset: DatasetSummary): Text[] {
  const { files, rows } = dataset;
  if (!files) return [];
  const wrong = disagreements(dataset);
  if (wrong.length > 0) return wrong.map((line) => text`  ${styled("bad", "✗")} ${line}`);
  const duplicates = rows.duplicates > 0 ? ` + ${grouped(rows.duplicates)} duplicates left out` : "";
  const sum = `${grouped(files.source)} rows read = ${grouped(files.good)} in good files + ${grouped(files.quarantined)} in quarantine${duplicates}`;
  return [text`  ${styled("good", "✓")} ${styled("name", dataset.dataset)}  ${sum}  ${styled("good", "checked")}`];
}
