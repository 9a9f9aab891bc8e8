import type { Publication } from "../../ledger/publication.ts";
import { grouped } from "./numbers.ts";
import { partitionCounts } from "./publication.ts";
import { table } from "./table.ts";
import { type Style, styled, type Text, text } from "./text.ts";

const styles: Readonly<Record<Publication["state"], Style>> = {
  PREPARED: "warn",
  PLANNED: "warn",
  DONE: "good",
  ABORTED: "bad",
};

/** A line for each publication of the log. */
export function logTable(log: readonly Publication[], width: number): Text[] {
  return table(columns, log.map(cells), { width });
}

const columns = [
  { title: "dataset" },
  { title: "number", align: "right" },
  { title: "state" },
  ...["drops", "loaded", "duplicates", "updated", "replaced"].map((title) => ({ title, align: "right" as const })),
  { title: "partitions" },
  { title: "committed" },
] as const;

function cells(publication: Publication): Text[] {
  const { dataset, number, drops, counts, committed } = publication;
  const count = (value: number | undefined) =>
    value ? text`${grouped(value)}` : styled("dim", value === 0 ? "0" : "–");
  return [
    styled("name", dataset),
    text`${number}`,
    stateOf(publication),
    count(drops.length),
    count(counts?.loaded),
    count(counts?.duplicates),
    count(counts?.updated),
    count(counts?.replaced),
    text`${partitionWords(publication)}`,
    text`${committed ?? ""}`,
  ];
}

export function stateOf({ state, stuck }: Publication): Text {
  return stuck ? styled("bad", "STUCK") : styled(styles[state], state);
}

function partitionWords(publication: Publication): string {
  const { appended, merged, replaced } = partitionCounts(publication);
  const parts = [
    ...(appended > 0 ? [`${grouped(appended)} appended`] : []),
    ...(merged > 0 ? [`${grouped(merged)} merged`] : []),
    ...(publication.decision?.replace.includes("*")
      ? ["all made new"]
      : replaced > 0
        ? [`${grouped(replaced)} ${publication.inputs.length > 0 ? "made new" : "replaced"}`]
        : []),
  ];
  return parts.join(", ");
}
