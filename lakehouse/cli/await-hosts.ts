import { awaitHanded } from "../run/await-jobs.ts";
import type { Handed } from "../run/launch.ts";
import type { Tools } from "../run/tools.ts";
import { dropLine } from "../run/view/drops.ts";
import { countOf } from "../run/view/numbers.ts";
import { styled, text } from "../run/view/text.ts";
import type { Context } from "./command.ts";
import { type Outcome, type Running, workedOf } from "./run-jobs.ts";

/** Waits for launched hosts; what became of their drops stands in the place of the outcomes that were not over. */
export async function awaitHosts(
  tools: Tools,
  outcomes: readonly Outcome[],
  handed: readonly Handed[],
  { lines, context: { output, signal, root } }: Omit<Running, "context"> & { readonly context: Context },
): Promise<Outcome[]> {
  const over = new Map<string, (shown: string) => Outcome>();
  const present = (outcome: Outcome): Outcome => {
    const key = "end" in outcome ? outcome.end.entry?.drop.key : undefined;
    return (key !== undefined && over.get(key)?.(outcome.shown)) || outcome;
  };
  const shownAs = new Map(
    outcomes.flatMap((one) => ("end" in one && one.end.entry ? [[one.end.entry.drop.key, one.shown]] : [])),
  );
  await awaitHanded(tools, handed, {
    signal,
    onWait: (job, reports, drops) => output.progress(text`waiting for job ${job} (${reports} of ${drops} reports)`),
    onSilent: (job, drops, { place, lines: said }) => {
      const left = text`job ${job} ended without a report of ${countOf(drops, "drop")}`;
      output.note(text`${styled("warn", "no report")}: ${left} → its log says why: ${place} in ${root.lake}`);
      for (const line of said) output.note(styled("dim", text`  ${line}`));
    },
    onDone: (processed) => {
      const { key, name } = processed.entry.value.drop;
      const end = { ...workedOf(processed), alreadyDone: false, dataset: processed.entry.value.dataset };
      over.set(key, (shown) => ({ shown, end: { shown, ...end } }));
      if (lines) output.print(dropLine({ shown: shownAs.get(key) ?? name, ...end }));
    },
    onFault: ({ drop }, fault) => {
      over.set(drop.key, (shown) => ({ shown, fault }));
      if (signal.aborted) return;
      output.note(text`${styled("bad", "fault")} ${shownAs.get(drop.key) ?? drop.name}: ${fault.message}`);
    },
  });
  output.progress(null);
  return outcomes.map(present);
}
