import type { Publication } from "../../ledger/publication.ts";
import type { DerivedState, Health } from "../page/state.ts";
import { counted } from "../page/words.ts";
import { publishedSums } from "../state.ts";
import { checkedHealth } from "./checks.ts";
import type { Facts } from "./facts.ts";
import { brokenHealth, stuckHealth } from "./health.ts";

/** `logOf`: the publications of an input. */
export function derivedState(facts: Facts, logOf: (dataset: string) => readonly Publication[]): DerivedState {
  const { plan, state, table } = facts;
  const inputs = plan.derived?.inputs.map(({ dataset }) => dataset) ?? [];
  const made = state.log.findLast((publication) => publication.state === "DONE");
  return {
    name: plan.dataset,
    title: plan.contract.title,
    description: plan.contract.description,
    health: healthOf(facts, inputs, logOf),
    inputs,
    partitions: table?.partitions ?? null,
    rows: table?.rows ?? publishedSums(state.log).inTable,
    publication: made?.number ?? null,
    made: made?.committed ?? null,
    ...(facts.unusual && { unusual: facts.unusual }),
  };
}

function healthOf(
  { state: { log }, checked, damage, table }: Facts,
  inputs: readonly string[],
  logOf: (dataset: string) => readonly Publication[],
): Health {
  const notGood = stuckHealth(log) ?? brokenHealth({ log, table, damage }) ?? checkedHealth(checked);
  if (notGood) return notGood;
  const done = log.filter(({ state }) => state === "DONE");
  return { state: "good", since: null, sentence: followWords(done, inputs, logOf) };
}

function followWords(
  done: readonly Publication[],
  inputs: readonly string[],
  logOf: (dataset: string) => readonly Publication[],
): string {
  const behind = inputs.flatMap((dataset) => {
    const followed = done.flatMap((publication) => publication.inputs).findLast((input) => input.dataset === dataset);
    const newer = logOf(dataset).filter((one) => one.number > (followed?.publication ?? 0) && changes(one));
    return newer.length > 0 ? [`${counted(newer.length, "publication")} of ${dataset}`] : [];
  });
  if (behind.length > 0) return `It does not follow ${behind.join(" and ")} yet.`;
  return done.length === 0 ? "Its inputs have published nothing yet." : "Made from all that its inputs have published.";
}

/** What a derived table has to follow. */
function changes({ state, decision }: Publication): boolean {
  if (state !== "DONE" || !decision) return false;
  return decision.append.length + decision.merge.length + decision.replace.length > 0;
}
