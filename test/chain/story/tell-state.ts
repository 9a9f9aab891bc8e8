import type { Laptop } from "../../../lakehouse/environment.ts";
import { readMessage } from "../../../lakehouse/notify/outbox.ts";
import { tableNames } from "../../../lakehouse/plan/names.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import { type CanonicalState, canonicalState } from "../../../lakehouse/run/canonical-state.ts";
import { readState } from "../../../lakehouse/run/state.ts";
import { tableOf } from "../../../lakehouse/run/table.ts";
import { type Contradiction, verifyDataset } from "../../../lakehouse/run/verify.ts";

export interface Told {
  /** What must be the same in every lake that saw the same story. */
  readonly canonical: CanonicalState;
  /** What in the lake contradicts itself. */
  readonly contradictions: readonly Contradiction[];
  /** Markers, tables and messages that should be gone, or done. */
  readonly left: readonly string[];
  /** Ids of messages that were sent. */
  readonly sent: readonly string[];
}

export async function tellState(laptop: Laptop, plans: readonly Plan[]): Promise<Told> {
  const datasets = plans.map(({ dataset }) => dataset);
  const states = await Promise.all(datasets.map((dataset) => readState(laptop.objects, dataset)));
  const tables = new Map<string, string | null>();
  for (const { dataset, log } of states) tables.set(dataset, await tableOf(laptop, log));
  const select = (dataset: string, what: string) => {
    const table = tables.get(dataset);
    return table ? `SELECT ${what} FROM ${table}` : null;
  };
  const canonical = await canonicalState({ ...laptop, tableOf: (dataset) => select(dataset, "*") }, datasets);
  const wrong = states.map((state) => {
    return verifyDataset({ ...laptop, countRows: select(state.dataset, "count(*) AS n") }, state);
  });
  const messages = await messagesOf(laptop);
  return {
    canonical,
    contradictions: (await Promise.all(wrong)).flat(),
    left: [
      ...(await markersIn(laptop)),
      ...(await stagingTables(laptop, plans)),
      ...messages.filter(({ state }) => state !== "SENT" && state !== "NOTED").map(({ id, state }) => `${id} ${state}`),
    ],
    sent: messages.filter(({ state }) => state === "SENT").map(({ id }) => id),
  };
}

async function markersIn({ objects }: Laptop): Promise<string[]> {
  const listed = [...(await objects.list("ledger/")), ...(await objects.list("outbox/"))];
  return listed.map(({ name }) => name).filter((name) => /\/(open|ready|pending)\/|^outbox\/to-send\//.test(name));
}

async function stagingTables({ warehouse }: Laptop, plans: readonly Plan[]): Promise<string[]> {
  const found = plans.map(async ({ environment, dataset, warehouse: { table, quarantineTable } }) => {
    return warehouse.tables(tableNames(environment, dataset, table, quarantineTable).staging.dataset);
  });
  return (await Promise.all(found)).flat();
}

async function messagesOf({ objects }: Laptop): Promise<{ readonly id: string; readonly state: string }[]> {
  const names = (await objects.list("outbox/")).map(({ name }) => /^outbox\/(\w+)\/messages\/(\d+)\.json$/.exec(name));
  const messages = names.flatMap((found) => (found ? [readMessage(objects, String(found[1]), Number(found[2]))] : []));
  return (await Promise.all(messages)).flatMap((stored) => {
    return stored ? [{ id: `${stored.value.dataset} ${stored.value.number}`, state: stored.value.state }] : [];
  });
}
