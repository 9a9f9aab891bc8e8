import type { PublishedCounts } from "../../lakehouse/ledger/publication.ts";
import type { Followed } from "../../lakehouse/run/chain.ts";

type Rows = Omit<PublishedCounts, "bytesScanned">;

/** Rows that the publications of a dataset just made moved, or null: there was none. */
export function publishedRows({ advanced }: Followed, dataset: string): Rows | null {
  const done = advanced
    .filter((one) => one.dataset === dataset)
    .flatMap(({ ended }) => ended)
    .flatMap(({ state, counts }) => (state === "DONE" && counts ? [counts] : []));
  if (done.length === 0) return null;
  const sum = (of: keyof Rows) => done.reduce((total, counts) => total + counts[of], 0);
  return {
    good: sum("good"),
    loaded: sum("loaded"),
    duplicates: sum("duplicates"),
    updated: sum("updated"),
    replaced: sum("replaced"),
  };
}
