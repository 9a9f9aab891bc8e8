import type { Objects } from "../ports.ts";
import { concurrently } from "../run/concurrently.ts";
import { lookAgain } from "../run/find-drop.ts";
import type { Processed } from "../run/process.ts";
import { type DropEnd, dropLine } from "../run/view/drops.ts";
import { shownName } from "../run/view/object-name.ts";
import { styled, text } from "../run/view/text.ts";
import type { Context } from "./command.ts";

/** Work on one drop. */
export interface Job {
  /** As the user calls the drop. */
  readonly shown: string;
  readonly dataset: string;
  work(progress: JobProgress): Promise<Worked>;
}

export interface Worked extends Pick<DropEnd, "entry" | "report" | "alreadyDone" | "drafted" | "overtaken"> {
  /** It waits to be handed over: what becomes of it is told later. */
  readonly aside?: boolean;
}

export interface JobProgress {
  readonly onProgress: (part: number, units: number) => void;
  readonly onWait: () => void;
  readonly signal: AbortSignal;
}

/** What became of it: where the drop stands, or a fault of ours. */
export type Outcome = { readonly shown: string } & ({ readonly end: DropEnd } | { readonly fault: Error });

export interface Running {
  /** Drops at a time. */
  readonly most: number;
  /** Whether each drop gets its line as it is done. */
  readonly lines: boolean;
  readonly context: Pick<Context, "output" | "signal">;
}

/** Works on drops side by side; results in their order. One's fault is never another's. */
export async function runJobs(jobs: readonly Job[], { most, lines, context }: Running): Promise<Outcome[]> {
  const { output, signal } = context;
  let done = 0;
  const show = (shown: string, more: string) =>
    output.progress(text`${done} of ${jobs.length} drops done, ${shownName(shown)}${more}`);
  const outcomes = await concurrently(jobs, most, async ({ shown, dataset, work }): Promise<Outcome> => {
    try {
      signal.throwIfAborted();
      show(shown, "");
      const { aside, ...worked } = await work({
        onProgress: (part, units) => show(shown, units > 1 ? `: unit ${part} of ${units}` : ""),
        onWait: () => show(shown, ": another worker has it, waiting until that one is done or found dead"),
        signal,
      });
      const end = { shown, dataset, ...worked };
      if (aside) return { shown, end };
      done += 1;
      if (lines) output.print(dropLine(end));
      return { shown, end };
    } catch (error) {
      const fault = error instanceof Error ? error : new Error(String(error));
      if (!signal.aborted) output.note(text`${styled("bad", "fault")} ${shownName(shown)}: ${fault.message}`);
      return { shown, fault };
    }
  });
  output.progress(null);
  signal.throwIfAborted();
  return outcomes;
}

export function workedOf({ entry, report, worked, aside }: Processed): Worked {
  return { entry: entry.value, report, alreadyDone: !worked, aside };
}

/** The same drops as the ledger has them now: a publication may have moved them on. */
export function presentOutcomes(objects: Objects, outcomes: readonly Outcome[]): Promise<Outcome[]> {
  return Promise.all(
    outcomes.map(async (outcome) => {
      if (!("end" in outcome) || !outcome.end.entry) return outcome;
      const entry = (await lookAgain(objects, outcome.end.entry)).value;
      return { ...outcome, end: { ...outcome.end, entry } };
    }),
  );
}

/** What a script reads of it. */
export function outcomeValue(outcome: Outcome): object {
  const file = outcome.shown;
  if (!("end" in outcome)) return { file, fault: outcome.fault.message };
  const { entry, report, alreadyDone } = outcome.end;
  const { state = null, publication = null, reason = null } = entry ?? {};
  return { file, alreadyDone, state, publication, reason, report };
}
