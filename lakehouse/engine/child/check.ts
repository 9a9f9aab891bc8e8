import type { Plan } from "../../plan/plan.ts";
import type { Measurement, Request } from "../protocol.ts";
import { viewGood } from "./good-rows.ts";
import { wordsOf } from "./refusal.ts";
import type { Sandbox } from "./sandbox.ts";

/** Runs the plan's checks over the drop's good rows; one that fails to run is a measurement without a number. */
export async function check(
  { db, folder }: Sandbox,
  plan: Plan,
  request: Extract<Request, { kind: "check" }>,
): Promise<Record<string, Measurement>> {
  await viewGood({ db, folder }, plan, request.box.input, request.good);
  const results: Record<string, Measurement> = {};
  for (const id of request.checks) {
    const statement = plan.checks.find((candidate) => candidate.id === id)?.statement;
    if (statement == null) throw new RangeError(`the plan has no statement for check ${id}`);
    results[id] = await measure(db, statement);
  }
  return results;
}

async function measure(db: Sandbox["db"], statement: string): Promise<Measurement> {
  try {
    const { rows } = await db.table(statement);
    const value = rows[0]?.[0] ?? null;
    if (rows.length !== 1 || rows[0]?.length !== 1)
      return { measured: null, note: "the query gave not one row of one value" };
    if (value === null) return { measured: null, note: "the query gave NULL" };
    const measured = Number(value); // true is 1, false is 0, a decimal's text is its number
    return Number.isFinite(measured)
      ? { measured, note: null }
      : { measured: null, note: "the query gave no finite number" };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    // After these the instance answers nothing any more; the child must not go on with it.
    if (/^(FATAL|INTERNAL|Out of Memory)/.test(text)) throw error;
    return { measured: null, note: wordsOf(text) };
  }
}
