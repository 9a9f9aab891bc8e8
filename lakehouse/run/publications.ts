import { logNumbers, readPublication } from "../ledger/log.ts";
import type { Publication } from "../ledger/publication.ts";
import { logPath } from "../plan/names.ts";
import type { Objects } from "../ports.ts";
import { type Contradiction, lossOf } from "./verify/contradiction.ts";
import { lostNumbers } from "./verify/known-log.ts";
import { readAll } from "./verify/readable.ts";

export interface NewestPublications {
  /** Of one dataset after another, oldest first. */
  readonly publications: readonly Publication[];
  /** How many more there are before those. */
  readonly older: number;
  /** Publications that are lost or cannot be read. */
  readonly leftOut: readonly Contradiction[];
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
      const { values, problems } = await readAll(numbers.slice(-most), (n) => readPublication(objects, dataset, n));
      const lost = (await lostNumbers(objects, dataset)).map((n) => lossOf(logPath(dataset, n), "it is missing"));
      return { older: Math.max(0, numbers.length - most), values, leftOut: [...problems, ...lost] };
    }),
  );
  return {
    publications: read.flatMap(({ values }) => values.flatMap((stored) => (stored ? [stored.value] : []))),
    leftOut: read.flatMap(({ leftOut }) => leftOut),
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
