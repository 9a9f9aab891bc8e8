import type { Publication } from "../ledger/publication.ts";
import { type Outcome, stuck } from "./outcome.ts";

/** BigQuery forgets job ids after about six months, and with them what was done. */
const resumableMs = 150 * 86_400_000;

/**
 * Stuck, where a job of the publication may have been forgotten: it would be run again. Null: all are remembered. A
 * resume begins a new count only where the person was told of the age, not where something else was mended.
 */
export function tooOld(publication: Publication, now: string): Outcome | null {
  const created = Date.parse(publication.created);
  const resumed = publication.resumed === undefined ? created : Date.parse(publication.resumed);
  const begun = resumed - created > resumableMs ? resumed : created;
  if (Date.parse(now) - begun <= resumableMs) return null;
  const day = new Date(begun).toISOString().slice(0, 10);
  return stuck(
    `it was begun on ${day}, and the warehouse forgets after half a year which jobs it ran`,
    isRepeatable(publication)
      ? "resume it: it is given up, and the next publication does its work"
      : "find out by the table's sluice_drop what of it is there; resume only if nothing is, else delete those rows first",
  );
}

/** It has not changed the target, or by a statement that makes whole partitions new; `resume` gives it up. */
function isRepeatable({ state, inputs }: Publication): boolean {
  return state === "PREPARED" || inputs.length > 0;
}
