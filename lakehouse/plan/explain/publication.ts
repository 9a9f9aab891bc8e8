import type { Plan } from "../plan.ts";
import { durationWords } from "../words.ts";
import { marked, type Section } from "./section.ts";

export function publicationSection(plan: Plan): Section {
  return { title: "Publishes", lines: [...tableLines(plan), ...(plan.derived ? [] : dropLines(plan))] };
}

function tableLines(plan: Plan): string[][] {
  const { key, derived, partition, publish, warehouse } = plan;
  const { bigquery } = warehouse;
  const merged = `${key.join(", ")}: unique per partition, ${derived ? "checked after publication" : "the newer row wins"}`;
  return [
    ["table", `${warehouse.table}, one partition per ${partition.granularity.toLowerCase()} of ${partition.column}`],
    [
      "partitions kept",
      marked(plan, "bigqueryPartitioning.expirationDays", retention(bigquery.timePartitioning.expirationMs)),
    ],
    [
      "partition filter",
      marked(
        plan,
        "bigqueryPartitioning.requireFilter",
        bigquery.requirePartitionFilter ? "queries must name partitions" : "not asked of queries",
      ),
    ],
    ["clustering", marked(plan, "bigqueryClustering", bigquery.clustering.join(", ") || "none")],
    ["key", key.length ? merged : "none: rows are never matched"],
    [
      "how often",
      marked(
        plan,
        "publishEvery",
        `at once if the last publication is older than ${durationWords(publish.everySeconds)}, else by the next tick`,
      ),
    ],
  ];
}

function dropLines(plan: Plan): string[][] {
  const { policies, publish } = plan;
  const newer = [...(publish.sequence ? [publish.sequence] : []), "arrival, drop key, row number"].join(", ");
  const duplicates = publish.exactDuplicates === "keep" ? "kept" : "left out and counted as duplicates";
  const clean = policies.passThrough ? "copied unchanged if their encoding is the plan's" : "always rewritten";
  return [
    ["newer means", marked(plan, "sequence", newer)],
    ["exact duplicates", marked(plan, "exactDuplicates", duplicates)],
    ["re-upload of a name", marked(plan, "onReupload", REUPLOAD_WORDS[publish.onReupload])],
    ["clean files", marked(plan, "passThrough", clean)],
  ];
}

const REUPLOAD_WORDS: Readonly<Record<Plan["publish"]["onReupload"], string>> = {
  merge: "merge: newer rows win, nothing is deleted",
  replace: "replace: rows of the former drop go, the new ones come, in one statement",
  hold: "hold: a person decides",
};

function retention(expirationMs: string | null): string {
  return expirationMs === null ? "for ever" : `${Number(expirationMs) / 86_400_000} days`;
}
