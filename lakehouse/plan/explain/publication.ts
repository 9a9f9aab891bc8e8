import type { Plan } from "../plan.ts";
import { durationWords } from "../words.ts";
import { marked, type Section } from "./section.ts";

export function publicationSection(plan: Plan): Section {
  const { key, partition, publish, warehouse } = plan;
  const { bigquery } = warehouse;
  return {
    title: "Publishes",
    lines: [
      ["table", `${warehouse.table}, one partition per ${partition.granularity.toLowerCase()} of ${partition.column}`],
      ["partitions kept", marked(plan, "expirationDays", retention(bigquery.timePartitioning.expirationMs))],
      [
        "partition filter",
        marked(
          plan,
          "requireFilter",
          bigquery.requirePartitionFilter ? "queries must name partitions" : "not asked of queries",
        ),
      ],
      ["clustering", marked(plan, "clustering", bigquery.clustering.join(", ") || "none")],
      [
        "key",
        key.length ? `${key.join(", ")}: unique per partition, the newer row wins` : "none: rows are never matched",
      ],
      [
        "newer means",
        marked(
          plan,
          "sequence",
          [...(publish.sequence ? [publish.sequence] : []), "arrival, drop key, row number"].join(", "),
        ),
      ],
      [
        "how often",
        marked(
          plan,
          "publishEvery",
          `at once if the last publication is older than ${durationWords(publish.everySeconds)}, else by the next tick`,
        ),
      ],
      [
        "exact duplicates",
        marked(
          plan,
          "exactDuplicates",
          publish.exactDuplicates === "keep" ? "kept" : "left out and counted as duplicates",
        ),
      ],
      ["re-upload of a name", marked(plan, "onReupload", REUPLOAD_WORDS[publish.onReupload])],
      [
        "clean files",
        marked(
          plan,
          "passThrough",
          plan.policies.passThrough ? "copied unchanged if their encoding is the plan's" : "always rewritten",
        ),
      ],
    ],
  };
}

const REUPLOAD_WORDS: Readonly<Record<Plan["publish"]["onReupload"], string>> = {
  merge: "merge: newer rows win, nothing is deleted",
  replace: "replace: rows of the former drop go, the new ones come, in one statement",
  hold: "hold: a person decides",
};

function retention(expirationMs: string | null): string {
  return expirationMs === null ? "for ever" : `${Number(expirationMs) / 86_400_000} days`;
}
