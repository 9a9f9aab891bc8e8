import type { Publication } from "../../ledger/publication.ts";
import { countOf, grouped } from "./numbers.ts";
import { joined, styled, type Text, text } from "./text.ts";

/** In place of partition ids: every partition there is. */
const whole = "*";

/** What a publication did, as counts of partitions. */
export interface PartitionCounts {
  readonly appended: number;
  readonly merged: number;
  /** Made new, or rid of a former upload's rows. */
  readonly replaced: number;
}

export function partitionCounts({ decision }: Publication): PartitionCounts {
  return {
    appended: decision?.append.flat().length ?? 0,
    merged: decision?.merge.length ?? 0,
    replaced: decision?.replace.length ?? 0,
  };
}

/** `published flights 12: 3 drops, 49,210 loaded, 12 duplicates, 2 partitions appended, 1 merged`. */
export function publicationLine(publication: Publication): Text {
  const { dataset, number, state, abort } = publication;
  const of = text`${styled("name", dataset)} ${number}`;
  if (state === "ABORTED") {
    const why = abort?.culprits.length ? `${countOf(abort.culprits.length, "drop")} held` : "tried again in halves";
    return text`${styled("warn", "aborted")} ${of}: ${why}; ${abort?.message ?? ""}`;
  }
  if (state !== "DONE") return text`${styled("warn", state.toLowerCase())} ${of}: ${batchWords(publication)}`;
  return text`${styled("good", "published")} ${of}: ${joined(
    [batchWords(publication), ...countWords(publication)].filter((words) => words !== ""),
    ", ",
  )}`;
}

function batchWords({ drops, passedOver, inputs }: Publication): string {
  if (inputs.length > 0) {
    return `made from ${inputs.map(({ dataset, publication }) => `${dataset} ${publication}`).join(" and ")}`;
  }
  const over = [...Map.groupBy(passedOver, ({ becomes }) => becomes)].map(
    ([becomes, some]) => `${countOf(some.length, "drop")} ${becomes.toLowerCase()}`,
  );
  return [...(drops.length > 0 || over.length === 0 ? [countOf(drops.length, "drop")] : []), ...over].join(", ");
}

function countWords(publication: Publication): string[] {
  const { counts, decision, inputs } = publication;
  if (!counts || (publication.drops.length === 0 && inputs.length === 0)) return [];
  const { appended, merged, replaced } = partitionCounts(publication);
  const kinds: [number, string][] = [
    [appended, "appended"],
    [merged, "merged"],
    [replaced, inputs.length > 0 ? "made new" : "replaced"],
  ];
  const steps = kinds.filter(([partitions]) => partitions > 0);
  const first = steps[0]?.[0] ?? 0;
  return [
    `${grouped(counts.loaded)} loaded`,
    ...(inputs.length > 0
      ? []
      : [`${grouped(counts.duplicates)} ${counts.duplicates === 1 ? "duplicate" : "duplicates"}`]),
    ...(counts.updated > 0 ? [`${grouped(counts.updated)} updated`] : []),
    ...(counts.replaced > 0 ? [`${grouped(counts.replaced)} deleted`] : []),
    ...(decision?.replace.includes(whole)
      ? ["the whole table made new"]
      : steps.map(([partitions, word], index) =>
          index > 0 ? `${grouped(partitions)} ${word}` : `${countOf(first, "partition")} ${word}`,
        )),
  ];
}

/** What a script reads of a publication; `ledger show DATASET NUMBER --json` has all of it. */
export function publicationValue(publication: Publication): object {
  const { dataset, number, state, created, committed, drops, passedOver, inputs, counts, abort, stuck } = publication;
  return {
    dataset,
    number,
    state,
    created,
    committed,
    drops: drops.length,
    passedOver: passedOver.length,
    inputs: inputs.map(({ dataset: of, publication: at }) => ({ dataset: of, publication: at })),
    counts,
    partitions: partitionCounts(publication),
    abort,
    stuck,
  };
}
