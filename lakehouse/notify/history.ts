import type { Finding } from "./findings.ts";
import { publishedRuns, publishedValues } from "./history/published.ts";
import type { PastDrop, RunStory } from "./story.ts";

const SHOWN = 7;

/** Earlier drops that were looked at; a duplicate or a superseded one says nothing of the data. */
function judged(past: readonly PastDrop[]): PastDrop[] {
  return past.filter(({ outcome }) => outcome !== "duplicate" && outcome !== "superseded");
}

/** How many runs in a row were not as they should be, this one included, and the arrival day of the first. */
export function failingRuns({ past, drops }: Pick<RunStory, "past" | "drops">): { runs: number; since: string } {
  const earlier = judged(past);
  const lastGood = earlier.findLastIndex(({ problems }) => problems.length === 0);
  const failing = earlier.slice(lastGood + 1);
  const first = failing[0] ?? drops[0];
  return { runs: failing.length + 1, since: first?.arrivalDay ?? "" };
}

type Past = Pick<RunStory, "past" | "checked" | "checkedBefore">;

/** The same of one finding; publications are the runs of what is asked after them. */
export function findingRuns(finding: Finding, story: Past): number {
  if (finding.kind === "published") return publishedRuns(finding, story);
  const earlier = judged(story.past);
  const last = earlier.findLastIndex((drop) => !had(drop, finding));
  return earlier.length - last;
}

function had({ failed, problems }: PastDrop, finding: Finding): boolean {
  return finding.kind === "rule" ? (failed[finding.id] ?? 0) > 0 : problems.includes(finding.id);
}

/** What was measured in the latest drops, this story's last; null where nothing could be measured. */
export function findingHistory(finding: Finding, story: Past): (number | null)[] {
  if (finding.kind === "reason") return [];
  if (finding.kind === "published") return publishedValues(finding, story).slice(-SHOWN);
  const earlier = judged(story.past)
    .slice(-(SHOWN - 1))
    .map((drop) => measuredBefore(drop, finding));
  if (earlier.length === 0) return [];
  return [...earlier, finding.kind === "rule" ? finding.share : finding.measured];
}

function measuredBefore({ rows, failed, measured }: PastDrop, { kind, id }: Finding): number | null {
  if (kind === "check") return measured[id] ?? null;
  return rows.in === null || rows.in === 0 ? null : (failed[id] ?? 0) / rows.in;
}
