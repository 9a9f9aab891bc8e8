import { z } from "zod";

/** The content of a message on a topic that asks for work: which dataset there is some of. A tick of the scheduler is `{}`. */
export const NudgeSchema = z.strictObject({
  format: z.literal("sluice/nudge/1"),
  /** Null: all of them. */
  dataset: z.string().nullable(),
});
export type Nudge = z.infer<typeof NudgeSchema>;

export function nudgeText(dataset: string | null): string {
  const nudge: Nudge = { format: "sluice/nudge/1", dataset };
  return JSON.stringify(nudge);
}
