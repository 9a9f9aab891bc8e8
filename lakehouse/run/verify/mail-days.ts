import { readMailDay } from "../../notify/outbox/mail-day.ts";
import { mailDayPath } from "../../plan/names.ts";
import type { Objects } from "../../ports.ts";
import type { Contradiction } from "./contradiction.ts";
import { readAll } from "./readable.ts";

/** What was mailed on a day, of all datasets together: of the days that still count, where it cannot be read. */
export async function findBadMailDays(objects: Objects): Promise<Contradiction[]> {
  const folder = mailDayPath("").replace(/[^/]+$/, "");
  const days = (await objects.list(folder))
    .slice(-2)
    .flatMap(({ name }) => /(\d{4}-\d\d-\d\d)\.json$/.exec(name)?.[1] ?? []);
  return (await readAll(days, (day) => readMailDay(objects, day))).problems;
}
