import { z } from "zod";
import { EntrySchema } from "../../ledger/entry.ts";
import { type Report, ReportSchema } from "../../plan/report.ts";
import type { DecisionEnd } from "./decide-all.ts";
import { RefusalSchema } from "./refusal.ts";

// What the function `decide` answers, and `sluice --env` reads.

export const DecisionAnswerSchema = z.strictObject({
  format: z.literal("sluice/decision/1"),
  /** Whom the ledger names. */
  by: z.string(),
  drops: z.array(
    z.strictObject({
      entry: EntrySchema,
      /** Without samples: what rows hold is for those who may read the lake. */
      report: ReportSchema.nullable(),
      overtaken: z.boolean(),
      left: z.boolean(),
      fault: z.string().nullable(),
    }),
  ),
});
export type DecisionAnswer = z.infer<typeof DecisionAnswerSchema>;

export const HeldAnswerSchema = z.strictObject({
  format: z.literal("sluice/held/1"),
  /** The longest first. */
  held: z.array(z.strictObject({ entry: EntrySchema, since: z.string(), seconds: z.number() })),
  /** Of which nobody can tell. */
  leftOut: z.array(z.strictObject({ where: z.string(), message: z.string(), cure: z.string() })),
});
export type HeldAnswer = z.infer<typeof HeldAnswerSchema>;

export const ResumedAnswerSchema = z.strictObject({
  format: z.literal("sluice/resumed/1"),
  by: z.string(),
  dataset: z.string(),
  number: z.number().int().positive(),
  /** False: it is given up, and what it held comes again. */
  goesOn: z.boolean(),
});

/** Nothing was done. */
export const RefusedAnswerSchema = z.strictObject({ problems: z.array(RefusalSchema).min(1) });

export function decisionAnswer(by: string, ends: readonly DecisionEnd[]): DecisionAnswer {
  return {
    format: "sluice/decision/1",
    by,
    drops: ends.map(({ entry, report, overtaken, left, fault }) => {
      return { entry, report: report && withoutSamples(report), overtaken, left, fault: fault?.message ?? null };
    }),
  };
}

function withoutSamples(report: Report): Report {
  return { ...report, rules: report.rules.map((rule) => ({ ...rule, samples: [], causes: [] })) };
}
