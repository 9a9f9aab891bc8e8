import { z } from "zod";

/** Of one request: what one call can split before its time is over, and an answer that is not too long. */
export const MOST_DROPS = 100;

/** What a person decides, wherever it is carried out. */
export const DecisionRequestSchema = z
  .strictObject({
    action: z.enum(["accept", "reject", "replay"]),
    /** Keys or their first digits, ends of objects' names. */
    drops: z.array(z.string().min(1).max(1_024)).max(MOST_DROPS, `at most ${MOST_DROPS} at a time`).default([]),
    /** In place of drops: all held ones of a dataset; of a replay all published ones with rows in quarantine. */
    allOf: z.string().min(1).nullable().default(null),
    /** Why it is rejected. */
    note: z.string().max(1_000).nullable().default(null),
    /** Of a replay: no row is late. */
    backfill: z.boolean().default(false),
  })
  .superRefine(({ action, drops, allOf, note, backfill }, context) => {
    const add = (message: string) => context.addIssue({ code: "custom", message });
    if (drops.length === 0 && allOf === null) add("no drop is named: give `drops`, or `allOf` with a dataset");
    if (drops.length > 0 && allOf !== null) add("`drops` and `allOf` are both given: leave one out");
    if (note !== null && action !== "reject") add(`\`note\` says why a drop is rejected, and this is ${action}`);
    if (backfill && action !== "replay") add(`\`backfill\` is for replays, and this is ${action}`);
  });
export type DecisionRequest = z.infer<typeof DecisionRequestSchema>;

/** A person has mended what stopped a publication. */
export const ResumeRequestSchema = z.strictObject({ action: z.literal("resume"), dataset: z.string().min(1) });
export type ResumeRequest = z.infer<typeof ResumeRequestSchema>;
