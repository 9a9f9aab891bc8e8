import type { DropStory } from "./story.ts";

/** How much a drop matters: `error` is told as an error, `warning` as a warning; `news`: a person decided, or replayed. */
export type Grade = "error" | "warning" | "news" | "none";

export function gradeOf(drop: DropStory): Grade {
  const { outcome, report, decidedBy } = drop;
  switch (outcome) {
    case "duplicate":
    case "superseded":
      return "none";
    case "rejected":
      return decidedBy === null ? "error" : "news";
    case "committed": {
      if (drop.replayOf || drop.round > 1) return "news";
      const errors = (report?.rows.quarantined ?? 0) > 0;
      if (errors) return "error";
      if (report?.verdict === "ready with warnings") return "warning";
      return "none";
    }
    default:
      return "error";
  }
}

/**
 * What is to be told of a drop, or null. It depends on nothing but the drop's own fate, whatever else is told with it
 * and when: the set of all facts is the same however often the chain was interrupted.
 */
export function factOf(drop: DropStory): string | null {
  const grade = gradeOf(drop);
  if (grade === "none") return null;
  return `${factWord(drop, grade)} ${drop.key} ${drop.round}`;
}

function factWord(drop: DropStory, grade: Grade): string {
  if (drop.outcome !== "committed") return drop.outcome;
  if (drop.replayOf) return "replayed";
  return { error: "quarantined", warning: "warned", news: "released", none: "" }[grade];
}
