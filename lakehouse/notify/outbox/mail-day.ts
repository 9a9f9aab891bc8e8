import { z } from "zod";
import { mailDayPath } from "../../plan/names.ts";
import { readValue, type Stored, swapValue } from "../../ports/values.ts";
import type { Clock, Objects } from "../../ports.ts";

// One object a UTC day: what was mailed, so that the environment stays below its cap whoever sends.

const MailDaySchema = z.strictObject({
  format: z.literal("sluice/mail-day/1"),
  day: z.string(),
  /** A mail to three people counts three, as services count. Claimed before it is sent. */
  claims: z.record(z.string(), z.number().int().positive()),
  /** Id of the mail that says that it is the day's last. */
  last: z.string().nullable(),
  /** Until when nothing is sent because the service refused the key. */
  closedUntil: z.string().nullable(),
});
export type MailDay = z.infer<typeof MailDaySchema>;

export interface Claim {
  readonly granted: boolean;
  /** True: no other mail of this size fits below the cap, so this one says so. */
  readonly last: boolean;
}

export async function readMailDay(objects: Objects, now: string): Promise<MailDay> {
  return (await stored(objects, now)).value;
}

/** Asked again for the same id on the same day, the answer is the same. */
export async function claimMails(
  { objects, clock }: { objects: Objects; clock: Clock },
  now: string,
  id: string,
  mails: number,
  cap: number,
): Promise<Claim> {
  const changed = await change(objects, clock, now, (day) => {
    if (day.claims[id] !== undefined || day.last !== null) return day;
    const spent = Object.values(day.claims).reduce((sum, claimed) => sum + claimed, 0);
    if (spent + mails > cap) return day;
    return { ...day, claims: { ...day.claims, [id]: mails }, last: spent + 2 * mails > cap ? id : null };
  });
  return { granted: changed.claims[id] !== undefined, last: changed.last === id };
}

export async function closeUntil(objects: Objects, clock: Clock, now: string, until: string): Promise<void> {
  await change(objects, clock, now, (day) => ({ ...day, closedUntil: until }));
}

async function change(objects: Objects, clock: Clock, now: string, step: (day: MailDay) => MailDay): Promise<MailDay> {
  for (;;) {
    const { value, generation } = await stored(objects, now);
    const next = step(value);
    if (next === value) return value;
    const swapped = await swapValue(objects, mailDayPath(value.day), next, generation);
    if (swapped) return swapped.value;
    // A store takes about one write a second of an object.
    await clock.sleep(1000);
  }
}

async function stored(objects: Objects, now: string): Promise<Pick<Stored<MailDay>, "value" | "generation">> {
  const day = now.slice(0, 10);
  const found = await readValue(objects, mailDayPath(day), MailDaySchema);
  const fresh: MailDay = { format: "sluice/mail-day/1", day, claims: {}, last: null, closedUntil: null };
  return found ?? { value: fresh, generation: "0" };
}
