import type { Finding } from "./findings.ts";
import type { Health } from "./message.ts";

const HOUR = 3_600_000;
/** After a mail about errors, more of the same kind is summed up for so long. */
export const QUIET = HOUR;
/** What goes on and does not get worse is told again after this long. */
export const REMINDER = 20 * HOUR;

export function healthyAt(now: string): Health {
  return {
    state: "healthy",
    since: now,
    problems: [],
    told: false,
    mailed: { error: null, warning: null },
    warnings: [],
    stuck: null,
    missing: [],
    checks: { upTo: 0, failing: [] },
  };
}

export function failing(before: Health, now: string): Health {
  return { ...before, state: "failing", since: before.state === "failing" ? before.since : now };
}

/** What was told of within the hour is remembered, since its return would be no news; a day that misses its drop does not return. */
export function recovered(now: string, { mailed, missing, problems, dags }: Health): Health {
  const known = isWithin(QUIET, mailed.error, now) ? problems.filter(({ id }) => id !== MISSING) : [];
  return { ...healthyAt(now), mailed, missing, problems: known, ...(dags && { dags }) };
}

/** Among the problems of a failure: a drop did not come. No rule or check is called so. */
export const MISSING = "(missing drop)";

/** The latest day whose drop is waited for; of earlier ones nobody waits any more. Null: no drop is missing. */
export function awaitedDay({ problems, missing }: Pick<Health, "problems" | "missing">): string | null {
  return problems.some(({ id }) => id === MISSING) ? (missing.at(-1) ?? null) : null;
}

export function problemsOf(findings: readonly Finding[]): Health["problems"] {
  return findings
    .filter(({ severity }) => severity === "error")
    .map((finding) => ({ id: problemId(finding), share: finding.share }));
}

/** What is compared with what was told before: that a check could not be asked is other news than that it does not hold. */
export function problemId({ id, effect }: Pick<Finding, "id" | "effect">): string {
  return effect === "unknown" ? unknownId(id) : id;
}

function unknownId(id: string): string {
  return `${id} (not measured)`;
}

/** Without what these checks were told to be. */
export function withoutChecks(problems: Health["problems"], checks: ReadonlySet<string>): Health["problems"] {
  const gone = new Set([...checks].flatMap((id) => [id, unknownId(id)]));
  return problems.filter(({ id }) => !gone.has(id));
}

export function worstOf(problems: Health["problems"]): Health["problems"] {
  const worst = new Map<string, number>();
  for (const { id, share } of problems) worst.set(id, Math.max(share, worst.get(id) ?? 0));
  return [...worst].map(([id, share]) => ({ id, share })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function isWithin(span: number, since: string | null, now: string): boolean {
  return since !== null && Date.parse(now) - Date.parse(since) < span;
}
