import type { Entry, Origin } from "../ledger/entry.ts";
import type { Publication } from "../ledger/publication.ts";
import type { Report } from "../plan/report.ts";
import { loadFailed } from "../publish/reasons.ts";
import { QUARANTINE } from "./replay.ts";
import { readyOf } from "./settle.ts";

type End = Pick<Entry, "state" | "publication" | "reason">;

/** The entry that a report and the log imply. What a person decided since the last report is not in it. */
export function settledEntry(report: Report, origin: Origin | null, log: readonly Publication[], at: string): Entry {
  const { dataset, environment, drop, round, attempt, plan, lifts } = report;
  const { state, publication, reason } = endOf(report, log);
  return {
    format: "sluice/entry/1",
    dataset,
    environment,
    drop,
    origin,
    state,
    round,
    attempt,
    lifts,
    plan,
    lease: null,
    job: null,
    ready: report.verdict.startsWith("ready") ? readyOf(report) : null,
    publication,
    reason,
    history: [{ at, state, round, attempt, by: "ledger rebuild" }],
  };
}

export class OriginUnknown extends Error {
  override readonly name = "OriginUnknown";
}

/** Of a replay: its object's name is that of a quarantine file, which holds the key and round of the drop that left it. Throws `OriginUnknown`. */
export function originOf({ drop }: Report, reports: ReadonlyMap<string, Report>): Origin | null {
  const [uri, key, round] = /^quarantine\/.*\/([0-9a-f]{24})\/(\d+)-.*$/.exec(drop.name) ?? [];
  if (drop.bucket !== QUARANTINE || !uri || !key || !round) return null;
  const left = reports.get(key);
  if (!left) throw new OriginUnknown(`it replays rows of ${key}, whose report is not there or cannot be read`);
  const first = originOf(left, reports);
  return {
    key: first?.key ?? key,
    name: first?.name ?? left.drop.name,
    round: Number(round),
    uri,
    generation: drop.generation,
  };
}

function endOf({ drop, round, verdict, reasons }: Report, log: readonly Publication[]): End {
  const none = { publication: null, reason: null };
  const named = (drops: readonly { readonly key: string; readonly round: number }[]) =>
    drops.find((one) => one.key === drop.key && one.round === round);
  const finished = log.filter(({ state }) => state === "DONE");
  const done = finished.find(({ drops }) => named(drops));
  if (done) return { ...none, state: "COMMITTED", publication: done.number };
  const over = finished.flatMap(({ passedOver }) => passedOver).find((one) => named([one]));
  if (over) return { ...none, state: over.becomes, reason: over.reason };
  const aborted = log.find(({ abort, drops }) => abort?.culprits.includes(drop.key) && named(drops));
  if (aborted) return { ...none, state: "HELD", reason: loadFailed(aborted.abort?.message ?? "") };
  if (verdict === "held") return { ...none, state: "HELD", reason: reasons[0] ?? null };
  if (verdict === "rejected") return { ...none, state: "REJECTED", reason: reasons[0] ?? null };
  return { ...none, state: "READY" };
}
