// Names in landing that are no drops.
import { expect, test } from "@jest/globals";
import { isBesideData, isNoDrop } from "../../lakehouse/run/noise.ts";

test.each([
  ["flights/", true, false],
  ["flights/dt=2026-03-10/", true, false],
  ["gcloud/tmp/parallel_composite_uploads/see_gcloud_storage_cp_help_for_details/1_a.parquet_0", true, false],
  ["gsutil/tmp/parallel_composite_uploads/for_details_see/gsutil_help_cp/1", true, false],
  ["flights/gcloud/tmp/parallel_composite_uploads/a.parquet", false, false],
  ["flights/_SUCCESS", false, true],
  ["flights/_temporary/0/a.parquet", false, true],
  ["flights/.a.parquet.crc", false, true],
  [".hidden", false, true],
  ["flights/a_b.parquet", false, false],
  ["flights/a.parquet", false, false],
  ["flights/dt=2026-03-10/_a.parquet", false, true],
])("%s", (name, never, beside) => {
  expect(isNoDrop(name)).toBe(never);
  expect(isBesideData(name)).toBe(beside);
});
