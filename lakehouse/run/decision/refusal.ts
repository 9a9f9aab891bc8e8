import { z } from "zod";

/** Why something that a person asked for cannot be begun, and what to do. All reasons are told at once. */
export const RefusalSchema = z.strictObject({
  /** Kebab-case, stable. */
  rule: z.string(),
  message: z.string(),
  cure: z.string(),
});
export type Refusal = z.infer<typeof RefusalSchema>;

export function refusal(rule: string, message: string, cure: string): Refusal {
  return { rule, message, cure };
}
