// What the ledger holds of a world's drops and publications.
import type { Entry } from "../../../lakehouse/ledger/entry.ts";
import type { BatchDrop, Publication, PublishedCounts } from "../../../lakehouse/ledger/publication.ts";
import { NO_LIFTS, type Report, type RuleResult } from "../../../lakehouse/plan/report.ts";
import type { World, WorldDrop } from "./world.ts";

export type Reason = NonNullable<Entry["reason"]>;
type Of = Pick<World, "dataset" | "plan">;

export function reportOf({ dataset, plan }: Of, drop: WorldDrop, change: Partial<Report>): Report {
  const { rows } = drop;
  const quarantined = rows.filter(({ bad }) => bad).length;
  const duplicates = rows.filter(({ bad, twin }) => twin && !bad).length;
  const good = rows.length - quarantined;
  const file = (zone: string, count: number) => ({
    ...identityOf(drop),
    uri: `${zone}/${dataset}/${drop.key}.parquet`,
    rows: count,
  });
  return {
    format: "sluice/report/1",
    dataset,
    environment: "local",
    plan,
    round: 1,
    attempt: 1,
    lifts: NO_LIFTS,
    verdict: "ready",
    reasons: [],
    columns: { unknown: [], missing: [], retyped: [], renamed: [] },
    rules: [],
    checks: [],
    partitions: [],
    passedThrough: false,
    run: {
      host: "node",
      duckdb: "1.5.6",
      units: 1,
      started: drop.arrived,
      milliseconds: { preflight: 1, split: 2, checks: 3, total: 6 },
    },
    drop: {
      key: drop.key,
      bucket: "local",
      name: drop.name,
      ...identityOf(drop),
      arrived: drop.arrived,
      arrivalDay: drop.day,
    },
    rows: { in: rows.length, good, quarantined, duplicates },
    files: {
      good: good > duplicates ? [file("staging", good - duplicates)] : [],
      quarantined: quarantined > 0 ? [file("quarantine", quarantined)] : [],
    },
    ...change,
  };
}

export function failedRule(id: string, failed: number, description: string, change: Partial<RuleResult>): RuleResult {
  return {
    id,
    column: null,
    path: "",
    severity: "error",
    description,
    businessImpact: null,
    failed,
    threshold: null,
    outcome: "quarantined",
    masked: false,
    samples: [],
    causes: [],
    ...change,
  };
}

function identityOf({ key }: WorldDrop) {
  return { generation: String(Number.parseInt(key.slice(-8), 16)), bytes: "1000", crc32c: "AAAAAA==" };
}

export function entryOf({ dataset, plan }: Of, drop: WorldDrop): Entry {
  const { report, replayOf, key, arrived } = drop;
  if (!report) throw new Error(`${key} has no report`);
  const left = replayOf?.report?.files.quarantined[0];
  const first = firstOf(drop);
  return {
    format: "sluice/entry/1",
    dataset,
    environment: "local",
    drop: report.drop,
    origin:
      left && first ? { key: first.key, name: first.name, round: 1, uri: left.uri, generation: left.generation } : null,
    state: "READY",
    round: 1,
    attempt: 1,
    lifts: NO_LIFTS,
    plan,
    lease: null,
    job: null,
    ready: { files: 1, bytes: "1000", rows: report.rows.good, partitions: [], notable: report.rows.quarantined > 0 },
    publication: null,
    reason: null,
    history: [{ at: arrived, state: "READY", round: 1, attempt: 1, by: null }],
  };
}

/** A replay of a replay brings rows of the same first object. */
function firstOf({ replayOf }: WorldDrop): WorldDrop | null {
  return replayOf?.replayOf ? firstOf(replayOf) : replayOf;
}

export function publicationOf(
  { dataset, plan, log, keyed }: Pick<World, "dataset" | "plan" | "log" | "keyed">,
  drops: BatchDrop[],
  counts: PublishedCounts,
  former: readonly WorldDrop[],
): Publication {
  const number = log.length + 1;
  const partitions = [...new Set(drops.flatMap((drop) => drop.partitions.map(({ id }) => id)))].sort();
  const replace = former.length > 0;
  const at = `2026-12-01T00:${String(number % 60).padStart(2, "0")}:00.000Z`;
  return {
    format: "sluice/publication/1",
    dataset,
    environment: "local",
    number,
    plan,
    location: "local",
    created: at,
    committed: at,
    drops,
    passedOver: [],
    inputs: [],
    state: "DONE",
    shape: null,
    load: 0,
    decision: {
      append: !replace && !keyed ? [partitions] : [],
      merge: !replace && keyed ? partitions : [],
      replace: replace ? partitions : [],
      formerDrops: former.map(({ key }) => key).sort(),
    },
    jobs: { load: `sluice-local-${dataset}-0a1b2c3d-${number}-load-0` },
    counts,
    abort: null,
    stuck: null,
  };
}
