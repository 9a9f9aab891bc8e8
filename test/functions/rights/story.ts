import { MAINTAIN_TASKS } from "../../../lakehouse/plan/maintain.ts";
import type { Chain } from "../cloud/chain.ts";
import { MANY, salesName, visitsName } from "../cloud/drops.ts";
import { callFunction } from "../cloud/front.ts";
import { runLaunchedJobs } from "../cloud/hosts.ts";
import { dropsOf } from "../cloud/ledger.ts";
import { leftToDo, tickAll } from "../cloud/settle.ts";
import { askMaintain, askStep, launchAsDag, writeNote } from "../cloud/step.ts";

const MINUTE = 60_000;
/**
 * Before each tick: longer than anything waits for another, and once so long that a day goes by on which a drop was
 * promised. All is done after these where nothing is missing.
 */
const WAITS_MS = [20 * MINUTE, 48 * 60 * MINUTE, 20 * MINUTE];

/** What a day came to. */
export interface Told {
  /** States of each upload, by its file's name; none: nobody knows of it. */
  readonly states: Readonly<Record<string, readonly string[]>>;
  /** Uploads and reports of which nobody has heard before the first tick: the reconciler found them. */
  readonly unheard: readonly string[];
  /** What a person or a DAG was answered, where that was no success. */
  readonly refused: readonly string[];
  /** What was still to be done. */
  readonly left: readonly string[];
  /** Mails that people got. */
  readonly mails: number;
}

/**
 * A day of everything: small drops, one with bad rows, one that is held and accepted, large ones that the functions and a
 * DAG launch, one that nobody hears of, one that does not come, publications, a derived table, mails, a run of the
 * maintenance DAG, a task that fails. Whatever is refused
 * on the way, it goes on.
 */
export async function playDay(chain: Chain, day: string): Promise<Told> {
  const names = {
    clean: salesName(day, "clean"),
    spotted: visitsName(day, "spotted"),
    held: visitsName(day, "held"),
    large: salesName(day, "large"),
    dag: salesName(day, "dag"),
    lost: salesName(day, "lost"),
  };
  const mails = chain.cloud.sendgrid.taken.length;
  const refused: string[] = [];
  const attempt = async (what: string, does: () => Promise<readonly (number | string)[]>) => {
    const statuses = await does().catch((error: unknown) => [error instanceof Error ? error.message : "?"]);
    refused.push(...statuses.filter((status) => status !== 200).map((status) => `${what}: ${status}`));
  };

  chain.upload(names.clean, await chain.drops.sales(day, 20));
  chain.upload(names.spotted, await chain.drops.visits(day, 0, 100, "CASE WHEN i < 10 THEN -1 ELSE 1 END"));
  chain.upload(names.held, await chain.drops.visits(day, 200, 300, "CASE WHEN i < 260 THEN -1 ELSE 1 END"));
  chain.upload(names.large, await chain.drops.sales(day, MANY, "CASE WHEN i = 7 THEN 0 ELSE (i * 7919) % 1000003 END"));
  await workOff(chain);
  const unheard = unheardOf(chain, [names.clean, names.spotted, names.held, names.large]);

  const [dag, lost] = [await chain.drops.large(day, 1), await chain.drops.sales(day, 30, "100 + i")];
  chain.events.quietly(() => void chain.upload(names.dag, dag));
  await attempt("prepare", async () => {
    const launched = await launchAsDag(chain, "sales");
    return launched.length > 0 ? launched : ["nothing to launch"];
  });
  await workOff(chain);
  await attempt("publish", async () => {
    await askStep(chain, "publish", "sales");
    return [];
  });
  chain.events.quietly(() => void chain.upload(names.lost, lost));
  await attempt("accept", async () => {
    const { status } = await callFunction(chain, "operator", "decide", { action: "accept", drops: [names.held] });
    return [status];
  });

  for (const wait of WAITS_MS) {
    chain.cloud.clock.advance(wait);
    await tickAll(chain);
    await workOff(chain);
  }
  for (const task of MAINTAIN_TASKS) await attempt(task, () => askMaintain(chain, task));
  await attempt("note", async () => [await writeNote(chain, "sales", day)]);
  await attempt("digests", () => askMaintain(chain, "digests"));
  await workOff(chain);
  const states = Object.entries(names).map(([file, name]) => [file, chain.statesOf(name)] as const);
  return {
    states: Object.fromEntries(states),
    unheard,
    refused,
    left: leftToDo(chain),
    mails: chain.cloud.sendgrid.taken.length - mails,
  };
}

/** Good rows of `sales` that the day brings: two of the large drop are bad. */
export const SALES = 20 + 30 + 2 * MANY - 2;

async function workOff(chain: Chain): Promise<void> {
  await chain.pusher.idle();
  while ((await runLaunchedJobs(chain)).length > 0) await chain.pusher.idle();
}

/** Without an entry, or launched although the job has ended. */
function unheardOf(chain: Chain, names: readonly string[]): string[] {
  return names.filter((name) => {
    const [drop] = dropsOf(chain, name);
    return drop === undefined || drop.state === "LAUNCHED";
  });
}
