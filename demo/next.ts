import type { Report } from "../lakehouse/plan/report.ts";
import { shellWord } from "../lakehouse/run/view/shell-word.ts";
import { styled, type Text, text } from "../lakehouse/run/view/text.ts";

/** Three commands that answer what one asks next, about what this run found. */
export function nextCommands(reports: readonly Report[], lake: string): Text[] {
  const worst = reports.toSorted((a, b) => b.rows.quarantined - a.rows.quarantined)[0];
  if (!worst) return [];
  const where = `--lake ${shellWord(lake)}`;
  const query = `SELECT reason.rule, count(*) AS rows FROM (SELECT unnest(_reasons) AS reason FROM ${worst.dataset}_quarantine) GROUP BY ALL ORDER BY rows DESC`;
  return [
    styled("bold", "Try next"),
    ...[
      ["the whole report of the dirtiest drop", `npx sluice report ${worst.drop.key.slice(0, 8)} ${where}`],
      ["ask the lake: why are rows in quarantine?", `npx sluice query ${shellWord(query)} ${where}`],
      ["what Sluice does with a dataset, in words and SQL", `npx sluice plan ${worst.dataset}`],
    ].flatMap(([why, command]) => [text`  ${styled("dim", `# ${why}`)}`, text`  ${command ?? ""}`]),
  ];
}
