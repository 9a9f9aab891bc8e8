import type { Query } from "./query.ts";
import { conditionNotMet, notModified } from "./refusal.ts";
import type { Stored } from "./stored.ts";

/** Parameters `ifGenerationMatch` and its like, or those of a source. */
export type Prefix = "if" | "ifSource";

/**
 * Of the live generation; null: there is none. For `Match`, 0 means that there is none; for `NotMatch`, that there is
 * one, and without one each `NotMatch` fails (answered 304, on every method).
 */
export function checkPreconditions(query: Query, live: Stored | null, prefix: Prefix = "if"): void {
  const generation = live?.generation ?? 0n;
  const metageneration = live?.metageneration ?? 0n;
  demand(query.number(`${prefix}GenerationMatch`), generation, true);
  demand(query.number(`${prefix}MetagenerationMatch`), metageneration, true);
  demand(query.number(`${prefix}GenerationNotMatch`), generation, false);
  demand(query.number(`${prefix}MetagenerationNotMatch`), metageneration, false);
}

function demand(wanted: bigint | null, there: bigint, match: boolean): void {
  if (wanted === null) return;
  if (match && wanted !== there) throw conditionNotMet();
  if (!match && (there === 0n || wanted === there)) throw notModified();
}

/** Whether a call says which generation it means to replace. */
export function namesGeneration(query: Query): boolean {
  return query.text("ifGenerationMatch") !== null;
}
