import type { Message } from "../notify/message.ts";
import type { Plan } from "../plan/plan.ts";
import type { DatasetState, DerivedState, MailState, PageState } from "./page/state.ts";
import { checkLines } from "./page-state/checks.ts";
import { daysOf, sumsOf } from "./page-state/count-rows.ts";
import { derivedState } from "./page-state/derived-state.ts";
import { dropLines } from "./page-state/drop-line.ts";
import { type FactSources, type Facts, readFacts, readLostPlans } from "./page-state/facts.ts";
import { failuresOf, rulesOf } from "./page-state/failed-rules.ts";
import { fatesOf } from "./page-state/fates.ts";
import { healthOf } from "./page-state/health.ts";
import { mailLine } from "./page-state/mail-line.ts";
import { publicationLine } from "./page-state/publication-line.ts";

export interface PageSources extends FactSources {
  readonly title: string;
  readonly environment: string;
  /** RFC 3339 UTC. */
  readonly madeAt: string;
  /** What follows every command that the page tells: ` --lake out/demo/lake`, ` --env dev`, or nothing. */
  readonly flags: string;
  /** Where a mail lies, relative to the page; null: nowhere that the page could link. */
  mailFile(message: Message): string | null;
}

/** The state of a lake as its report page shows it: of these datasets, and of any other that the ledger knows. Reads alone. */
export async function pageState(sources: PageSources, plans: readonly Plan[]): Promise<PageState> {
  const lost = await readLostPlans(sources.objects, plans);
  const facts: Facts[] = [];
  // One after the other: a lake's reports need not all be read at once.
  for (const plan of [...plans, ...lost]) facts.push(await readFacts(sources, plan));
  return composePage(sources, facts, new Set(lost.map(({ dataset }) => dataset)));
}

type Heading = Pick<PageSources, "title" | "environment" | "madeAt" | "flags" | "mailFile">;

/** Pure. `lost`: datasets without a contract. */
export function composePage(heading: Heading, facts: readonly Facts[], lost: ReadonlySet<string>): PageState {
  const { title, environment, madeAt } = heading;
  const told = facts.map((one) => (lost.has(one.plan.dataset) ? withoutContract(one) : one));
  const logOf = (dataset: string) => told.find(({ plan }) => plan.dataset === dataset)?.state.log ?? [];
  const datasets = told.filter(({ plan }) => plan.derived === null).map((one) => datasetState(heading, one));
  const derived = told.filter(({ plan }) => plan.derived !== null).map((one): DerivedState => derivedState(one, logOf));
  const checks = facts.flatMap(({ checked }) => checkLines(checked));
  return { title, environment, madeAt, datasets, derived, checks, mails: told.flatMap((one) => mailsOf(heading, one)) };
}

function withoutContract(facts: Facts): Facts {
  const { contract } = facts.plan;
  const description = `${contract.description ?? ""} No usable contract stands for it now; this is by its last one.`;
  return { ...facts, plan: { ...facts.plan, contract: { ...contract, description: description.trim() } } };
}

function datasetState({ flags }: Heading, { plan, state, messages, checked, damage, table }: Facts): DatasetState {
  const fates = fatesOf(state);
  const { log } = state;
  return {
    name: plan.dataset,
    title: plan.contract.title,
    description: plan.contract.description,
    owner: plan.contract.owner,
    health: healthOf({ fates, log, lastMessage: messages.at(-1) ?? null, checked, table, damage }),
    sums: sumsOf(fates, log, table?.rows ?? null),
    days: daysOf(fates),
    rules: rulesOf(plan, fates),
    failures: failuresOf(fates),
    drops: dropLines(fates, flags),
    publications: log.map((publication) => publicationLine(publication, flags)),
  };
}

function mailsOf({ mailFile }: Heading, { messages }: Facts): MailState[] {
  return messages.map((message) => mailLine(message, mailFile(message)));
}
