import { moveEntry, type StoredEntry } from "../ledger/entries.ts";
import { type Manifest, ManifestSchema } from "../plan/manifest.ts";
import { launchName, manifestPath } from "../plan/names.ts";
import { adoptValue } from "../ports/values.ts";
import type { ObjectMeta } from "../ports.ts";
import type { Claim } from "./claim.ts";
import type { Tools } from "./tools.ts";

/** A drop of this worker's, with its original. */
export interface Launchable {
  readonly entry: StoredEntry;
  readonly original: ObjectMeta;
}

/**
 * Hands a drop to a launched host: what it shall do is written down, then the entry says that the job has it, then the
 * job is started. Whoever finds the entry without a job starts it from the manifest.
 */
export async function launch(tools: Tools, { entry, original }: Launchable): Promise<Claim> {
  const { dataset, drop, round, attempt } = entry.value;
  const name = launchName(dataset, drop.key, round, attempt);
  const path = manifestPath(dataset, name);
  await adoptValue(tools.objects, path, manifestOf(name, entry, original), ManifestSchema);
  const moved = await moveEntry(
    tools.objects,
    entry,
    { state: "LAUNCHED", job: name, lease: null },
    { at: tools.clock.now() },
  );
  if (!moved) return { kind: "busy", entry };
  await tools.launcher.launch({ name, manifest: path });
  return { kind: "launched", entry: moved };
}

function manifestOf(name: string, { value }: StoredEntry, original: ObjectMeta): Manifest {
  const { dataset, environment, plan, drop, round, attempt, lifts, origin } = value;
  const raw = { uri: original.name, generation: original.generation };
  return {
    format: "sluice/manifest/1",
    name,
    dataset,
    environment,
    plan,
    drops: [{ ...drop, round, attempt, lifts, replay: origin !== null, raw }],
  };
}

/** Whether the job is over; one that nobody knows is started. */
export async function isOver({ launcher }: Tools, { value }: StoredEntry): Promise<boolean> {
  if (!value.job) throw new Error(`the drop ${value.drop.key} is launched and names no job`);
  const phase = await launcher.phase(value.job);
  if (phase === "absent") await launcher.launch({ name: value.job, manifest: manifestPath(value.dataset, value.job) });
  return phase === "ended";
}
