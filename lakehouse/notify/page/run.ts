import { countRows, type RowCounts } from "../counts.ts";
import { gradeOf } from "../facts.ts";
import { dropFindings, type Finding } from "../findings.ts";
import type { Kind } from "../message.ts";
import type { Page, Tone } from "../page.ts";
import type { Decision } from "../policy.ts";
import type { RunStory } from "../story.ts";
import { countOf, daysWords } from "../words/numbers.ts";
import { type Said, say } from "../words/say.ts";
import { causesSection } from "./causes.ts";
import { countsView } from "./counts.ts";
import { dropsSection, heldSection, standstillSection } from "./drops.ts";
import { findingsSection } from "./findings.ts";
import { footOf } from "./foot.ts";
import { linkSection } from "./link.ts";
import { missingSection } from "./missing.ts";
import { subjectOf } from "./names.ts";
import { newsOf } from "./news.ts";
import { partitionDays } from "./partitions.ts";
import { publishedSections } from "./published.ts";
import { stateOf } from "./state.ts";
import { stepsSections } from "./steps.ts";
import { decidedWords, summaryOf } from "./summary.ts";

const TAGS: Readonly<Record<Exclude<Kind, "replay" | "dag" | "digest">, string>> = {
  error: "ERROR",
  warning: "WARNING",
  recovered: "RECOVERED",
  stuck: "STUCK",
  waiting: "WAITING",
  missing: "MISSING",
};

/** How loud the tag is, whatever became of the rows. */
const TAG_TONES: Readonly<Record<Kind, Tone>> = {
  error: "bad",
  stuck: "bad",
  waiting: "bad",
  missing: "bad",
  dag: "bad",
  warning: "warn",
  digest: "warn",
  replay: "good",
  recovered: "good",
};

/** The mail of one run. */
export function runPage(story: RunStory, decision: Decision): Page {
  const { plan, drops, missing, checked } = story;
  const findings = dropFindings(story);
  const counts = countRows(story);
  const { tone, word, meaning } = stateOf(story, counts, findings.length);
  const days = daysWords([
    ...drops.map(({ arrivalDay }) => arrivalDay),
    ...(drops.length === 0 ? missing.map(({ day }) => day) : []),
    ...(drops.length + missing.length === 0 ? checked.flatMap(({ partitions }) => partitionDays(partitions)) : []),
  ]);
  const tag = tagOf(decision.kind, story);
  return {
    kind: decision.kind,
    tone: decision.kind === "recovered" && story.stillHeld.length === 0 ? "good" : tone,
    tag,
    tagTone: tag === "REJECTED" || tag === "DECIDED" ? "warn" : TAG_TONES[decision.kind],
    subject: subjectOf(plan, tag, days, summaryFor(decision.kind, story, findings, counts)),
    dataset: say`${plan.dataset}`,
    days: say`${days}`,
    about: [say`${plan.contract.title}`, say`environment ${plan.environment}`],
    state: { word, meaning },
    news: newsOf(story, decision),
    counts: countsView(counts),
    sections: [
      ...standstillSection(story),
      ...missingSection(story),
      ...findingsSection(findings, story),
      ...causesSection(findings, drops),
      ...publishedSections(story),
      ...heldSection(story),
      ...stepsSections(story),
      ...dropsSection(story),
      ...linkSection(plan),
    ],
    foot: footOf(story, decision),
  };
}

function summaryFor(kind: Kind, story: RunStory, findings: readonly Finding[], counts: RowCounts): Said {
  if (kind === "recovered") return say`good again, ${recoveredWords(story, counts)}`;
  return kind === "replay" ? decidedWords(story, counts) : summaryOf(story, findings, counts);
}

function recoveredWords({ drops, stillHeld }: RunStory, { loaded, good }: RowCounts): Said {
  if (stillHeld.length > 0) return say`${countOf(stillHeld.length, "drop")} still held`;
  return drops.length === 0 ? say`all checks after publication hold` : say`${countOf(loaded ?? good, "row")} loaded`;
}

function tagOf(kind: Kind, { drops }: RunStory): string {
  if (kind === "digest" || kind === "dag") return kind.toUpperCase();
  if (kind !== "replay") return TAGS[kind];
  const news = drops.filter((drop) => gradeOf(drop) === "news");
  if (news.every(({ outcome }) => outcome === "rejected")) return "REJECTED";
  if (news.some(({ outcome }) => outcome === "rejected")) return "DECIDED";
  return news.every(({ replayOf }) => replayOf !== null) ? "REPLAYED" : "RELEASED";
}
