import { expect, test } from "@jest/globals";
import type { Publication } from "../../lakehouse/ledger/publication.ts";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import { LOCAL } from "../../lakehouse/plan/environment.ts";
import type { Job, JobError } from "../../lakehouse/ports.ts";
import type { Context } from "../../lakehouse/publish/context.ts";
import { runJob } from "../../lakehouse/publish/run-job.ts";
import { createMemoryClock } from "../fakes/memory/clock.ts";
import { createMemoryObjects } from "../fakes/memory/objects.ts";
import { ownContract } from "../plan/contracts.ts";

// What a person's `sluice ledger resume` changes for a step whose job failed for good.

const counts = { loaded: 0, copied: 0, inserted: 0, updated: 0, deleted: 0, bytesScanned: 0 };
const failed: JobError = { kind: "data", reason: "invalid", message: "Conversion Error" };

/** Jobs whose first attempt failed before noon. */
function contextOf(resumed: string | undefined) {
  const jobs = new Map<string, Job>();
  const clock = createMemoryClock("2026-11-21T13:00:00.000Z");
  const plan = compilePlan(ownContract("meters"), LOCAL);
  const value = { number: 1, plan: "hash", drops: [], resumed } as unknown as Publication;
  const warehouse = {
    job: async (id: string) => jobs.get(id) ?? null,
    insert: async (id: string, labels: Record<string, string>) => {
      const first = jobs.size === 0;
      const created = first ? "2026-11-21T11:00:00.000Z" : clock.now();
      jobs.set(id, { id, labels, state: "done", error: first ? failed : null, counts, created });
    },
  };
  const objects = createMemoryObjects({ clock, random: Math.random });
  return { plan, epoch: "00000000", stored: { value }, warehouse, objects, clock } as unknown as Context;
}

const step = {
  name: "merge",
  meaning: {},
  spec: () => ({
    kind: "merge" as const,
    from: null,
    target: { dataset: "d", table: "t" },
    partitions: ["20261121"],
    formerDrops: [],
    text: "MERGE",
    counts: null,
  }),
};

test("a job that failed for good is not tried again by itself", async () => {
  const context = contextOf(undefined);
  expect(await runJob(context, step)).toMatchObject({ kind: "done", value: { kind: "failed", attempt: 0 } });
  expect(await runJob(context, step)).toMatchObject({ kind: "done", value: { kind: "failed", attempt: 0 } });
});

test("after a person has looked it is tried again, under the next id", async () => {
  const context = contextOf("2026-11-21T12:00:00.000Z");
  await runJob(context, step);
  expect(await runJob(context, step)).toMatchObject({ kind: "done", value: { kind: "ok", attempt: 1 } });
});
