import { join } from "node:path";
import type { Plan } from "../../plan/plan.ts";
import type { Request, SettledRows } from "../protocol.ts";
import { setArrivalDay } from "./arrival-day.ts";
import { countPartitions, goodFiles, NO_PARTITIONS } from "./good-rows.ts";
import type { Sandbox } from "./sandbox.ts";
import { fileOf } from "./split.ts";
import { statementsFor } from "./statements.ts";
import { noteTypes } from "./type-notes.ts";

/**
 * Decides over the doubtful rows, once the whole drop's counts are known: those that an exceeded rule fails are
 * quarantined, the others are good. Their masks were kept, so no rule is evaluated again.
 */
export async function settle(
  { db, folder }: Sandbox,
  plan: Plan,
  request: Extract<Request, { kind: "settle" }>,
): Promise<SettledRows> {
  const { drop, matched, box, doubtful, exceeded } = request;
  const texts = statementsFor(plan, matched, drop, folder, box.input, null);
  const files = doubtful.map(({ file }) => texts.path(file)).join(", ");
  const from = texts.typedOver(`SELECT * FROM read_parquet([${files}], hive_partitioning = false)`);
  const over = texts.failedWhere((rule) => exceeded.includes(rule.id));
  await setArrivalDay(db, drop);
  const every = new Set(texts.rules.map(({ rule }) => rule.id));
  const bad =
    exceeded.length === 0 ? 0 : await db.run(texts.quarantine(from, over, every, "quarantined-settled.parquet"));
  const kept = await db.run(texts.good(from, `WHERE NOT (${over})`, "good-settled.parquet"));
  const quarantined = fileOf(folder, "quarantined-settled.parquet", bad);
  if (quarantined) noteTypes(join(folder, quarantined.file), matched.raw);
  const good = fileOf(folder, "good-settled.parquet", kept);
  if (good) await goodFiles(db, folder, [good]);
  const { partitions, newestMicros } = good ? await countPartitions(db, plan) : NO_PARTITIONS;
  return { rows: bad + kept, good, quarantined, partitions, newestMicros };
}
