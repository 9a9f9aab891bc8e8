import type { CheckRecord } from "../ledger/checks.ts";
import { lastPublication } from "../ledger/log.ts";
import { isFinished, type Publication } from "../ledger/publication.ts";
import type { Plan } from "../plan/plan.ts";
import { checkPublications } from "./after-publish.ts";
import { type PublishOptions, publishDataset, type Standstill } from "./publish.ts";
import type { Tools } from "./tools.ts";
import { requireLogEnd } from "./verify/known-log.ts";

/** How far the publishing of one dataset came. */
export interface Advanced {
  readonly dataset: string;
  /** Publications that ended meanwhile, DONE or ABORTED, oldest first. */
  readonly ended: readonly Publication[];
  /** The publication that waits for a person. */
  readonly stuck: Publication | null;
  readonly waitingOn: Standstill | null;
  /** What the checks after publication found, also after publications that ended before. */
  readonly checked: readonly CheckRecord[];
  /** What kept it from going on that is no state of the publication: nothing is lost, the next publisher goes on. */
  readonly fault: Error | null;
}

export interface AdvanceOptions extends PublishOptions {
  /** Each publication as it ends. */
  readonly onEnded?: (publication: Publication) => void;
  /** Before each dataset. */
  readonly onDataset?: (dataset: string) => void;
}

/** Publishes what is ready, one dataset after another, in the order of the plans; one's fault never stops the others. */
export async function publishAll(
  tools: Tools,
  plans: readonly Plan[],
  options: AdvanceOptions = {},
): Promise<Advanced[]> {
  const advanced: Advanced[] = [];
  for (const plan of plans) {
    options.onDataset?.(plan.dataset);
    advanced.push(await publishOne(tools, plan, options));
  }
  return advanced;
}

async function publishOne(tools: Tools, plan: Plan, options: AdvanceOptions): Promise<Advanced> {
  const { dataset } = plan;
  const ended = new Map<number, Publication>();
  const nothing = { dataset, stuck: null, waitingOn: null, checked: [], fault: null };
  try {
    await requireLogEnd(tools.objects, dataset);
    const before = (await lastPublication(tools.objects, dataset))?.value ?? null;
    const onMoved = (publication: Publication) => {
      options.onMoved?.(publication);
      if (!isFinished(publication) || ended.has(publication.number)) return;
      // The publisher first looks at the last publication, which may have ended long ago.
      if (before && isFinished(before) && publication.number <= before.number) return;
      ended.set(publication.number, publication);
      options.onEnded?.(publication);
    };
    const { end, waitingOn } = await publishDataset(tools, plan, { ...options, onMoved });
    const stuck = end === "stuck" ? ((await lastPublication(tools.objects, dataset))?.value ?? null) : null;
    const published = { ...nothing, ended: [...ended.values()], stuck, waitingOn };
    return { ...published, ...(await checksOf(tools, plan, options)) };
  } catch (error) {
    return { ...nothing, ended: [...ended.values()], fault: faultOf(error, options) };
  }
}

/** What is published stays so, whatever keeps its checks from being made. */
async function checksOf(
  tools: Tools,
  plan: Plan,
  options: AdvanceOptions,
): Promise<Pick<Advanced, "checked" | "fault">> {
  try {
    return { checked: await checkPublications(tools, plan, options.signal), fault: null };
  } catch (error) {
    return { checked: [], fault: faultOf(error, options) };
  }
}

function faultOf(error: unknown, { signal }: AdvanceOptions): Error {
  signal?.throwIfAborted();
  return error instanceof Error ? error : new Error(String(error));
}
