// Writes what is deployed as the functions of one environment: npm run archive -- --env NAME [--out FILE]
import { createHash } from "node:crypto";
import { join, relative, resolve } from "node:path";
import { readCheckout } from "../infra/archive/checkout.ts";
import { zipOf } from "../infra/archive/zip.ts";
import { archiveFiles, archiveName } from "../infra/archive.ts";
import type { Flags } from "../lakehouse/cli/command.ts";
import { deployedPlans } from "../lakehouse/cli/deployed.ts";
import { stackOf } from "../lakehouse/cli/stack.ts";
import { type UseProblem, useProblem, WrongUse } from "../lakehouse/cli/wrong-use.ts";
import { LOCAL } from "../lakehouse/plan/environment.ts";
import { outProblems, writeWhole } from "./archive/out-file.ts";
import { flagsHelp, readTyped, runScript } from "./script.ts";

const ROOT = join(import.meta.dirname, "..");

const FLAGS = {
  env: { kind: "text", value: "NAME", meaning: "the environment of Pulumi.NAME.yaml" },
  out: { kind: "text", value: "FILE", meaning: "where to (default: out/archive/functions-NAME-HASH.zip)" },
  help: { kind: "switch", meaning: "this text" },
} as const satisfies Flags;

const USAGE = `usage: npm run archive -- --env NAME [--out FILE]

Writes the zip that the buildpack installs and starts functions from: sources, the plans of the environment, package.json
and lock. The same checkout and Pulumi.NAME.yaml give the same bytes on every machine; the hash says which they are.

${flagsHelp(FLAGS)}`;

await runScript(async (args) => void process.stdout.write(await archive(args)));

/** What is to be said. */
async function archive(args: readonly string[]): Promise<string> {
  const asked = readArguments(args);
  if (asked === null) return USAGE;
  const { env, out } = asked;
  const where = { root: { env, lake: "", json: false, contracts: join(ROOT, "contracts") }, cwd: ROOT };
  const plans = await deployedPlans(where, (await stackOf(where)).environment);
  const files = archiveFiles({ ...readCheckout(ROOT), plans });
  const zip = await zipOf(files);
  const sha256 = createHash("sha256").update(zip).digest("hex");
  const path = out ?? join(ROOT, "out/archive", archiveName(env, sha256));
  await writeWhole(path, zip);
  return `${relative(typedFrom(), path)}  ${zip.length} bytes  ${files.length} files  sha256 ${sha256}\n`;
}

interface Asked {
  readonly env: string;
  /** Null: where archives lie. */
  readonly out: string | null;
}

/** Null: only help was asked for. */
function readArguments(args: readonly string[]): Asked | null {
  const { flags, typed, problems } = readTyped(args, FLAGS);
  if (flags.help) return null;
  // Where only its value is missing, that is told already.
  const { env = typed.includes("env") ? "" : LOCAL.id } = flags;
  const out = flags.out === undefined ? null : resolve(typedFrom(), flags.out);
  const wrong = [...problems, ...environmentProblems(env), ...(out ? outProblems(flags.out ?? "", out) : [])];
  if (wrong.length > 0) throw new WrongUse(wrong);
  return { env, out };
}

function environmentProblems(env: string): UseProblem[] {
  if (env !== LOCAL.id) return [];
  return [useProblem("archive-environment", "functions run in an environment of the cloud", "name it: --env dev")];
}

/** npm starts its tasks in the project's folder. */
function typedFrom(): string {
  return (process.env.npm_lifecycle_event === "archive" && process.env.INIT_CWD) || process.cwd();
}
