import { type Publication, PublicationSchema } from "../../ledger/publication.ts";
import { countOf } from "../../plan/words.ts";
import type { Log, LogLine } from "../../ports.ts";
import { secondsBetween } from "./seconds.ts";
import { type Watch, watch } from "./watch.ts";

const PATH = /^ledger\/[^/]+\/log\/\d{12}\.json$/;

type Facts = Pick<Publication, "dataset" | "number" | "state" | "created" | "committed" | "counts" | "resumed"> & {
  readonly drops: number;
  readonly files: number;
  readonly good: number;
  /** Null: it is of a derived table. */
  readonly firstArrived: string | null;
  readonly isStuck: boolean;
  readonly reason: string | undefined;
};

export function watchPublications(log: Log): Watch<Facts> {
  return watch({ path: PATH, schema: PublicationSchema, facts, lines }, log);
}

function facts(publication: Publication): Facts {
  const { dataset, number, state, created, committed, counts, resumed, drops, stuck, abort } = publication;
  const arrived = drops.map((drop) => drop.arrived).sort((a, b) => Date.parse(a) - Date.parse(b));
  return {
    ...{ dataset, number, state, created, committed, counts, ...(resumed !== undefined && { resumed }) },
    drops: drops.length,
    files: drops.reduce((sum, drop) => sum + drop.files.length, 0),
    good: drops.reduce((sum, drop) => sum + drop.good, 0),
    firstArrived: arrived[0] ?? null,
    isStuck: stuck !== null,
    reason: abort ? (abort.culprits.length > 0 ? "LOAD_FAILED" : "TOO_MANY_DROPS") : undefined,
  };
}

function lines(now: Facts, before: Facts | null | undefined): LogLine[] {
  const { dataset, number } = now;
  const about = { dataset, publication: number };
  const known = before ?? null;
  return [
    ...(known?.state === now.state ? [] : [movedLine(now)]),
    ...(now.isStuck && !known?.isStuck ? [stuckLine(now, about)] : []),
    ...(known?.isStuck && !now.isStuck
      ? [{ ...about, severity: "INFO", event: "publication.resumed", message: `${titleOf(now)} is resumed` } as const]
      : []),
  ];
}

function movedLine(now: Facts): LogLine {
  const { dataset, number, state, created, committed, counts, drops, files, good, firstArrived, reason } = now;
  const { bytesScanned, ...rows } = counts ?? { bytesScanned: undefined, good };
  return {
    severity: state === "ABORTED" ? "WARNING" : "INFO",
    event: "publication.moved",
    message: `${titleOf(now)} is ${state}, ${countOf(drops, "drop")}`,
    dataset,
    publication: number,
    state,
    reason,
    drops,
    files,
    rows,
    bytesScanned,
    seconds: committed === null ? undefined : secondsBetween(created, committed),
    lagSeconds: committed === null || firstArrived === null ? undefined : secondsBetween(firstArrived, committed),
  };
}

/** Why is said in words, which may be the warehouse's: the ledger has them. */
function stuckLine(now: Facts, about: Pick<LogLine, "dataset" | "publication">): LogLine {
  const look = `\`sluice ledger show ${now.dataset} ${now.number}\``;
  const message = `${titleOf(now)} is stuck; ${look} says why and what to do`;
  return { severity: "ERROR", event: "publication.stuck", message, state: now.state, ...about };
}

function titleOf({ dataset, number }: Facts): string {
  return `${dataset}: publication ${number}`;
}
