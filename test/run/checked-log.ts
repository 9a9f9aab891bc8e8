import { appendPublication } from "../../lakehouse/ledger/log.ts";
import { keepPlan } from "../../lakehouse/ledger/plans.ts";
import type { Decision, Publication } from "../../lakehouse/ledger/publication.ts";
import type { Plan, PlanCheck } from "../../lakehouse/plan/plan.ts";
import type { Objects, Row, Warehouse } from "../../lakehouse/ports.ts";
import { createMemoryClock } from "../fakes/memory/clock.ts";
import { createMemoryObjects, type ObjectsHooks } from "../fakes/memory/objects.ts";
import { createMemoryWarehouse } from "../fakes/memory/warehouse.ts";
import { checkAfter, planOf } from "../notify/stories/make.ts";

export const START = "2001-02-01T05:00:00.000Z";
export const MINUTE = 60_000;

/** flights, asked these checks alone after publication. */
export function planAsking(checks: readonly PlanCheck[]): Plan {
  const plan = planOf("flights");
  return { ...plan, checks: [...plan.checks.filter(({ when }) => when === "drop"), ...checks] };
}

/** What tells the checks of these tests apart: their texts. */
export function asks(id: string, more: Partial<PlanCheck> = {}): PlanCheck {
  return checkAfter(id, { statement: `SELECT ${id} FROM {object}`, ...more });
}

/** A log of publications in memory, and a warehouse that answers as `answers` says by the id of a check. */
export function openLog(dialect: Warehouse["dialect"] = "duckdb") {
  const clock = createMemoryClock(START);
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const objects = createMemoryObjects({ clock, random });
  const answers: Record<string, Row[] | number | boolean | string | null | Error> = {};
  const asked: string[] = [];
  const warehouse = createMemoryWarehouse({
    clock,
    targets: [],
    dialect,
    readFile: () => {
      throw new Error("nothing is loaded here");
    },
    query(text) {
      asked.push(text);
      const id = /SELECT (\w+) FROM/.exec(text)?.[1] ?? "";
      const answer = answers[id] === undefined ? 0 : answers[id];
      if (answer instanceof Error) throw answer;
      return Array.isArray(answer) ? answer : [{ measured: answer }];
    },
  });

  return {
    clock,
    objects,
    warehouse,
    answers,
    /** Every query, as it came. */
    asked,
    toolsWith: (hooks: ObjectsHooks) => ({ ...toolsOf(objects.seenBy(hooks)), objects: objects.seenBy(hooks) }),
    tools: toolsOf(objects),
    /** One more at the end of the log, by this plan. */
    async publish(plan: Plan, number: number, more: Partial<Publication> = {}) {
      const publication = publicationOf(plan, await keepPlan(objects, plan), number, more);
      if (!(await appendPublication(objects, publication))) throw new Error(`${number} is there`);
      return publication;
    },
  };

  function toolsOf(seen: Objects) {
    return { objects: seen, warehouse, clock: { now: clock.now, sleep: async () => undefined }, project: "acme" };
  }
}

export function touching(...partitions: string[]): Decision {
  return { append: partitions.map((id) => [id]), merge: [], replace: [], formerDrops: [] };
}

function publicationOf(plan: Plan, hash: string, number: number, more: Partial<Publication>): Publication {
  return {
    format: "sluice/publication/1",
    dataset: plan.dataset,
    environment: plan.environment,
    number,
    plan: hash,
    location: "local",
    created: START,
    committed: START,
    drops: [],
    passedOver: [],
    inputs: [],
    state: "DONE",
    shape: null,
    load: 0,
    decision: touching("20010131"),
    jobs: {},
    counts: { good: 1, loaded: 1, duplicates: 0, updated: 0, replaced: 0, bytesScanned: 0 },
    abort: null,
    stuck: null,
    ...more,
  };
}
