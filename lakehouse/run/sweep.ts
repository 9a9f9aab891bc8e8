import type { Plan } from "../plan/plan.ts";
import { sweepStaging } from "../publish/clean.ts";
import { sweepMarkers } from "./sweep/markers.ts";
import { sweepOutputs } from "./sweep/outputs.ts";
import type { Tools } from "./tools.ts";

/** How much of what nobody needs any more was taken away. */
export interface Swept {
  /** Staging tables that no publication needs. */
  readonly tables: number;
  /** Output files of attempts that were lost. */
  readonly files: number;
  /** `open` markers of drops that never came to be. */
  readonly markers: number;
}

export const NOTHING_SWEPT: Swept = { tables: 0, files: 0, markers: 0 };

export function addSwept(a: Swept, b: Swept): Swept {
  return { tables: a.tables + b.tables, files: a.files + b.files, markers: a.markers + b.markers };
}

/** `bucket`: that of landing. What crashes left of one dataset. May be done by several at once, and again. */
export async function sweep(tools: Tools, plan: Plan, bucket: string): Promise<Swept> {
  return addSwept(await sweepTables(tools, plan), await sweepObjects(tools, plan, bucket));
}

/** The publisher's part, who alone may look into the warehouse. */
export async function sweepTables(tools: Tools, plan: Plan): Promise<Swept> {
  if (plan.derived) return NOTHING_SWEPT;
  return { ...NOTHING_SWEPT, tables: (await sweepStaging(tools, plan)).length };
}

/** The splitter's part, who alone may write in the zones of files. */
export async function sweepObjects(
  tools: Pick<Tools, "objects" | "token">,
  { dataset, derived }: Plan,
  bucket: string,
): Promise<Swept> {
  if (derived) return NOTHING_SWEPT;
  const files = await sweepOutputs(tools, dataset);
  return { ...NOTHING_SWEPT, files, markers: await sweepMarkers(tools, dataset, bucket) };
}
