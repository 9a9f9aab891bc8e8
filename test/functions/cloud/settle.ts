import { isFinished } from "../../../lakehouse/ledger/publication.ts";
import { isActive } from "../../fakes/dataflow/jobs.ts";
import type { Deployed } from "./deployed.ts";
import { runLaunchedJobs } from "./hosts.ts";
import { entriesOf, namesIn, publicationsOf } from "./ledger.ts";

/** Ticks after which something stands still for good. */
const MOST_TICKS = 12;
/** Longer than a lease, than the time between two publications, and than a mail that failed waits at first. */
const BETWEEN_TICKS_MS = 20 * 60_000;

/** Until nobody has anything left to do: launched jobs run, time passes, ticks come, as often as it takes. */
export async function settle(deployed: Deployed): Promise<void> {
  for (let ticks = 0; ; ticks += 1) {
    await deployed.pusher.idle();
    while ((await runLaunchedJobs(deployed)).length > 0) await deployed.pusher.idle();
    const left = leftToDo(deployed);
    if (left.length === 0) return;
    if (ticks === MOST_TICKS)
      throw new Error(`nothing moves any more: ${[...left, ...refusedLately(deployed)].join("\n")}`);
    deployed.cloud.clock.advance(BETWEEN_TICKS_MS);
    await tickAll(deployed);
  }
}

/** As Cloud Scheduler does, but one after the other, so that each finds what the one before has done. */
export async function tickAll({ tick, pusher }: Pick<Deployed, "tick" | "pusher">): Promise<void> {
  for (const topic of ["reconcile", "publish", "mail"] as const) {
    tick(topic);
    await pusher.idle();
  }
}

/** What somebody still has to do, in words; drops that are held wait for a person, not for us. */
export function leftToDo(deployed: Pick<Deployed, "cloud" | "plans">): string[] {
  const { cloud, plans } = deployed;
  const drops = entriesOf(deployed).filter(({ state }) => /^(CLAIMED|LAUNCHED|READY)$/.test(state));
  const publications = plans.flatMap(({ dataset }) => publicationsOf(deployed, dataset));
  return [
    ...drops.map(({ state, drop }) => `${drop.name} is ${state}`),
    ...publications
      .filter((one) => !isFinished(one))
      .map(({ dataset, number }) => `publication ${number} of ${dataset}`),
    ...cloud.dataflow.jobs.all().flatMap((job) => (isActive(job) ? [`job ${job.launch.jobName}`] : [])),
    ...namesIn(deployed, "ledger").filter((name) => /^\w+\/ready\//.test(name)),
    ...namesIn(deployed, "outbox").filter((name) => /^\w+\/pending\/|^to-send\//.test(name)),
  ];
}

function refusedLately({ cloud }: Pick<Deployed, "cloud">): string[] {
  const refused = cloud.calls.filter(({ status }) => status === null || (status >= 400 && status !== 404));
  return refused.slice(-5).map(({ status, op, subject, account }) => `${status} to ${account}: ${op} ${subject}`);
}
