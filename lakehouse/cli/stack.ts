import { join } from "node:path";
import { listStacks, readStackText } from "../catalog/stacks.ts";
import { readStack, type Stack } from "../plan/cloud/stack/read.ts";
import { LOCAL, type Workplace } from "../plan/environment.ts";
import type { Context } from "./command.ts";
import { didYouMean } from "./did-you-mean.ts";
import { isCloud } from "./root-flags.ts";
import { WrongUse, wrongUse } from "./wrong-use.ts";

type Where = Pick<Context, "root" | "cwd">;

const project = join(import.meta.dirname, "..", "..");

/** An environment, and the file that says it. */
export interface FiledStack extends Stack {
  /** As a reader would type its path. */
  readonly file: string;
  readonly path: string;
}

/** The environment of `--env` as its file says it. */
export async function stackOf({ root: { env }, cwd }: Where): Promise<FiledStack> {
  const folders = [...new Set([cwd, project])];
  const found = await readStackText(folders, env, cwd);
  if (!found) {
    const known = [LOCAL.id, ...(await listStacks(folders))];
    const another = `a new one is a file Pulumi.${env}.yaml; docs/archive.md shows one`;
    const cure = `${didYouMean(env, known)} (${another})`;
    throw wrongUse("unknown-environment", `there is no environment '${env}'`, cure);
  }
  const read = readStack(found.text, found.file, env);
  if ("problems" in read) throw new WrongUse(read.problems);
  return { ...read.stack, file: found.file, path: found.path };
}

/** Where plans are for. */
export async function placeOf(where: Where): Promise<Workplace> {
  if (!isCloud(where.root)) return LOCAL;
  const { environment } = await stackOf(where);
  return { ...environment, fleet: LOCAL.fleet };
}
