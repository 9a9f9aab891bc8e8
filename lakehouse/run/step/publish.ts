import { listEntries, readableEntries } from "../../ledger/entries.ts";
import type { Entry } from "../../ledger/entry.ts";
import { readPublication } from "../../ledger/log.ts";
import { isFinished } from "../../ledger/publication.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Days, PublishStep } from "../../plan/step.ts";
import type { Objects } from "../../ports.ts";
import { nudge } from "../nudge.ts";
import { resumeDrop } from "../process.ts";
import { type AdvancedStep, advance } from "./advance.ts";
import { countLanded, countStates, isWithin, openDrops, unclaimed } from "./open.ts";
import { stepPublication } from "./publication.ts";
import { publishState } from "./publish-state.ts";
import { type StepTools, withoutHands } from "./tools.ts";

type Published = Pick<PublishStep, "state" | "on" | "landing" | "drops" | "publications">;

/** So many publications of the days are shown; a day rarely has more than one. */
const SHOWN = 20;

/** Submits or looks at the next job of the open publication, and says how far the days are. */
export async function publish(tools: StepTools, plan: Plan, days: Days | null): Promise<Published> {
  const hands = withoutHands(tools);
  const { objects } = tools;
  const { dataset } = plan;
  for (const entry of (await openDrops(objects, dataset, days)).entries) {
    // Of a job that has ended nothing is known here but its reports.
    if (entry.value.state === "LAUNCHED") await resumeDrop(hands, entry);
  }
  const advanced = await advance(hands, plan);
  const landed = await unclaimed(tools, plan, days);
  const open = await openDrops(objects, dataset, days);
  const { state, on } = await publishState(objects, plan, days, { advanced, unclaimed: landed.length, open });
  const over = state === "done" || state === "held";
  if ([...advanced.worked.values()].some(isFinished)) await nudge(tools, "publish", dataset); // its checks, and mails
  const entries = over && days ? await entriesOf(objects, dataset, days) : open.entries.map(({ value }) => value);
  return {
    state,
    on,
    landing: countLanded(tools, landed),
    drops: countStates({ entries: entries.map((value) => ({ value })), unreadable: open.unreadable }),
    publications: await publicationsOf(tools, dataset, advanced, over ? entries : []),
  };
}

async function entriesOf(objects: Objects, dataset: string, days: Days): Promise<Entry[]> {
  const places = (await listEntries(objects, dataset)).filter(({ day }) => isWithin(days, day));
  return (await readableEntries(objects, places)).entries.map(({ value }) => value);
}

async function publicationsOf(
  { objects, project }: StepTools,
  dataset: string,
  { progress, worked }: AdvancedStep,
  entries: readonly Entry[],
): Promise<PublishStep["publications"]> {
  const numbers = new Set([...worked.keys(), ...entries.flatMap(({ publication }) => publication ?? [])]);
  const shown = [...numbers].sort((a, b) => a - b).slice(-SHOWN);
  const running = progress.kind === "waiting" ? progress.on.jobs : [];
  const read = await Promise.all(shown.map((number) => readPublication(objects, dataset, number)));
  return read.flatMap((stored) => {
    if (!stored) return [];
    const { value } = stored;
    return [stepPublication(project, value, isFinished(value) ? [] : running)];
  });
}
