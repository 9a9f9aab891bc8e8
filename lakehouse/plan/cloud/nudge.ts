import { z } from "zod";

/** A publication that a person lets go on, as that person saw it: once it has changed, nobody resumes it by this. */
export const ResumeSchema = z.strictObject({
  number: z.int().positive(),
  /** Of its object in the log. */
  generation: z.string().regex(/^\d+$/),
});
export type Resume = z.infer<typeof ResumeSchema>;

/** The content of a message on a topic that asks for work: which dataset there is some of. A tick of the scheduler is `{}`. */
export const NudgeSchema = z.strictObject({
  format: z.literal("sluice/nudge/1"),
  /** Null: all of them. */
  dataset: z.string().nullable(),
  resume: ResumeSchema.optional(),
});
export type Nudge = z.infer<typeof NudgeSchema>;

export function nudgeText(dataset: string | null, resume?: Resume): string {
  const nudge: Nudge = { format: "sluice/nudge/1", dataset, ...(resume && { resume }) };
  return JSON.stringify(nudge);
}
