import { splice } from "../plan/quote.ts";
import { partitionRange, wholeRange } from "../plan/warehouse/partition-range.ts";
import { type Context, quoteTable, statementsOf, targetOf } from "./context.ts";
import type { Step } from "./run-job.ts";

/** In place of partition ids: every partition there is. */
export const ALL = "*";

/** The one statement that makes these partitions of a derived table new. */
export function deriveStep(context: Context, partitions: readonly string[]): Step {
  const { derive, deriveCounts } = statementsOf(context);
  if (derive === null) throw new Error(`the plan of ${context.plan.dataset} has no SQL of a derived table`);
  const target = targetOf(context.plan);
  const places = placesOf(context, partitions);
  return {
    name: "derive",
    meaning: { partitions, target, inputs: context.stored.value.inputs },
    spec: () => ({
      kind: "derive",
      from: null,
      target,
      partitions,
      formerDrops: [],
      text: splice(derive, places),
      counts: deriveCounts === null ? null : splice(deriveCounts, places),
    }),
  };
}

function placesOf(context: Context, partitions: readonly string[]) {
  const { partitionRange: template, inputRange } = statementsOf(context);
  const fill = (text: string) =>
    partitions.includes(ALL) ? wholeRange(text) : partitionRange(text, context.plan.partition.granularity, partitions);
  return {
    target: quoteTable(context, targetOf(context.plan)),
    partitionRange: fill(template),
    inputRange: inputRange === null ? "TRUE" : fill(inputRange),
  };
}
