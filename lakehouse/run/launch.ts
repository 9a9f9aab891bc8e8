import { moveEntry, type StoredEntry } from "../ledger/entries.ts";
import { canonicalJson } from "../plan/canonical.ts";
import { type Manifest, ManifestSchema } from "../plan/manifest.ts";
import { launchName, manifestPath } from "../plan/names.ts";
import { adoptValue, readValue } from "../ports/values.ts";
import type { Launch, Launcher, ObjectMeta } from "../ports.ts";
import type { Claim } from "./claim.ts";
import { concurrently } from "./concurrently.ts";
import type { Tools } from "./tools.ts";

/** A drop of this worker's, with its original. */
export interface Launchable {
  readonly entry: StoredEntry;
  readonly original: ObjectMeta;
  /** Ends the signs of life of its claim. The entry as last written, or null: somebody else took the drop over. */
  release(): Promise<StoredEntry | null>;
}

/** What became of a drop that was to be handed over: a job has it, somebody else has it, or it was not to be done. */
export type Handed = { readonly drop: Launchable } & ({ readonly claim: Claim } | { readonly fault: unknown });

/** Entries that are written at a time. */
const writtenAtOnce = 16;

/**
 * Hands drops of one dataset and plan to one job: what it shall do is written down, then each entry says that the job
 * has it, then the job is started. Whoever finds an entry without a job starts it from the manifest. A drop that another
 * worker took meanwhile stays with that one: the job splits it too, and the first report counts.
 */
export async function launch(tools: Tools, drops: readonly [Launchable, ...Launchable[]]): Promise<Handed[]> {
  const manifest = manifestOf(tools, drops);
  const { name, dataset, host } = manifest;
  const path = manifestPath(dataset, name);
  await adoptValue(tools.objects, path, manifest, ManifestSchema);
  const handed = await concurrently(drops, writtenAtOnce, (drop) => hand(tools, drop, name));
  const launched = handed.some((one) => "claim" in one && one.claim.kind === "launched");
  if (launched) await tools.launcher.launch({ name, manifest: path, host });
  return handed;
}

async function hand({ objects, clock }: Tools, drop: Launchable, job: string): Promise<Handed> {
  try {
    const entry = await drop.release();
    const change = { state: "LAUNCHED", job, lease: null } as const;
    const moved = entry && (await moveEntry(objects, entry, change, { at: clock.now() }));
    return { drop, claim: moved ? { kind: "launched", entry: moved } : { kind: "busy", entry: drop.entry } };
  } catch (fault) {
    return { drop, fault };
  }
}

function manifestOf({ host }: Tools, drops: readonly [Launchable, ...Launchable[]]): Manifest {
  const { dataset, environment, plan } = drops[0].entry.value;
  const task = { host, dataset, environment, plan, drops: drops.map(manifestDrop) };
  return { format: "sluice/manifest/1", name: launchName(dataset, canonicalJson(task)), ...task };
}

function manifestDrop({ entry: { value }, original }: Launchable): Manifest["drops"][number] {
  const { drop, round, attempt, lifts, origin } = value;
  const raw = { uri: original.name, generation: original.generation };
  return { ...drop, round, attempt, lifts, replay: origin !== null, raw };
}

/** Whether the job of a launched drop is over; one that nobody knows is started. */
export async function isOver({ objects, launcher }: Tools, { value }: StoredEntry): Promise<boolean> {
  const { job: name, dataset, drop } = value;
  if (!name) throw new Error(`the drop ${drop.key} is launched and names no job`);
  const phase = await launcher.phase(name);
  if (phase !== "absent") return phase === "ended";
  const path = manifestPath(dataset, name);
  const manifest = await readValue(objects, path, ManifestSchema);
  if (!manifest) throw new Error(`the drop ${drop.key} is launched, and its manifest ${path} is gone`);
  await launcher.launch({ name, manifest: path, host: manifest.value.host });
  return false;
}

/** For a look at many drops of few jobs: each job is asked once, and started once. */
export function askedOnce(launcher: Launcher): Launcher {
  const phases = new Map<string, ReturnType<Launcher["phase"]>>();
  const launches = new Map<string, Promise<void>>();
  const once = <Value>(known: Map<string, Value>, name: string, ask: () => Value): Value => {
    const answer = known.get(name) ?? ask();
    known.set(name, answer);
    return answer;
  };
  return {
    phase: (name) => once(phases, name, () => launcher.phase(name)),
    launch: (job: Launch) => once(launches, job.name, () => launcher.launch(job)),
    log: (name) => launcher.log(name),
  };
}
