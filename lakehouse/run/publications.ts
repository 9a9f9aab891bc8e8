import { readLog, readPublication } from "../ledger/log.ts";
import type { Publication } from "../ledger/publication.ts";
import type { Objects } from "../ports.ts";

/** The newest of each dataset, at most so many, oldest first. */
export async function newestPublications(
  objects: Objects,
  datasets: readonly string[],
  most: number,
): Promise<Publication[]> {
  const logs = await Promise.all(datasets.map((dataset) => readLog(objects, dataset)));
  return logs.flatMap((log) => log.slice(-most));
}

/** One publication of the log, or the number of the last one; 0: the log is empty. */
export async function publicationAt(
  objects: Objects,
  dataset: string,
  number: number,
): Promise<{ readonly publication: Publication | null; readonly last: number }> {
  const stored = await readPublication(objects, dataset, number);
  if (stored) return { publication: stored.value, last: number };
  return { publication: null, last: (await readLog(objects, dataset)).at(-1)?.number ?? 0 };
}
