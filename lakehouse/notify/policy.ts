import { checksAfter, problemsLeft } from "./checked.ts";
import { nextDigestAfter } from "./digest-time.ts";
import { gradeOf } from "./facts.ts";
import type { Finding } from "./findings.ts";
import {
  awaitedDay,
  failing,
  healthyAt,
  isWithin,
  MISSING,
  problemId,
  problemsOf,
  QUIET,
  REMINDER,
  recovered,
  worstOf,
} from "./health.ts";
import type { Health, Kind } from "./message.ts";
import { addresses } from "./recipients.ts";
import type { RunStory } from "./story.ts";

// Who is told what, and when. Nothing is dropped: what is not told at once is noted for a digest. docs/mails.md says
// the same in words.

/** So much greater a share is worse. */
const WORSE = 2;

export type News = "new" | "worse" | "again" | "decided" | "over";

export interface Decision {
  readonly kind: Kind;
  readonly news: News;
  /** What is new or worse, by id. */
  readonly ids: readonly string[];
  /** Told at once; empty: nobody. */
  readonly to: readonly string[];
  readonly later: { readonly to: readonly string[]; readonly due: string } | null;
  readonly health: Health;
}

type Story = Pick<
  RunStory,
  "plan" | "now" | "drops" | "checked" | "stuck" | "waiting" | "missing" | "published" | "health"
>;

/** Null: there is nothing to tell. */
export function decide(story: Story, findings: readonly Finding[]): Decision | null {
  const before = story.health ?? healthyAt(story.now);
  const published = findings.filter(({ kind }) => kind === "published");
  const grades = [...story.drops.map(gradeOf), ...published.map(({ severity }) => severity)];
  if (newlyStuck(story, before)) return decideStandstill(story, before, findings, "stuck");
  if (story.waiting) return decideStandstill(story, before, findings, "waiting");
  if (grades.includes("error")) return decideErrors(story, before, findings);
  if (newlyMissing(story, before).length > 0) return decideMissing(story, before);
  if (grades.includes("news")) return decideNews(story, before);
  if (endsFailure(story, before)) return decideRecovered(story, before, findings);
  if (grades.includes("warning")) return decideWarnings(story, before, findings);
  return null;
}

/** A publication that was resumed may get stuck again, for another reason: only `since` tells the two apart. */
function newlyStuck({ stuck }: Story, before: Health): boolean {
  return stuck !== null && (stuck.number !== before.stuck?.number || stuck.since !== before.stuck.since);
}

function newlyMissing({ missing }: Story, before: Health): string[] {
  return missing.map(({ day }) => day).filter((day) => !before.missing.includes(day));
}

function decideErrors(story: Story, before: Health, findings: readonly Finding[]): Decision {
  const problems = problemsOf(findings);
  const quiet = isWithin(QUIET, before.mailed.error, story.now);
  // A failure that comes back within the hour is no news: flapping would cost two mails each time.
  const known = before.state === "failing" ? problemsLeft(story, before) : quiet ? before.problems : [];
  const shares = new Map(known.map(({ id, share }) => [id, share]));
  const fresh = problems.filter(({ id }) => !shares.has(id));
  const worse = problems.filter(({ id, share }) => share >= WORSE * (shares.get(id) ?? 1));
  const waits = story.drops.some((drop) => gradeOf(drop) === "error" && drop.outcome !== "committed");
  const reminds = !isWithin(waits ? QUIET : REMINDER, before.mailed.error, story.now);
  const atOnce = fresh.length > 0 || worse.length > 0 || reminds;
  const health: Health = {
    ...failing(before, story.now),
    problems: atOnce ? worstOf([...known, ...problems]) : known,
    told: atOnce || (before.state === "failing" && before.told),
  };
  const soon = quiet && (waits || before.state === "healthy");
  const due = soon ? later(before.mailed.error ?? story.now, QUIET) : nextDigestAfter(story.now);
  const news: News = fresh.length > 0 ? "new" : worse.length > 0 ? "worse" : "again";
  const ids = (news === "new" ? fresh : worse).map(({ id }) => id);
  return told(story, { kind: "error", news, ids, grade: "error", atOnce, due, health });
}

function decideStandstill(
  story: Story,
  before: Health,
  findings: readonly Finding[],
  kind: "stuck" | "waiting",
): Decision {
  const problems = problemsOf(findings);
  const state = { ...failing(before, story.now), problems: worstOf([...before.problems, ...problems]), told: true };
  const health = problems.length > 0 ? state : before;
  const due = nextDigestAfter(story.now);
  return told(story, { kind, news: "new", grade: "error", atOnce: true, due, health });
}

/** A failure, so that whoever was told hears when the drop comes after all. */
function decideMissing(story: Story, before: Health): Decision {
  const problems = worstOf([...before.problems, { id: MISSING, share: 1 }]);
  const health = { ...failing(before, story.now), problems, told: true };
  const due = nextDigestAfter(story.now);
  return told(story, { kind: "missing", news: "new", grade: "error", atOnce: true, due, health });
}

/** A person decided or replayed: those who were told of the drop are told how it went. */
function decideNews(story: Story, before: Health): Decision {
  const health = endsFailure(story, before) ? recovered(story.now, before) : before;
  const due = nextDigestAfter(story.now);
  return told(story, { kind: "replay", news: "decided", grade: "error", atOnce: true, due, health });
}

/** A new drop is as it should be, or all checks after publication hold, while the dataset counts as failing or its publication as standing still. */
export function endsFailure(story: Story, before: Health): boolean {
  const { drops, checked, stuck, waiting } = story;
  const stood = before.stuck !== null || hasWaited(story);
  if (stuck !== null || waiting !== null || (before.state === "healthy" && !stood)) return false;
  if (checksAfter(story, before).failing.length > 0) return false;
  const left = before.state === "failing" ? problemsLeft(story, before).length : 0;
  const awaited = awaitedDay(before) ?? "";
  // Of a derived table there are no drops: that it is published is told by its checks.
  if (checked.length > 0 && left === 0) return true;
  return drops.some(
    ({ outcome, round, replayOf, arrivalDay }) =>
      outcome === "committed" && round === 1 && replayOf === null && arrivalDay >= awaited,
  );
}

/** The publication of which was told that it waits has ended. */
function hasWaited({ health, published }: Story): boolean {
  return health?.waiting !== undefined && published >= health.waiting.number;
}

function decideRecovered(story: Story, before: Health, findings: readonly Finding[]): Decision {
  const health = { ...recovered(story.now, before), warnings: findings.map(problemId).sort() };
  const atOnce = before.told || before.stuck !== null || hasWaited(story);
  const due = nextDigestAfter(story.now);
  return told(story, { kind: "recovered", news: "over", grade: "error", atOnce, due, health });
}

function decideWarnings(story: Story, before: Health, findings: readonly Finding[]): Decision {
  const ids = findings.map(problemId);
  const isNew = ids.some((id) => !before.warnings.includes(id));
  const atOnce = isNew || !isWithin(REMINDER, before.mailed.warning, story.now);
  const health = { ...before, warnings: [...new Set([...before.warnings, ...ids])].sort() };
  const due = nextDigestAfter(story.now);
  return told(story, { kind: "warning", news: isNew ? "new" : "again", grade: "warning", atOnce, due, health });
}

interface Way {
  readonly kind: Kind;
  readonly news: News;
  readonly ids?: readonly string[];
  readonly grade: "error" | "warning";
  readonly atOnce: boolean;
  /** When the digest is due that tells what is not told at once. */
  readonly due: string;
  readonly health: Health;
}

function told(story: Story, { kind, news, ids = [], grade, atOnce, due, health }: Way): Decision {
  const { plan, now, stuck } = story;
  const paced = (pace: "immediate" | "daily") => addresses(plan, (digest) => digest[grade] === pace);
  const to = atOnce ? paced("immediate") : [];
  const { waiting: _before, ...after } = health;
  const waiting = waitingTold(story);
  const rest = atOnce ? paced("daily") : addresses(plan, () => true);
  return {
    kind,
    news,
    ids,
    to,
    later: rest.length > 0 ? { to: rest, due: atOnce ? nextDigestAfter(now) : due } : null,
    health: {
      ...after,
      ...(waiting && { waiting }),
      mailed: to.length > 0 ? { ...health.mailed, [grade]: now } : health.mailed,
      // That no drop came says nothing of publications: their end is still to be told.
      stuck: kind === "missing" ? health.stuck : stuck && { number: stuck.number, since: stuck.since },
      missing: [...health.missing, ...newlyMissing(story, health)].sort().slice(-30),
      checks: checksAfter(story, story.health ?? health),
      published: Math.max(health.published ?? 0, story.health?.published ?? 0, story.published),
    },
  };
}

/** Each cause once: a publication may wait for one thing after another, and for the first again. */
function waitingTold(story: Story): Health["waiting"] {
  const { waiting, health } = story;
  const before = hasWaited(story) ? undefined : health?.waiting;
  if (!waiting) return before;
  const codes = before?.number === waiting.number ? before.codes : [];
  return { number: waiting.number, codes: [...codes, waiting.code] };
}

function later(instant: string, milliseconds: number): string {
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}
