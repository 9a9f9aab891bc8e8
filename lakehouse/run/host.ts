import { readPlan } from "../ledger/plans.ts";
import { readReportOf } from "../ledger/reports.ts";
import { type ManifestDrop, ManifestSchema } from "../plan/manifest.ts";
import type { Plan } from "../plan/plan.ts";
import type { Report } from "../plan/report.ts";
import { readValue } from "../ports/values.ts";
import { type Attempt, type HostTools, splitRound } from "./split.ts";

/** A launched host: splits the drops of a manifest and writes a report each. It changes no entry. */
export async function runManifest(tools: HostTools, name: string): Promise<Report[]> {
  const manifest = (await readValue(tools.objects, name, ManifestSchema))?.value;
  if (!manifest) throw new Error(`there is no manifest ${name}`);
  const plan = await readPlan(tools.objects, manifest.plan);
  const reports: Report[] = [];
  for (const drop of manifest.drops) {
    const known = await readReportOf(tools.objects, manifest.dataset, drop.key, drop.round);
    reports.push(known ?? (await splitRound(tools, await attemptOf(tools, plan, manifest.plan, drop), {})));
  }
  return reports;
}

async function attemptOf({ objects }: HostTools, plan: Plan, planHash: string, drop: ManifestDrop): Promise<Attempt> {
  const { raw, round, attempt, bytes: _bytes, crc32c: _crc32c, ...facts } = drop;
  const original = await objects.stat(raw.uri, { generation: raw.generation });
  if (!original) throw new Error(`the original ${raw.uri} is gone`);
  return { plan, planHash, facts, original, round, attempt };
}
