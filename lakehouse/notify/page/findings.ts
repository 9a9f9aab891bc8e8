import { shapeOf, withoutValues } from "../../plan/words-redact.ts";
import type { Finding, FoundSample } from "../findings.ts";
import { findingHistory, findingRuns } from "../history.ts";
import type { Note } from "../message.ts";
import type { FindingView, SampleView, Section } from "../page.ts";
import type { RunStory } from "../story.ts";
import { allowedWords, briefWords, countOf, grouped, measuredWords, shareWords } from "../words/numbers.ts";
import { type Said, say, sayValue } from "../words/say.ts";
import { sparkline } from "../words/sparkline.ts";
import { cut, visible } from "../words/visible.ts";
import { fileOf } from "./names.ts";

const SHOWN = 8;

const EFFECTS: Readonly<Record<Finding["effect"], string>> = {
  quarantined: "rows quarantined",
  kept: "rows kept",
  held: "holds the drop",
  refused: "not loaded",
  noted: "",
  unknown: "",
};

/** What failed, errors before warnings; what is left out is grouped. */
export function findingsSection(findings: readonly Finding[], story: RunStory): Section[] {
  if (findings.length === 0) return [];
  const shown = findings.slice(0, SHOWN);
  const left = findings.length - shown.length;
  return [
    {
      kind: "findings",
      title: say`What failed`,
      findings: shown.map((finding) => findingView(finding, story, details(finding, story))),
      more: left > 0 ? say`and ${countOf(left, "more", "more")}, listed in the report` : null,
    },
  ];
}

export function findingView(finding: Finding, story: RunStory, saidOfIt: readonly Said[]): FindingView {
  const several = new Set(story.drops.map(({ name }) => name)).size > 1;
  return {
    severity: finding.severity,
    id: say`${finding.id}`,
    description: say`${describe(finding, 240)}`,
    measured: measured(finding),
    share: finding.kind === "rule" ? say`${shareWords(finding.failed, finding.of, finding.threshold)}` : null,
    details: saidOfIt,
    trend: trend(finding, story),
    impact: finding.businessImpact === null ? null : say`${cut(finding.businessImpact, 240)}`,
    samples: finding.samples.map((sample) => sampleView(finding, sample, several)),
  };
}

/** Reasons come from engines and services, which quote values; the contract's own words, and those of columns, do not. */
function describe({ kind, id, description }: Finding, characters: number): string {
  const foreign = kind === "reason" && !id.startsWith("COLUMN");
  return cut(foreign ? withoutValues(description) : description, characters);
}

function measured({ kind, failed, measured: found, threshold, where }: Finding): Said {
  if (kind === "rule") return say`${countOf(failed, "row")}`;
  if (kind === "reason") return where.length > 1 ? say`${countOf(where.length, "drop")}` : say``;
  if (found === null) return kind === "published" ? say`not measured` : say`not run`;
  return say`${threshold ? measuredWords(found, threshold) : grouped(found)}`;
}

function details(finding: Finding, story: RunStory): Said[] {
  const { kind, threshold, effect, note, where } = finding;
  const runs = findingRuns(finding, story);
  const drops = where.length;
  return [
    ...(kind === "reason" ? [] : [say`allowed: ${allowedWords(threshold)}`]),
    ...(EFFECTS[effect] === "" || (kind === "check" && effect === "kept") ? [] : [say`${EFFECTS[effect]}`]),
    ...(kind !== "reason" && drops > 1 ? [say`in ${drops} drops`] : []),
    ...(runs > 1 ? [say`${ordinal(runs)} run in a row`] : []),
    ...(note === null ? [] : [say`${cut(withoutValues(note), 240)}`]),
  ];
}

function trend(finding: Finding, story: RunStory): FindingView["trend"] {
  const history = findingHistory(finding, story);
  if (history.length === 0) return null;
  const percent = finding.kind === "rule" || finding.threshold?.unit === "percent";
  const scale = finding.kind === "rule" ? 100 : 1;
  const words = history.map((value) => (value === null ? "unknown" : briefWords(value * scale)));
  const runs = finding.kind === "published" ? "publications" : "runs";
  return {
    line: sparkline(history),
    words: say`last ${history.length} ${runs}${percent ? " in %" : ""}: ${words.join(", ")}`,
  };
}

function sampleView(
  { path: of, masked }: Finding,
  { name, row, path, value }: FoundSample,
  several: boolean,
): SampleView {
  const where = path === "" || path === of ? say`` : say` ${path}`;
  const place = say`${several ? `${fileOf(name)} ` : ""}row ${row}`;
  // Of a rule over the whole row nobody can tell here which part is classified.
  if (masked && of === null) return { place, value: say`(masked)` };
  const shown = masked && value !== null ? sayValue(shapeOf(value)) : sayValue(value);
  return { place: say`${place}${where}`, value: masked ? say`${shown} masked` : shown };
}

export function ordinal(number: number): string {
  const end = number % 100 > 10 && number % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return `${number}${end}`;
}

/** For a digest: a finding in strings that were made visible. */
export function noteFinding(finding: Finding): Note["findings"][number] {
  const share = finding.kind === "rule" ? ` (${shareWords(finding.failed, finding.of, finding.threshold)})` : "";
  return {
    id: visible(finding.id),
    severity: finding.severity,
    description: visible(describe(finding, 160)),
    measured: `${measured(finding).said}${share}`,
    allowed: finding.kind === "reason" ? "" : visible(allowedWords(finding.threshold)),
  };
}
