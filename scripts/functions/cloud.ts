import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { type UseProblem, useProblem } from "../../lakehouse/cli/wrong-use.ts";
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

type Read = { readonly cloud: ServedCloud } | { readonly problems: readonly UseProblem[] };

/** The file of `--cloud`, or everything that is wrong with it. */
export function readServedCloud(file: string): Read {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return wrong([`--cloud ${file}: there is no such file`]);
  if (found.isDirectory()) return wrong([`--cloud ${file} is a folder`]);
  const json = jsonOf(readFileSync(file, "utf8"));
  if ("fault" in json) return wrong([`--cloud ${file} is no JSON: ${json.fault}`]);
  const parsed = ServedCloudSchema.safeParse(json.value);
  if (parsed.success) return { cloud: parsed.data };
  return wrong(
    parsed.error.issues.map(({ path, message }) => `--cloud ${file}: ${path.join(".") || "all"}: ${message}`),
  );
}

function wrong(messages: readonly string[]): Read {
  const cure = "give a file with the line that `node test/fakes/main.ts` prints";
  return { problems: messages.map((message) => useProblem("served-cloud", message, cure)) };
}

function jsonOf(text: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}
