import { composeDags } from "../notify/dags.ts";
import { healthyAt } from "../notify/health.ts";
import type { Message } from "../notify/message.ts";
import { listDagNotes, putDagNoteAside, readDagNotes } from "../notify/outbox/dag-notes.ts";
import { type Addressed, allDatasets } from "../notify/recipients.ts";
import { addMessage, type Poster, tellDigest } from "../notify/tell.ts";
import { ALL_DATASETS, DAG_NOTES } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import type { Listed, Objects } from "../ports.ts";
import { settleTold } from "./tell.ts";

interface Telling {
  readonly objects: Objects;
  readonly flags?: string | undefined;
  /** Who hears of what is of no dataset; nobody: all whom contracts name. */
  readonly alertsTo?: readonly string[] | undefined;
}

export interface ToldDags {
  /** That were added to the outbox. */
  readonly messages: readonly Message[];
  readonly faults: readonly Error[];
}

/**
 * Makes messages of what DAGs have told: one for each dataset, one for what is of none that is deployed. A note is taken
 * away once a message holds it; what cannot be read is put aside, and told once as a fault. Sends nothing.
 */
export async function tellDags(telling: Telling, deployed: readonly Plan[]): Promise<ToldDags> {
  const { objects } = telling;
  const faults = await sortOut(objects);
  const folders = new Set((await listDagNotes(objects)).map(({ name }) => folderOf(name)));
  const messages: Message[] = [];
  for (const plan of deployed.filter(({ dataset }) => folders.has(dataset))) {
    messages.push(...(await post(telling, plan, (folder) => folder === plan.dataset)));
  }
  const [first] = deployed;
  if (!first) return { messages, faults };
  const ofNone = allDatasets(first.environment, telling.alertsTo ?? [], deployed);
  const known = new Set(deployed.map(({ dataset }) => dataset));
  const poster = posterOf(telling, ofNone);
  messages.push(...(await tellDigest(objects, poster)));
  if ([...folders].some((folder) => !known.has(folder))) {
    messages.push(...(await post(telling, ofNone, (folder) => !known.has(folder))));
  }
  return { messages, faults };
}

/** What cannot be read keeps nobody from the rest. */
async function sortOut(objects: Objects): Promise<Error[]> {
  const faults: Error[] = [];
  const { unreadable } = await readDagNotes(objects, await listDagNotes(objects));
  for (const [listed, why] of unreadable) {
    if (!(await putDagNoteAside(objects, listed))) continue;
    faults.push(new Error(`a DAG's note cannot be read, ${why} → look at ${listed.name} in from-dags-refused`));
  }
  return faults;
}

function folderOf(name: string): string {
  return name.slice(DAG_NOTES.length).split("/")[0] ?? ALL_DATASETS;
}

function posterOf({ objects, flags = "" }: Telling, plan: Addressed): Poster {
  return { plan, flags, settle: (message) => settleTold(objects, plan, message) };
}

function post(telling: Telling, plan: Addressed, isOurs: (folder: string) => boolean): Promise<Message[]> {
  const { objects, flags = "" } = telling;
  return addMessage(objects, posterOf(telling, plan), async ({ last }, now) => {
    // Only now: what the message before holds is gone by now.
    const lying = (await listDagNotes(objects)).filter(({ name }: Listed) => isOurs(folderOf(name)));
    const { notes } = await readDagNotes(objects, lying);
    return composeDags({ plan, flags, now, notes, health: last?.health ?? healthyAt(now) });
  });
}
