import { quoteName } from "../../lakehouse/plan/quote.ts";
import type { Clock, Objects, TableRef } from "../../lakehouse/ports.ts";
import { ObjectNotFound } from "../../lakehouse/ports.ts";

export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** Objects are local files whose names are their paths. */
export const localFiles: Pick<Objects, "local"> = {
  async local(name, wanted) {
    if (wanted && wanted.generation !== "1") throw new ObjectNotFound(name);
    return name;
  },
};

export function quote({ dataset, table }: TableRef): string {
  return `${quoteName(dataset)}.${quoteName(table)}`;
}
