import { z } from "zod";
import { ACCOUNTS } from "../../lakehouse/plan/cloud/names.ts";
import { CloudSettingsSchema } from "../../lakehouse/plan/cloud/settings.ts";

/** Where a cloud of fakes is: what the command that serves them prints. */
export const ServedCloudSchema = z.object({
  settings: CloudSettingsSchema,
  /** `HOST:PORT` of each account's metadata server. */
  metadata: z.partialRecord(z.enum([...ACCOUNTS, "owner"]), z.string()),
  /** Where the fakes themselves are asked and told: faults, calls, clock, objects, mails, jobs, ticks. */
  admin: z.url().optional(),
});
export type ServedCloud = z.infer<typeof ServedCloudSchema>;
