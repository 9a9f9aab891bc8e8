import type { Publication } from "../../ledger/publication.ts";
import { queryCostWords } from "../../plan/warehouse/prices.ts";
import { stateOf } from "./log.ts";
import { bytesOf, countOf, grouped, rowsOf } from "./numbers.ts";
import { shownName } from "./object-name.ts";
import { shortKey } from "./open-drops.ts";
import { spaced } from "./report.ts";
import { table } from "./table.ts";
import { styled, type Text, text } from "./text.ts";

/** One publication in full: what it is made of, what was decided, which jobs ran, what it came to. */
export function publicationView(publication: Publication, width: number): Text[] {
  const { dataset, number, created, committed, plan, inputs, stuck, abort } = publication;
  const when = committed ? `committed ${committed}` : "not finished";
  return spaced([
    [
      text`${styled("bold", stateOf(publication))}  ${styled("bold", `${dataset} ${number}`)}`,
      styled("dim", text`created ${created}, ${when}, plan ${plan.slice(0, 12)}`),
    ],
    stuck ? reason("It waits for a person", stuck.reason, `${stuck.cure}; then sluice ledger resume ${dataset}`) : [],
    abort ? reason("It was aborted", abort.message, abortCure(abort)) : [],
    countSection(publication),
    inputs.length > 0 ? [styled("bold", "Made from"), ...inputs.map(inputLine)] : [],
    dropSection(publication, width),
    decisionSection(publication),
    jobSection(publication),
  ]);
}

function reason(title: string, message: string, cure: string): Text[] {
  return [styled("bold", title), text`  ${message}`, text`    ${styled("dim", "→")} ${cure}`];
}

function abortCure({ culprits, limit }: NonNullable<Publication["abort"]>): string {
  return culprits.length > 0
    ? `held: ${culprits.join(", ")}`
    : `the next publication holds at most ${countOf(limit ?? 0, "drop")}`;
}

function countSection({ counts, inputs }: Publication): Text[] {
  if (!counts) return [];
  const { good, loaded, duplicates, updated, replaced, bytesScanned } = counts;
  const sum =
    inputs.length > 0
      ? `${rowsOf(loaded)} made`
      : `${grouped(good)} good = ${grouped(loaded)} loaded + ${grouped(duplicates)} duplicates`;
  return [
    styled("bold", "Rows"),
    text`  ${sum}`,
    ...(updated > 0 ? [text`  ${grouped(updated)} of the table updated by newer ones`] : []),
    ...(replaced > 0 ? [text`  ${grouped(replaced)} of the table deleted`] : []),
    ...(bytesScanned > 0 ? [text`  ${bytesOf(bytesScanned)} scanned: ${queryCostWords(bytesScanned)}`] : []),
  ];
}

function inputLine({ dataset, publication, partitions }: Publication["inputs"][number]): Text {
  return text`  ${styled("name", dataset)} up to ${publication}: ${some(partitions)}`;
}

function dropSection({ drops, passedOver }: Publication, width: number): Text[] {
  if (drops.length + passedOver.length === 0) return [];
  const rows = [
    ...drops.map(({ key, round, name, good, partitions }) => [
      text`${shortKey(key)}`,
      text`${round}`,
      text`${grouped(good)}`,
      text`${some(partitions.map(({ id }) => id))}`,
      text`${shownName(name)}`,
    ]),
    ...passedOver.map(({ key, round, becomes }) => [
      text`${shortKey(key)}`,
      text`${round}`,
      text`–`,
      text`–`,
      text`passed over: ${becomes}`,
    ]),
  ];
  return [styled("bold", "Drops"), ...table(dropColumns, rows, { width, indent: 2 })];
}

const dropColumns = [
  { title: "key" },
  { title: "round", align: "right" },
  { title: "good", align: "right" },
  { title: "partitions" },
  { title: "object" },
] as const;

function decisionSection({ decision }: Publication): Text[] {
  if (!decision) return [];
  const lines: [string, readonly string[]][] = [
    ["append", decision.append.flat()],
    ["merge", decision.merge],
    ["replace", decision.replace],
    ["rows give way of", decision.formerDrops],
  ];
  const shown = lines.filter(([, ids]) => ids.length > 0);
  const wide = Math.max(...shown.map(([label]) => label.length));
  return shown.length === 0
    ? []
    : [styled("bold", "Decided"), ...shown.map(([label, ids]) => text`  ${label.padEnd(wide)}  ${some(ids)}`)];
}

function jobSection({ jobs }: Publication): Text[] {
  const entries = Object.entries(jobs);
  if (entries.length === 0) return [];
  return [styled("bold", "Jobs"), ...entries.map(([step, id]) => text`  ${step.padEnd(8)}  ${id}`)];
}

const shown = 8;

function some(ids: readonly string[]): string {
  if (ids.includes("*")) return "every partition";
  const rest = ids.length - shown;
  const first = ids.slice(0, shown).join(", ");
  return rest > 0 ? `${first} and ${grouped(rest)} more` : first;
}
