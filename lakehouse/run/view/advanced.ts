import { UnreadableValue } from "../../ports/values.ts";
import type { Advanced } from "../publish-all.ts";
import { problemOf } from "../verify/contradiction.ts";
import { styled, type Text, text } from "./text.ts";

/** Why a dataset's publishing did not come to its end, and what to do; nothing if it did. */
export function standstillLines({ dataset, stuck, waitingOn, fault }: Advanced): Text[] {
  const name = styled("name", dataset);
  if (fault) {
    const goesOn = "`sluice reconcile` goes on";
    const cure = fault instanceof UnreadableValue ? `${problemOf(fault).cure}; then ${goesOn}` : goesOn;
    return [text`${styled("bad", "fault")} while ${name} was published: ${fault.message} → ${cure}`];
  }
  if (stuck) {
    const { reason, cure } = stuck.stuck ?? { reason: "it is stuck", cure: "look at it" };
    const resume = `\`sluice ledger resume ${dataset}\``;
    return [text`${styled("bad", "stuck")} ${name} ${stuck.number}: ${reason} → ${cure}; then ${resume}`];
  }
  if (waitingOn) {
    return [text`${styled("warn", "waiting")} ${name}: ${waitingOn.message} → \`sluice reconcile\` goes on`];
  }
  return [];
}
