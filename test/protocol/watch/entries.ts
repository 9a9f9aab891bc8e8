import type { DropState, Entry } from "../../../lakehouse/ledger/entry.ts";
import { isTerminal } from "../../../lakehouse/ledger/entry.ts";
import type { Publication } from "../../../lakehouse/ledger/publication.ts";
import { readyOf } from "../../../lakehouse/run/settle.ts";
import { equal, type Ledger, must } from "./ledger.ts";
import { judgeTerms } from "./terms.ts";

/** Where an entry may go from where it is; a decision of a person begins the next round. */
const WAYS: Readonly<Record<DropState, readonly DropState[]>> = {
  CLAIMED: ["CLAIMED", "LAUNCHED", "READY", "HELD", "REJECTED", "SUPERSEDED", "DUPLICATE", "GONE", "POISON"],
  LAUNCHED: ["CLAIMED", "READY", "HELD", "REJECTED", "POISON"],
  READY: ["COMMITTED", "SUPERSEDED", "DUPLICATE", "HELD"],
  HELD: ["CLAIMED", "REJECTED"],
  REJECTED: ["CLAIMED"],
  POISON: ["CLAIMED"],
  COMMITTED: [],
  SUPERSEDED: [],
  DUPLICATE: [],
  GONE: [],
};

const MOST_ATTEMPTS = 3;

/** Judges one change of an entry; throws on what must never be. */
export function judgeEntry(ledger: Ledger, before: Entry | undefined, after: Entry): void {
  const tell = (problem: string) => () => {
    const was = before ? `${before.state} round ${before.round} attempt ${before.attempt}` : "nothing";
    return `entry ${after.drop.key}: ${problem} (${was} → ${after.state} round ${after.round} attempt ${after.attempt})`;
  };
  must(ledger.isMarked("open", after) || isTerminal(after.state), tell("it lives and is not marked open"));
  judgeTerms(ledger, before, after, tell);
  if (!before) {
    must(after.state === "CLAIMED" && after.round === 1 && after.attempt === 1, tell("it begins elsewhere"));
    return;
  }
  must(equal(before.drop, after.drop), tell("it is another drop now"));
  const late =
    before.state === "LAUNCHED" && ledger.reportsAtEnd.get(before.job ?? "")?.has(`${after.drop.key}/${before.round}`);
  must(!late || after.state !== "CLAIMED", tell("its job ended with a report, and it is tried again"));
  must(WAYS[before.state].includes(after.state), tell("no way leads there"));
  judgeCounters(before, after, tell);
  judgeState(ledger, before, after, tell);
}

type Tell = (problem: string) => () => string;

function judgeCounters(before: Entry, after: Entry, tell: Tell): void {
  const decided = after.state === "CLAIMED" && ["HELD", "REJECTED", "POISON"].includes(before.state);
  if (decided) {
    must(after.round === before.round + 1 && after.attempt === 1, tell("a decision begins the next round"));
    return;
  }
  must(after.round === before.round, tell("the round changes without a decision"));
  const taken = after.state === "CLAIMED" && after.attempt === before.attempt + 1;
  must(taken || after.attempt === before.attempt, tell("the attempt changes without a take-over"));
  must(after.attempt <= MOST_ATTEMPTS, tell("too many attempts"));
}

function judgeState(ledger: Ledger, before: Entry, after: Entry, tell: Tell): void {
  const { drop, round, dataset } = after;
  const report = ledger.report(drop.key, round);
  const worked = before.state === "CLAIMED" || before.state === "LAUNCHED";
  const log = ledger.log(dataset);
  const named: Named = (drops) => drops.some((one) => one.key === drop.key && one.round === round);
  switch (after.state) {
    case "LAUNCHED":
      must(isTold(ledger, after), tell(`LAUNCHED, and the job ${after.job} is not told of it`));
      return;
    case "READY":
      must(ledger.isMarked("ready", after), tell("READY, and the publisher's marker is missing"));
      must(report?.verdict.startsWith("ready") ?? false, tell(`READY by a report that is ${report?.verdict}`));
      must(
        report !== undefined && equal(after.ready, readyOf(report)),
        tell("READY with other counts than the report's"),
      );
      return;
    case "HELD":
      if (worked) must(report?.verdict === "held", tell(`HELD by a report that is ${report?.verdict}`));
      else
        must(
          log.some((one) => isHolding(one, drop.key) && named([...one.drops, ...one.passedOver])),
          tell("HELD, and no publication says why"),
        );
      return;
    case "REJECTED":
      if (worked) must(report?.verdict === "rejected", tell(`REJECTED by a report that is ${report?.verdict}`));
      else must(after.history.at(-1)?.by !== null, tell("rejected by nobody"));
      return;
    case "COMMITTED": {
      const publication = log[(after.publication ?? 0) - 1];
      must(
        publication?.state === "DONE" && named(publication.drops),
        tell("COMMITTED without a publication that is done with it"),
      );
      return;
    }
    case "SUPERSEDED":
      if (worked) must(!ledger.originals.has(drop.key), tell("SUPERSEDED, and its original is kept"));
      else must(isPassedOver(log, named), tell("SUPERSEDED, and no publication says so"));
      return;
    case "GONE":
      must(!ledger.originals.has(drop.key), tell("GONE, and its original is kept"));
      return;
    case "DUPLICATE":
      must(isTwin(ledger, after), tell("DUPLICATE of other bytes"));
      if (!worked) must(isPassedOver(log, named), tell("DUPLICATE, and no publication says so"));
      return;
    case "POISON":
      must(before.attempt === MOST_ATTEMPTS, tell("given up too early"));
      return;
    default:
  }
}

/** A job splits what its manifest names, as it names it. */
function isTold(ledger: Ledger, { job, plan, drop, round, attempt }: Entry): boolean {
  const manifest = ledger.manifests.get(job ?? "");
  return (
    manifest?.plan === plan &&
    manifest.drops.some((one) => one.key === drop.key && one.round === round && one.attempt === attempt)
  );
}

function isHolding({ state, abort, passedOver }: Publication, key: string): boolean {
  if (state === "ABORTED") return abort?.culprits.includes(key) ?? false;
  return state === "DONE" && passedOver.some((one) => one.key === key && one.becomes === "HELD");
}

type Named = (drops: readonly { readonly key: string; readonly round: number }[]) => boolean;

function isPassedOver(log: readonly Publication[], named: Named): boolean {
  return log.some(({ state, passedOver }) => state === "DONE" && named(passedOver));
}

/** Of another drop of the same name; what the table holds at the end is judged at rest. */
function isTwin(ledger: Ledger, { drop }: Entry): boolean {
  const own = ledger.uploads.get(drop.key);
  return [...ledger.entries.values()].some(({ drop: { key, name } }) => {
    const twin = key !== drop.key && name === drop.name ? ledger.uploads.get(key) : undefined;
    return twin !== undefined && own !== undefined && Buffer.compare(twin.bytes, own.bytes) === 0;
  });
}
