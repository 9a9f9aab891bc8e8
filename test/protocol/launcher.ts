import type { JobPhase, Launch, Launcher } from "../../lakehouse/ports.ts";
import type { Actor } from "./actor.ts";

/** Starts a host as an actor; `ended` is to be called when it is over, however. */
export type StartHost = (job: Launch, started: () => void, ended: () => void) => void;

export interface HostFarm {
  launcherOf(actor: Actor): Launcher;
  /** Without turns, for the reconciler that is alone. */
  readonly plain: Launcher;
  /** Jobs that were launched, by name, with how often. */
  readonly launched: ReadonlyMap<string, number>;
}

/** Hosts that queue, run, die or never start. What has ended may be forgotten, as services forget. */
export function createHostFarm(start: StartHost, forgets: () => boolean): HostFarm {
  const phases = new Map<string, JobPhase>();
  const launched = new Map<string, number>();

  const plain: Launcher = {
    launch: async (job) => {
      const phase = phases.get(job.name) ?? "absent";
      if (phase === "queued" || phase === "running") return;
      launched.set(job.name, (launched.get(job.name) ?? 0) + 1);
      phases.set(job.name, "queued");
      start(
        job,
        () => phases.set(job.name, "running"),
        () => phases.set(job.name, "ended"),
      );
    },
    phase: async (name) => {
      const phase = phases.get(name) ?? "absent";
      if (phase !== "ended" || !forgets()) return phase;
      phases.delete(name);
      return "absent";
    },
    log: async (name) => ({ place: `the farm's log of ${name}`, lines: [] }),
  };

  const launcherOf = (actor: Actor): Launcher => ({
    launch: (job) => actor.call(`launch ${job.name}`, () => plain.launch(job), { writes: true, again: true }),
    phase: (name) => actor.call(`phase ${name}`, () => plain.phase(name)),
    log: (name) => actor.call(`log ${name}`, () => plain.log(name)),
  });

  return { launcherOf, plain, launched };
}
