import type { SettingName } from "../settings.ts";

/** Settings that say how drops are treated. A derived table takes none. */
export const OF_DROPS: ReadonlySet<SettingName> = new Set<SettingName>([
  "quarantineTable",
  "onUnknownColumn",
  "onMissingColumn",
  "onRetypedColumn",
  "rejectDropAbovePercent",
  "lateWindowDays",
  "partitionStable",
  "onReupload",
  "passThrough",
  "exactDuplicates",
  "sequence",
  "checkLimit",
]);
