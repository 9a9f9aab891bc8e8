import { movePublication } from "../ledger/log.ts";
import type { JobError } from "../ports.ts";
import type { Context } from "./context.ts";
import { stagingOf } from "./load.ts";
import { moved, type Outcome, stuck } from "./outcome.ts";

/**
 * A job that reads the staging table of this load failed. If the table is gone (it expired, or somebody dropped it) it
 * is loaded again under the next number, and the log says so before anybody acts; otherwise a person must look.
 */
export async function loadAgain(context: Context, load: number, error: JobError): Promise<Outcome<never>> {
  const { objects, stored, warehouse } = context;
  if (stored.value.load > load) return moved;
  if (await warehouse.shape(stagingOf(context, load))) {
    return stuck(`${error.reason}: ${error.message}`, "mend what the warehouse complains of, then resume");
  }
  await movePublication(objects, stored, { load: load + 1 });
  return moved;
}
