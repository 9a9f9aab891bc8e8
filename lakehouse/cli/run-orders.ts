import { concurrently } from "../run/concurrently.ts";
import { type Done, processDrop, type Tools } from "../run/process.ts";
import { dropLine } from "../run/view/drops.ts";
import { styled, text } from "../run/view/text.ts";
import type { Context } from "./command.ts";
import type { PlannedOrder } from "./orders.ts";

/** What became of one order: a report, or a fault of ours. */
export type Outcome = { readonly order: PlannedOrder } & ({ readonly done: Done } | { readonly fault: Error });

interface Running {
  readonly write: boolean;
  /** Drops at a time: one more than children, so that none waits for files to be moved. */
  readonly most: number;
  readonly context: Pick<Context, "output" | "signal">;
}

/** Runs drops side by side; a line for each as it is done, results in their order. One's fault is never another's. */
export async function runOrders(
  tools: Tools,
  orders: readonly PlannedOrder[],
  { write, most, context }: Running,
): Promise<Outcome[]> {
  const { output, signal } = context;
  let done = 0;
  const show = (shown: string, units: string) =>
    output.progress(text`${done} of ${orders.length} drops done, ${shown}${units}`);
  const outcomes = await concurrently(orders, most, async (order): Promise<Outcome> => {
    try {
      signal.throwIfAborted();
      show(order.shown, "");
      const onProgress = (part: number, units: number) =>
        show(order.shown, units > 1 ? `: unit ${part} of ${units}` : "");
      const result = await processDrop(tools, order.plan, order, { write, onProgress, signal });
      done += 1;
      if (orders.length > 1) output.print(dropLine(order.shown, result.report, result.alreadyDone));
      return { order, done: result };
    } catch (error) {
      const fault = error instanceof Error ? error : new Error(String(error));
      if (!signal.aborted) output.note(text`${styled("bad", "fault")} ${order.shown}: ${fault.message}`);
      return { order, fault };
    }
  });
  output.progress(null);
  signal.throwIfAborted();
  return outcomes;
}
