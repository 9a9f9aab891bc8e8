import { type DagNote, DagNoteSchema } from "../../plan/dag-note.ts";
import { ALL_DATASETS, DAG_NOTES, dagNotePath, refusedDagNotePath } from "../../plan/names.ts";
import { withoutValues } from "../../plan/words-redact.ts";
import { readValue, UnreadableValue } from "../../ports/values.ts";
import { type Listed, ObjectNotFound, type Objects, PreconditionFailed } from "../../ports.ts";
import type { LyingNote } from "../dags.ts";
import type { DagNoteTold, Message } from "../message.ts";
import { webPage } from "../page/link.ts";
import { cut, visible } from "../words/visible.ts";

/** A note takes less; what is larger is none. */
const MOST_BYTES = 65_536;
const LONGEST = { name: 120, message: 400 };

/** What DAGs have told and no message holds, for sure, as it lies in the outbox. */
export function listDagNotes(objects: Objects): Promise<Listed[]> {
  return objects.list(DAG_NOTES);
}

/** By age, so that what came first is told first; `unreadable`: what is no note, and why. */
export async function readDagNotes(
  objects: Objects,
  listed: readonly Listed[],
): Promise<{ readonly notes: readonly LyingNote[]; readonly unreadable: readonly (readonly [Listed, string])[] }> {
  const notes: LyingNote[] = [];
  const unreadable: (readonly [Listed, string])[] = [];
  for (const one of listed) {
    const read = await readNote(objects, one);
    if (typeof read === "string") unreadable.push([one, read]);
    else if (read) notes.push(read);
  }
  return { notes: notes.toSorted((a, b) => (a.written < b.written ? -1 : 1)), unreadable };
}

/** A text: why it is no note. Null: it is gone. */
async function readNote(objects: Objects, { name, bytes }: Listed): Promise<LyingNote | string | null> {
  const [, folder, key] = /^([^/]+)\/([0-9a-f]{24})\.json$/.exec(name.slice(DAG_NOTES.length)) ?? [];
  if (folder === undefined || key === undefined) return "its name is no note's";
  if (Number(bytes) > MOST_BYTES) return `it has ${bytes} bytes`;
  try {
    const read = await readValue(objects, name, DagNoteSchema);
    if (!read) return null;
    if ((read.value.dataset ?? ALL_DATASETS) !== folder) return "it lies in another dataset's folder";
    return { note: shownNote(read.value, key, read.generation), written: read.updated };
  } catch (error) {
    if (error instanceof UnreadableValue) return withoutValues(error.message);
    throw error;
  }
}

/** As a message keeps it: nothing in it that a mail must not say. */
function shownNote({ format: _, ...note }: DagNote, key: string, generation: string): DagNoteTold {
  const name = (text: string | null) => text && visible(cut(text, LONGEST.name));
  return {
    ...note,
    key,
    generation,
    dag: name(note.dag) ?? "",
    run: name(note.run),
    task: name(note.task),
    at: new Date(note.at).toISOString(),
    message: visible(cut(withoutValues(note.message), LONGEST.message)),
    link: webPage(note.link),
  };
}

/** Out of the way of the others. True for the one caller who did it, who tells of it. */
export async function putDagNoteAside(objects: Objects, { name, generation }: Listed): Promise<boolean> {
  const isOurs = await objects.copy({ name, generation }, refusedDagNotePath(name), { generation: "0" }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof PreconditionFailed || error instanceof ObjectNotFound) return false;
      throw error;
    },
  );
  await removeNote(objects, { name, generation });
  return isOurs;
}

/** Takes away what a message holds: another note of that name, written since, stays. */
export async function settleDagNotes(objects: Objects, { dagNotes = [] }: Pick<Message, "dagNotes">): Promise<void> {
  if (dagNotes.length === 0) return;
  const told = new Set(dagNotes.map(({ dataset, key, generation }) => `${dagNotePath(dataset, key)}#${generation}`));
  for (const listed of await listDagNotes(objects)) {
    if (told.has(`${listed.name}#${listed.generation}`)) await removeNote(objects, listed);
  }
}

async function removeNote(objects: Objects, { name, generation }: Pick<Listed, "name" | "generation">): Promise<void> {
  await objects.remove(name, { generation }).catch((error: unknown) => {
    if (!(error instanceof PreconditionFailed || error instanceof ObjectNotFound)) throw error;
  });
}
