import { grouped } from "../view/numbers.ts";
import { type Markup, markup, prose } from "./markup.ts";
import type { CheckLine } from "./state.ts";
import { type Column, table } from "./table.ts";
import { pill, type Tone, time } from "./words.ts";

const tones: Readonly<Record<CheckLine["outcome"], Tone>> = {
  failed: "bad",
  crashed: "bad",
  warned: "warn",
  "not run": "calm",
  passed: "good",
};
const gravity = Object.keys(tones);

/** What checks found in the tables themselves, after the last publication that was checked: the worst first. */
export function checksOf(checks: readonly CheckLine[]): Markup {
  const sorted = checks.toSorted((a, b) => gravity.indexOf(a.outcome) - gravity.indexOf(b.outcome));
  return table("Checks after publication", columns, sorted, ["check", "checks"]);
}

const columns: readonly Column<CheckLine>[] = [
  { title: "Check", kind: "main", cell: about },
  { title: "Asked", kind: "short", cell: ({ checked }) => time(checked) },
  { title: "Outcome", kind: "short", cell: ({ outcome }) => pill(tones[outcome], outcome) },
  { title: "Dataset", kind: "text", cell: ({ dataset }) => dataset },
  { title: "Measured", kind: "number", cell: ({ measured }) => unbroken(measured ?? "–") },
  { title: "Allowed", kind: "text", cell: ({ allowed }) => unbroken(allowed) },
  { title: "Publication", kind: "number", cell: ({ publication }) => grouped(publication) },
  { title: "Did not hold", kind: "text", cell: ({ asked, unmet }) => `${grouped(unmet)} of ${grouped(asked)}` },
];

/** A number and its unit on one line. */
function unbroken(words: string): string {
  return words.replaceAll(" %", "\u00a0%");
}

function about({ id, severity, outcome, description, note }: CheckLine): Markup {
  return markup`<code>${id}</code> <span class="severity ${outcome === "passed" ? "info" : severity}">${severity}</span><p class="reason">${prose(description)}</p>
${note !== null && markup`<p class="quiet">${prose(note)}</p>`}`;
}
