import type { RoundFacts } from "../protocol.ts";
import type { Database } from "./database.ts";

/**
 * Rules compare with the variable `arrival_day`; a locked instance still lets variables be set. NULL is before no day
 * and after none: without a window every row passes.
 */
export async function setArrivalDay(db: Database, { arrivalDay, lifts }: RoundFacts): Promise<void> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(arrivalDay)) throw new RangeError(`not a day: ${arrivalDay}`);
  await db.run(`SET VARIABLE arrival_day = ${lifts.window ? "NULL::DATE" : `DATE '${arrivalDay}'`}`);
}
