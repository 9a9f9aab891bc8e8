import { readChecks } from "../../ledger/checks.ts";
import { isNewerDrop } from "../../ledger/names.ts";
import { readPlan } from "../../ledger/plans.ts";
import { CheckpointSchema, EpochSchema, type NameRecord, NameRecordSchema } from "../../ledger/records.ts";
import { readMessage } from "../../notify/outbox.ts";
import { checkpointPath, checksPath, epochPath, messagePath, namePath } from "../../plan/names.ts";
import { readValue } from "../../ports/values.ts";
import type { Objects } from "../../ports.ts";
import type { ReadableState } from "../state.ts";
import { type Contradiction, lossOf } from "./contradiction.ts";
import { numbersBeside, readAll } from "./readable.ts";

/** Smaller values of a dataset, that cannot be read or are lost: names, epoch, checkpoint, plans, checks, messages. */
export async function findBadValues(objects: Objects, state: ReadableState): Promise<Contradiction[]> {
  const { dataset, drops, log } = state;
  const plans = new Set([...log.map(({ plan }) => plan), ...drops.map(({ entry }) => entry.plan)]);
  return [
    ...(await badNames(objects, state)),
    ...(await badEpoch(objects, state)),
    ...(await unreadable([checkpointPath(dataset)], (name) => readValue(objects, name, CheckpointSchema))),
    ...(await unreadable([...plans], (hash) => readPlan(objects, hash))),
    ...(await unreadable(await numbersBeside(objects, checksPath(dataset, 0)), (of) =>
      readChecks(objects, dataset, of),
    )),
    ...(await unreadable(await numbersBeside(objects, messagePath(dataset, 0)), (of) =>
      readMessage(objects, dataset, of),
    )),
  ];
}

async function unreadable<T>(items: readonly T[], read: (item: T) => Promise<unknown>): Promise<Contradiction[]> {
  return (await readAll(items, read)).problems;
}

/** A name moves before the entry of its drop says COMMITTED. */
async function badNames(objects: Objects, { dataset, drops }: ReadableState): Promise<Contradiction[]> {
  const newest = new Map<string, Pick<NameRecord, "name" | "arrived" | "generation">>();
  for (const { entry } of drops) {
    const { name, arrived, generation } = entry.drop;
    if (entry.origin || entry.state !== "COMMITTED") continue;
    const path = namePath(dataset, name);
    const known = newest.get(path);
    if (!known || isNewerDrop(entry.drop, known)) newest.set(path, { name, arrived, generation });
  }
  const read = new Map<string, NameRecord>();
  const listed = (await objects.list(namePath(dataset, "").replace(/[^/]+$/, ""))).map(({ name }) => name);
  const problems = await unreadable(listed, async (path) => {
    const stored = await readValue(objects, path, NameRecordSchema);
    if (stored) read.set(path, stored.value);
  });
  for (const [path, drop] of newest) {
    const record = read.get(path);
    if (record && isNewerDrop(drop, record)) problems.push(lossOf(path, "it names an older drop than was committed"));
    if (!record && !problems.some(({ where }) => where === path)) problems.push(lossOf(path));
  }
  return problems;
}

/** No job was submitted without it. */
async function badEpoch(objects: Objects, { dataset, log }: ReadableState): Promise<Contradiction[]> {
  const path = epochPath(dataset);
  let present = true;
  const problems = await unreadable([path], async () => {
    present = (await readValue(objects, path, EpochSchema)) !== null;
  });
  if (problems.length > 0 || present || !log.some(({ state }) => state === "DONE")) return problems;
  return [lossOf(path)];
}
