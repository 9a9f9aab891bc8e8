import { logNumbers, readLog, readPublication } from "../ledger/log.ts";
import type { Publication } from "../ledger/publication.ts";
import type { Objects } from "../ports.ts";

export interface NewestPublications {
  /** Of one dataset after another, oldest first. */
  readonly publications: readonly Publication[];
  /** How many more there are before those. */
  readonly older: number;
}

/** The newest of each dataset, at most so many. */
export async function newestPublications(
  objects: Objects,
  datasets: readonly string[],
  most: number,
): Promise<NewestPublications> {
  const read = await Promise.all(
    datasets.map(async (dataset) => {
      const numbers = await logNumbers(objects, dataset);
      const [first] = numbers.slice(-most);
      const older = Math.max(0, numbers.length - most);
      return { older, log: first === undefined ? [] : await readLog(objects, dataset, first) };
    }),
  );
  return {
    publications: read.flatMap(({ log }) => log),
    older: read.reduce((sum, { older }) => sum + older, 0),
  };
}

/** One publication of the log, or the number of the last one; 0: the log is empty. */
export async function publicationAt(
  objects: Objects,
  dataset: string,
  number: number,
): Promise<{ readonly publication: Publication | null; readonly last: number }> {
  const stored = await readPublication(objects, dataset, number);
  if (stored) return { publication: stored.value, last: number };
  return { publication: null, last: (await logNumbers(objects, dataset)).at(-1) ?? 0 };
}
