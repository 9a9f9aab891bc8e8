// Writes what is deployed as the functions of one environment: npm run archive -- --env NAME [--out FILE]
import { createHash } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { zipOf } from "../infra/archive/zip.ts";
import { archiveFiles, archiveName } from "../infra/archive.ts";
import { deployedPlans } from "../lakehouse/cli/deployed.ts";
import { reportWrongUse } from "../lakehouse/cli/failures.ts";
import { createOutput } from "../lakehouse/cli/output.ts";
import { stackOf } from "../lakehouse/cli/stack.ts";
import { WrongUse, wrongUse } from "../lakehouse/cli/wrong-use.ts";
import { LOCAL } from "../lakehouse/plan/environment.ts";
import { readCheckout } from "./archive/checkout.ts";

const ROOT = join(import.meta.dirname, "..");

const USAGE = `usage: npm run archive -- --env NAME [--out FILE]

Writes the zip that the buildpack installs and starts functions from: sources, the plans of the environment, package.json
and lock. The same checkout and Pulumi.NAME.yaml give the same bytes on every machine; the hash says which they are.

  --env NAME   the environment of Pulumi.NAME.yaml
  --out FILE   where to; out/archive/functions-NAME-HASH.zip by default
`;

try {
  process.stdout.write(await archive(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof WrongUse)) throw error;
  const streams = { stdout: process.stdout, stderr: process.stderr, env: process.env };
  process.exitCode = reportWrongUse(error, createOutput(streams, false));
}

/** What is to be said. */
async function archive(args: readonly string[]): Promise<string> {
  const { env, out, help } = readArguments(args);
  if (help) return USAGE;
  if (env === undefined || env === LOCAL.id) {
    throw wrongUse("archive-environment", "functions run in an environment of the cloud", "name it: --env dev");
  }
  const where = { root: { env, lake: "", json: false, contracts: join(ROOT, "contracts") }, cwd: ROOT };
  const plans = await deployedPlans(where, (await stackOf(where)).environment);
  const files = archiveFiles({ ...readCheckout(ROOT), plans });
  const zip = await zipOf(files);
  const sha256 = createHash("sha256").update(zip).digest("hex");
  const path = out === undefined ? join(ROOT, "out/archive", archiveName(env, sha256)) : resolve(typedFrom(), out);
  await write(path, zip);
  return `${relative(typedFrom(), path)}  ${zip.length} bytes  ${files.length} files  sha256 ${sha256}\n`;
}

function readArguments(args: readonly string[]) {
  const options = { env: { type: "string" }, out: { type: "string" }, help: { type: "boolean", short: "h" } } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw wrongUse("archive-flags", error instanceof Error ? error.message : String(error), "--help tells which");
  }
}

/** npm starts its tasks in the project's folder. */
function typedFrom(): string {
  return (process.env.npm_lifecycle_event === "archive" && process.env.INIT_CWD) || process.cwd();
}

/** Whole or not at all. */
async function write(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const building = `${path}.${process.pid}`;
  await writeFile(building, bytes);
  await rename(building, path);
}
