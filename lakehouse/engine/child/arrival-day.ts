import type { Database } from "./database.ts";

/** Rules compare with the variable `arrival_day`; a locked instance still lets variables be set. */
export async function setArrivalDay(db: Database, day: string): Promise<void> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new RangeError(`not a day: ${day}`);
  await db.run(`SET VARIABLE arrival_day = DATE '${day}'`);
}
