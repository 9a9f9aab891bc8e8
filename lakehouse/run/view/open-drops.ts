import type { OpenDrop } from "../open-drops.ts";
import { ageOf } from "./numbers.ts";
import { shownName } from "./object-name.ts";
import { stateStyle } from "./states.ts";
import { table } from "./table.ts";
import { styled, type Text, text } from "./text.ts";

/** As many digits of a key as tell drops apart; commands take them. */
export function shortKey(key: string): string {
  return key.slice(0, 12);
}

/** A line for each drop that has not ended: for how long, and why. */
export function openDropsTable(open: readonly OpenDrop[], width: number): Text[] {
  const rows = open.map(({ entry, seconds }) => [
    styled(stateStyle[entry.state], entry.state),
    styled("name", entry.dataset),
    text`${shortKey(entry.drop.key)}`,
    text`${ageOf(seconds)}`,
    text`${shownName(entry.drop.name)}`,
    text`${why(entry)}`,
  ]);
  return table(columns, rows, { width, indent: 2 });
}

const columns = [
  { title: "state" },
  { title: "dataset" },
  { title: "key" },
  { title: "for", align: "right" },
  { title: "object" },
  { title: "why" },
] as const;

function why({ reason, state, attempt, job }: OpenDrop["entry"]): string {
  if (reason) return `${reason.code}: ${reason.message}`;
  if (state === "READY") return "waits for the next publication";
  return job ? `job ${job}` : `attempt ${attempt}`;
}

/** What a script reads of it. */
export function openDropValue({ entry, since, seconds }: OpenDrop): object {
  const { dataset, drop, state, round, attempt, job, reason } = entry;
  const { key, name, arrivalDay } = drop;
  return { dataset, key, name, arrivalDay, state, round, attempt, job, since, seconds: Math.round(seconds), reason };
}
