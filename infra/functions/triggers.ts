import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Trigger, TriggerSchema } from "../../lakehouse/plan/cloud/trigger.ts";

const ENDING = ".trigger.ts";

/** A function, by its file's name, and what must exist so that it is called. */
export interface Target {
  readonly target: string;
  readonly trigger: Trigger;
}

/** Found, not listed: a new function is a file, and its trigger one beside it. */
export async function findTargets(root: string): Promise<readonly Target[]> {
  const folder = join(root, "functions");
  const files = (await readdir(folder)).filter((name) => name.endsWith(ENDING)).sort();
  return Promise.all(
    files.map(async (file) => {
      const { trigger } = (await import(pathToFileURL(join(folder, file)).href)) as { trigger: unknown };
      return { target: file.slice(0, -ENDING.length), trigger: TriggerSchema.parse(trigger) };
    }),
  );
}
