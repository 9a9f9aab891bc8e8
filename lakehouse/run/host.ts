import { readPlan } from "../ledger/plans.ts";
import { readReportOf } from "../ledger/reports.ts";
import { type ManifestDrop, ManifestSchema } from "../plan/manifest.ts";
import type { Plan } from "../plan/plan.ts";
import type { Report } from "../plan/report.ts";
import { readValue } from "../ports/values.ts";
import { concurrently } from "./concurrently.ts";
import { type Attempt, type HostTools, splitRound } from "./split.ts";

export interface Hosting {
  /** Drops at a time. */
  readonly most?: number;
  /** A drop that gets no report from this run. */
  readonly onFault?: (drop: ManifestDrop, fault: unknown) => void;
}

/**
 * A launched host: splits the drops of a manifest and writes a report each; one that has its report is left alone. It
 * changes no entry. One drop's fault stops no other: the first is thrown when all have had their turn.
 */
export async function runManifest(
  tools: HostTools,
  name: string,
  { most = 1, onFault = () => undefined }: Hosting = {},
): Promise<Report[]> {
  const manifest = (await readValue(tools.objects, name, ManifestSchema))?.value;
  if (!manifest) throw new Error(`there is no manifest ${name}`);
  const plan = await readPlan(tools.objects, manifest.plan, manifest.dataset);
  const faults: unknown[] = [];
  const reports = await concurrently(manifest.drops, most, async (drop) => {
    try {
      const known = await readReportOf(tools.objects, manifest.dataset, drop.key, drop.round);
      return known ?? (await splitRound(tools, await attemptOf(tools, plan, manifest.plan, drop), {}));
    } catch (fault) {
      faults.push(fault);
      onFault(drop, fault);
      return null;
    }
  });
  if (faults.length > 0) throw faults[0];
  return reports.filter((report) => report !== null);
}

async function attemptOf({ objects }: HostTools, plan: Plan, planHash: string, drop: ManifestDrop): Promise<Attempt> {
  const { raw, round, attempt, bytes: _bytes, crc32c: _crc32c, ...facts } = drop;
  const original = await objects.stat(raw.uri, { generation: raw.generation });
  if (!original) throw new Error(`the original ${raw.uri} is gone`);
  return { plan, planHash, facts, original, round, attempt };
}
