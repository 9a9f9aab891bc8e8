import type { CheckRecord } from "../../ledger/checks.ts";
import type { Publication } from "../../ledger/publication.ts";
import type { Message } from "../../notify/message.ts";
import type { Health } from "../page/state.ts";
import { counted, dayOf } from "../page/words.ts";
import { publishedSums } from "../state.ts";
import type { Contradiction } from "../verify/contradiction.ts";
import { grouped, rowsOf } from "../view/numbers.ts";
import { checkedHealth } from "./checks.ts";
import type { CountedTable } from "./facts.ts";
import { failingRun } from "./failing-run.ts";
import { type Fate, isFirstHand, isLive } from "./fates.ts";

interface Known {
  /** By arrival. */
  readonly fates: readonly Fate[];
  readonly log: readonly Publication[];
  /** Of the dataset's outbox; null: nothing was told yet. */
  readonly lastMessage: Message | null;
  /** As counted; null: it was not, or cannot be compared. */
  readonly table: CountedTable | null;
  /** Of its checks after publication, oldest first. */
  readonly checked: readonly CheckRecord[];
  readonly damage: readonly Contradiction[];
}

/**
 * The gravest that is true of it now. Ledger and log say what is; the last message adds what only it knows: the days
 * whose drop did not come in time.
 */
export function healthOf(known: Known): Health {
  return (
    stuckHealth(known.log) ??
    brokenHealth(known) ??
    heldHealth(known.fates) ??
    failingHealth(known) ??
    checkedHealth(known.checked) ??
    goodHealth(known.fates)
  );
}

export function stuckHealth(log: readonly Publication[]): Health | null {
  const last = log.at(-1);
  if (!last?.stuck || last.state === "DONE" || last.state === "ABORTED") return null;
  const { reason, since } = last.stuck;
  const sentence = `Publication ${grouped(last.number)} waits for a person, and nothing after it is published: ${reason}.`;
  return { state: "stuck", since, sentence };
}

/** What `sluice ledger verify` tells in full: objects that are lost or cannot be read, sums, a table that is gone or differs. */
export function brokenHealth({ log, table, damage }: Pick<Known, "log" | "table" | "damage">): Health | null {
  const since = log.findLast(({ state }) => state === "DONE")?.committed ?? null;
  const broken = (sentence: string): Health => ({ state: "failing", since, sentence, verify: true });
  const [first] = damage;
  if (first) {
    const more = damage.length > 1 ? ` And ${grouped(damage.length - 1)} more.` : "";
    return broken(`${first.where} ${first.message}.${more}`);
  }
  const { inTable } = publishedSums(log);
  if (table?.missing) return broken(`Its table is gone, and its publications add up to ${rowsOf(inTable)}.`);
  if (!table || table.rows === inTable) return null;
  return broken(`Its table holds ${rowsOf(table.rows)}, and its publications add up to ${grouped(inTable)}.`);
}

function heldHealth(fates: readonly Fate[]): Health | null {
  const held = fates.filter(({ state }) => state === "HELD");
  const since = held.map(heldSince).sort()[0];
  if (since === undefined) return null;
  const rows = held.reduce((sum, { report }) => sum + (report?.rows.in ?? 0), 0);
  const codes = [...new Set(held.flatMap(({ reason }) => reason?.code ?? []))].join(", ");
  const [waits, whose] = held.length === 1 ? ["waits", "its"] : ["wait", "their"];
  const sentence = `${counted(held.length, "drop")} of ${rowsOf(rows)} ${waits} for a person's decision (${codes}); none of ${whose} rows is in the table.`;
  return { state: "held", since, sentence };
}

/** By its history, of which the oldest steps may be gone. */
function heldSince({ entry }: Fate): string {
  const step = entry.history.findLast(({ state, round }) => state === "HELD" && round === entry.round);
  return step?.at ?? entry.drop.arrived;
}

function failingHealth({ fates, lastMessage }: Known): Health | null {
  const missing = missingDays(fates, lastMessage);
  const failing = failingRun(fates);
  if (!failing) return missingHealth(missing);
  const late = missing.length > 0 ? ` Nothing has come for ${daysOf(missing)}.` : "";
  return { state: "failing", since: failing.since, sentence: `${failing.sentence}${late}` };
}

function missingHealth(missing: readonly string[]): Health | null {
  const [first] = missing;
  if (first === undefined) return null;
  return { state: "failing", since: first, sentence: `The drop of ${daysOf(missing)} has not come.` };
}

/** Told as missing, and later than all that has arrived: of older days nobody waits any more. */
function missingDays(fates: readonly Fate[], lastMessage: Message | null): string[] {
  const arrived = fates.filter(isFirstHand).map(({ entry }) => entry.drop.arrivalDay);
  const newest = arrived.sort().at(-1) ?? "";
  return (lastMessage?.health.missing ?? []).filter((day) => day > newest);
}

function daysOf(days: readonly string[]): string {
  return days.map(dayOf).join(", ");
}

function goodHealth(fates: readonly Fate[]): Health {
  return { state: "good", since: null, sentence: goodSentence(fates) };
}

function goodSentence(fates: readonly Fate[]): string {
  const published = fates.filter((fate) => isFirstHand(fate) && isLive(fate));
  const newest = published
    .map(({ entry }) => entry.drop.arrivalDay)
    .sort()
    .at(-1);
  const open = fates.filter(({ state }) => state === "CLAIMED" || state === "LAUNCHED" || state === "READY");
  const way = open.length > 0 ? `${counted(open.length, "drop")} ${open.length === 1 ? "is" : "are"} under way` : "";
  if (newest === undefined) return way === "" ? "No drop has been published yet." : `Nothing is published yet; ${way}.`;
  const known = `Published up to the drop of ${dayOf(newest)}`;
  return way === "" ? `${known}.` : `${known}; ${way}.`;
}
