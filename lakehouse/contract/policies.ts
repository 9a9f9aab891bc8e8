import type { ColumnPolicy, Partition, Policies, ReuploadPolicy } from "./contract.ts";
import { durationSeconds } from "./duration.ts";
import type { Report } from "./lint.ts";
import type { SchemaObject } from "./schema-object.ts";
import type { Settings } from "./settings.ts";

const COLUMN_POLICIES: readonly ColumnPolicy[] = ["evolve", "alert", "quarantine", "fail"];
const REUPLOADS: readonly ReuploadPolicy[] = ["merge", "replace", "hold"];
const MINUTE = 60;
/** Looking for keys scans key columns, so keyed tables publish less often. */
const PUBLISH_EVERY = { keyed: 15 * MINUTE, unkeyed: MINUTE };
const MAX_DAYS = 36_500;

/** How the dataset reacts, from the schema object's customProperties. */
export function readPolicies({ settings, report, derived }: SchemaObject, key: readonly string[]): Policies {
  // In a derived table nothing is looked up by its key.
  const keyed = key.length > 0 && !derived;
  return {
    onUnknownColumn: settings.choice("onUnknownColumn", COLUMN_POLICIES, "alert"),
    onMissingColumn: settings.choice("onMissingColumn", COLUMN_POLICIES, "alert"),
    onRetypedColumn: settings.choice("onRetypedColumn", COLUMN_POLICIES, "fail"),
    // Without a key nothing says which rows the new object replaces: a person decides.
    onReupload: settings.choice("onReupload", REUPLOADS, keyed ? "merge" : "replace"),
    passThrough: settings.flag("passThrough", false),
    partitionStable: settings.flag("partitionStable", false),
    exactDuplicates: settings.choice("exactDuplicates", ["keep", "remove"], "keep"),
    lateWindowDays: settings.number("lateWindowDays", 0, MAX_DAYS, true),
    publishEverySeconds: readPublishEvery(settings, report) ?? (keyed ? PUBLISH_EVERY.keyed : PUBLISH_EVERY.unkeyed),
    checkLimit: settings.number("checkLimit", 1, Number.MAX_SAFE_INTEGER, true),
  };
}

function readPublishEvery(settings: Settings, report: Report): number | null {
  const at = settings.get("publishEvery");
  if (!at) return null;
  const seconds = durationSeconds(at.asText() ?? "");
  if (seconds === null || seconds < 1)
    report("setting-value", at.place, `\`publishEvery\` is ${at.shown()}`, "write a duration such as `15 minutes`");
  return seconds || null;
}

/** Settings that exclude or need each other. */
export function checkPolicies(
  schema: SchemaObject,
  policies: Policies,
  key: readonly string[],
  sequence: string | null,
  partition: Partition | null,
): void {
  const { at, settings, columns, derived, report } = schema;
  if (derived) return;
  const keyed = key.length > 0;
  const expirationDays = partition?.expirationDays ?? null;
  const { onReupload, passThrough, exactDuplicates, lateWindowDays } = policies;
  if (onReupload === "merge" && !keyed) {
    report(
      "reupload-without-key",
      settings.place("onReupload", at),
      "without a key no rows can be merged",
      "write replace or hold, or add `primaryKey: true` to the key columns",
    );
  }
  if (onReupload === "replace" && keyed) {
    report(
      "replace-with-key",
      settings.place("onReupload", at),
      "a row that gave way to one of another object does not come back when that object loses it",
      "write `merge` or `hold`, unless no two objects ever share a key",
    );
  }
  if (exactDuplicates === "remove" && keyed) {
    report(
      "duplicates-with-key",
      settings.place("exactDuplicates", at),
      "the key already decides which row stays",
      "remove `exactDuplicates`",
    );
  }
  if (lateWindowDays !== null && expirationDays !== null && lateWindowDays >= expirationDays) {
    report(
      "late-window",
      settings.place("lateWindowDays", at),
      `rows ${lateWindowDays} days late arrive in partitions that expire after ${expirationDays} days`,
      "shorten the window, or keep partitions longer",
    );
  }
  if (!passThrough) return;
  const where = settings.place("passThrough", at);
  if (onReupload !== "hold" && !(onReupload === "merge" && sequence)) {
    report(
      "pass-through",
      where,
      "copied rows do not know their drop, so a second upload cannot be told from the first",
      "write `onReupload: hold`, or merge with a `sequence` column",
    );
  }
  if (exactDuplicates === "remove") {
    report(
      "pass-through",
      where,
      "a copied file keeps its exact duplicates",
      "write `exactDuplicates: keep`, or remove `passThrough`",
    );
  }
  const renamed = [...columns.values()].find(({ field }) => field.physical !== field.name);
  if (renamed) {
    report(
      "pass-through",
      renamed.at.get("physicalName")?.place ?? where,
      `a copied file still calls ${renamed.path} \`${renamed.field.physical}\``,
      "remove the physicalName, or `passThrough`",
    );
  }
}
