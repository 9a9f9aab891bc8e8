import type { DropState } from "../lakehouse/ledger/entry.ts";
import type { DatasetState, DerivedState, PageState } from "../lakehouse/run/page/state.ts";
import type { Invariant } from "./check/invariant.ts";
import type { StoryEvent } from "./story/event.ts";

/** The demo's result, as out/demo/summary.json has it. */
export interface Summary {
  readonly format: "sluice/demo-summary/1";
  /** Of the whole demo, making the data included. */
  readonly seconds: number;
  /** First and last day whose drops arrived. */
  readonly days: { readonly first: string; readonly last: string };
  readonly datasets: readonly DatasetSummary[];
  readonly derived: readonly { readonly dataset: string; readonly rows: number; readonly publications: number }[];
  readonly mails: number;
  readonly events: readonly StoryEvent[];
  readonly invariants: readonly Invariant[];
}

export interface DatasetSummary {
  readonly dataset: string;
  /** Uploads by how they ended; replays are none. */
  readonly drops: Readonly<Partial<Record<DropState, number>>>;
  readonly replays: number;
  readonly publications: number;
  /**
   * Of uploads that were not replaced by another one: `in` = `loaded` + `quarantined` + `duplicates` + `waiting`. Rows
   * that a replay brought in count as loaded, and no more as quarantined.
   */
  readonly rows: {
    readonly in: number;
    readonly loaded: number;
    readonly quarantined: number;
    readonly duplicates: number;
    readonly waiting: number;
  };
  /** Rows of the table: `published` − `updated` − `replaced`. */
  readonly table: {
    readonly rows: number;
    readonly published: number;
    readonly updated: number;
    readonly replaced: number;
  };
}

export function datasetSummary({ name, drops, publications, sums }: DatasetState): DatasetSummary {
  const uploads = drops.filter(({ replayOf }) => replayOf === null);
  const states = Map.groupBy(uploads, ({ state }) => state);
  const { rowsIn, loaded, quarantined, duplicates, waiting, published, updated, replaced, table } = sums;
  return {
    dataset: name,
    drops: Object.fromEntries([...states].map(([state, of]) => [state, of.length])),
    replays: drops.length - uploads.length,
    publications: publications.length,
    rows: { in: rowsIn, loaded, quarantined, duplicates, waiting },
    table: { rows: table ?? 0, published, updated, replaced },
  };
}

export function derivedSummary({ name, rows, publication }: DerivedState): Summary["derived"][number] {
  return { dataset: name, rows, publications: publication ?? 0 };
}

export function sumsOf({ datasets, derived }: PageState): Pick<Summary, "datasets" | "derived"> {
  return { datasets: datasets.map(datasetSummary), derived: derived.map(derivedSummary) };
}
