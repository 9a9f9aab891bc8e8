import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readCheckout } from "../../infra/archive/checkout.ts";
import { zipOf } from "../../infra/archive/zip.ts";
import { archiveFiles } from "../../infra/archive.ts";
import { readContractTexts } from "../../lakehouse/catalog.ts";
import { readCatalog } from "../../lakehouse/contract/read-catalog.ts";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import type { Environment } from "../../lakehouse/plan/environment.ts";
import { DATA } from "../data.ts";

const ROOT = join(import.meta.dirname, "../..");

/** The archive as the buildpack leaves it: unpacked, with the packages of production. Made once for each content. */
export async function installedArchive(environment: Environment, say: (doing: string) => void): Promise<string> {
  const files = archiveFiles({ ...readCheckout(ROOT), plans: await plansFor(environment) });
  const hash = createHash("sha256")
    .update(await zipOf(files))
    .digest("hex")
    .slice(0, 12);
  const folder = join(DATA, `archive-${hash}`);
  if (existsSync(folder)) return folder;
  say("installing the archive's packages");
  await removeOthers();
  const building = `${folder}.${process.pid}`;
  await rm(building, { recursive: true, force: true });
  for (const { path, bytes } of files) {
    await mkdir(dirname(join(building, path)), { recursive: true });
    await writeFile(join(building, path), bytes);
  }
  npm(building, ["ci", "--omit=dev", "--no-audit", "--no-fund"]);
  await rename(building, folder);
  return folder;
}

/** Each has all packages. */
async function removeOthers(): Promise<void> {
  for (const name of existsSync(DATA) ? await readdir(DATA) : []) {
    if (name.startsWith("archive-")) await rm(join(DATA, name), { recursive: true, force: true });
  }
}

/** Throws with npm's own words. */
export function npm(folder: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync("npm", args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm ${args[0]} failed in ${folder}: ${error?.message ?? stderr.slice(-2000)}`);
}

async function plansFor(environment: Environment) {
  const { contracts } = readCatalog(await readContractTexts(join(ROOT, "contracts"), ROOT));
  return contracts.map((contract) => compilePlan(contract, environment, contracts));
}
