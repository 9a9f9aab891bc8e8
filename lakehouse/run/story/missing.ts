import { listEntries, readableEntries } from "../../ledger/entries.ts";
import { lastPublication } from "../../ledger/log.ts";
import type { Health } from "../../notify/message.ts";
import type { MissingDay, RunStory } from "../../notify/story.ts";
import { bucketName } from "../../plan/cloud/names.ts";
import { LOCAL } from "../../plan/environment.ts";
import type { ExpectedArrival } from "../../plan/expected-arrivals.ts";
import { landingName } from "../../plan/landing-name.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Objects } from "../../ports.ts";
import { finishedAfter } from "./finished.ts";

export interface Watching {
  readonly objects: Objects;
  /** Google Cloud project, part of buckets' names. */
  readonly project: string;
  /** Behind each command that a mail prints. */
  readonly flags?: string | undefined;
}

/** Null: all that is due has come. What drops and publications are to be told of is not in it: each has its own message. */
export async function missingStory(
  tools: Watching,
  plan: Plan,
  due: readonly ExpectedArrival[],
  { now, health }: Pick<RunStory, "now" | "health">,
): Promise<RunStory | null> {
  const { objects, flags = "" } = tools;
  const missing = await withoutDrops(tools, plan, due);
  const [first] = missing;
  if (!first) return null;
  return {
    plan,
    flags,
    now,
    drops: [],
    publications: [],
    past: [],
    stillHeld: [],
    checked: [],
    checkedBefore: [],
    stuck: null,
    waiting: null,
    published: await publishedBefore(objects, plan.dataset, health),
    missing,
    cameLast: await lastBefore(objects, plan.dataset, first.day),
    health,
  };
}

async function withoutDrops(
  { objects, project }: Watching,
  { dataset, environment, landing }: Plan,
  due: readonly ExpectedArrival[],
): Promise<MissingDay[]> {
  const bucket = environment === LOCAL.id ? "landing" : bucketName({ project, id: environment }, "landing");
  const missing: MissingDay[] = [];
  for (const { day, deadline } of due) {
    if (landing === null || (await listEntries(objects, dataset, day)).length > 0) continue;
    missing.push({ day, expectedBy: timeOn(day, deadline), object: landingName(landing, day), bucket });
  }
  return missing;
}

/** `06:00 UTC`; with its day, if that is another one. */
function timeOn(day: string, deadline: string): string {
  const time = `${deadline.slice(11, 16)} UTC`;
  return deadline.startsWith(day) ? time : `${deadline.slice(0, 10)} ${time}`;
}

/** Publications of before do not end what begins here; those that must end what began before are still to be told. */
async function publishedBefore(objects: Objects, dataset: string, health: Health | null): Promise<number> {
  const open = health !== null && (health.state === "failing" || health.stuck !== null || health.waiting !== undefined);
  if (open) return 0;
  const last = (await lastPublication(objects, dataset))?.value ?? null;
  return (await finishedAfter(objects, dataset, (last?.number ?? 0) - 1, last)).upTo;
}

async function lastBefore(objects: Objects, dataset: string, day: string): Promise<RunStory["cameLast"]> {
  const earlier = (await listEntries(objects, dataset)).filter((place) => place.day < day);
  const newest = earlier.at(-1)?.day;
  const { entries } = await readableEntries(objects, earlier.filter((place) => place.day === newest).slice(-50));
  const drops = entries.filter(({ value }) => value.origin === null).map(({ value }) => value.drop);
  return drops.toSorted((a, b) => Date.parse(a.arrived) - Date.parse(b.arrived)).at(-1) ?? null;
}
