import { type CheckRecord, readChecks } from "../../ledger/checks.ts";
import type { Message } from "../../notify/message.ts";
import { readMessage } from "../../notify/outbox.ts";
import { checksPath, messagePath } from "../../plan/names.ts";
import { UnreadableValue } from "../../ports/values.ts";
import type { Objects } from "../../ports.ts";
import { type Contradiction, problemOf } from "./contradiction.ts";

// For commands that look: one bad object does not hide the others.

const atOnce = 64;

/** What these reads give, in their order; each `UnreadableValue` becomes a problem. */
export async function readAll<T, R>(
  items: readonly T[],
  read: (item: T) => Promise<R>,
): Promise<{ readonly values: R[]; readonly problems: Contradiction[] }> {
  const values: R[] = [];
  const problems: Contradiction[] = [];
  for (let start = 0; start < items.length; start += atOnce) {
    const some = items.slice(start, start + atOnce).map(async (item) => {
      try {
        return { value: await read(item) };
      } catch (error) {
        if (!(error instanceof UnreadableValue)) throw error;
        return { problem: problemOf(error) };
      }
    });
    for (const one of await Promise.all(some)) {
      if ("problem" in one) problems.push(one.problem);
      else values.push(one.value);
    }
  }
  return { values, problems };
}

/** Numbers of the objects beside this one. */
export async function numbersBeside(objects: Objects, path: string): Promise<number[]> {
  return (await objects.list(path.replace(/[^/]+$/, ""))).flatMap(({ name }) => {
    const [, digits] = /\/(\d{12})\.json$/.exec(name) ?? [];
    return digits ? [Number(digits)] : [];
  });
}

/** Oldest first. */
export async function readableMessages(objects: Objects, dataset: string): Promise<Message[]> {
  const numbers = await numbersBeside(objects, messagePath(dataset, 0));
  const { values } = await readAll(numbers, (number) => readMessage(objects, dataset, number));
  return values.flatMap((stored) => (stored ? [stored.value] : []));
}

/** Oldest first. */
export async function readableChecks(objects: Objects, dataset: string): Promise<CheckRecord[]> {
  const numbers = await numbersBeside(objects, checksPath(dataset, 0));
  return (await readAll(numbers, (of) => readChecks(objects, dataset, of))).values.flatMap((record) => record ?? []);
}
