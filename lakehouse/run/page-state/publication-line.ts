import type { Publication } from "../../ledger/publication.ts";
import type { PublicationLine } from "../page/state.ts";

const nothing = { loaded: 0, duplicates: 0, updated: 0, replaced: 0, bytesScanned: 0 };

export function publicationLine(publication: Publication, flags: string): PublicationLine {
  const { number, state, drops, decision, counts, created, committed, jobs } = publication;
  const done = state === "DONE" ? decision : null;
  const { loaded, duplicates, updated, replaced, bytesScanned } = counts ?? nothing;
  return {
    number,
    state,
    drops: drops.length,
    partitions: {
      appended: done?.append.flat().length ?? 0,
      merged: done?.merge.length ?? 0,
      replaced: done?.replace.length ?? 0,
    },
    loaded,
    duplicates,
    updated,
    replaced,
    bytesScanned,
    created,
    committed,
    jobs: Object.values(jobs),
    note: noteOf(publication, flags),
  };
}

function noteOf({ dataset, stuck, abort, state }: Publication, flags: string): string | null {
  if (stuck && state !== "DONE" && state !== "ABORTED") {
    return `${stuck.reason} → ${stuck.cure}: npx sluice ledger resume ${dataset}${flags}`;
  }
  if (!abort) return null;
  const { culprits, limit, message } = abort;
  const next = limit === null ? `held: ${culprits.join(", ")}` : `next it is tried with at most ${limit} drops`;
  return `the warehouse refused to load it (${message}); ${next}`;
}
