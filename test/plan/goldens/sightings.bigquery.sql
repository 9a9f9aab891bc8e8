-- the table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_consumption.sightings_v1` (
  `seen_at` TIMESTAMP,
  `number` INT64,
  `grade` FLOAT64,
  `sluice_drop` STRING,
  `sluice_arrived` TIMESTAMP,
  `sluice_row` INT64
)
PARTITION BY TIMESTAMP_TRUNC(`seen_at`, DAY)
OPTIONS (require_partition_filter = true);

-- a publication's staging table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_staging_sightings.p7_0` LIKE `demo-project.dev_1_consumption.sightings_v1`
OPTIONS (expiration_timestamp = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 30 DAY), partition_expiration_days = NULL, require_partition_filter = FALSE);

-- replace: rows of former drops give way
MERGE INTO `demo-project.dev_1_consumption.sightings_v1` AS t USING (
  SELECT `seen_at`, `number`, `grade`, `sluice_drop`, `sluice_arrived`, `sluice_row` FROM `demo-project.dev_1_staging_sightings.p7_0` AS s WHERE FORMAT_TIMESTAMP('%E4Y%m%d', s.`seen_at`, 'UTC') IN ('20261120', '20261121', '20261201')
) AS s ON FALSE
WHEN NOT MATCHED BY SOURCE AND t.sluice_drop IN ('0123456789abcdef01234567', 'fedcba987654321001234567') AND (t.`seen_at` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00' AND ((t.`seen_at` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-11-21 23:59:59.999999+00') OR (t.`seen_at` BETWEEN TIMESTAMP '2026-12-01 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00'))) THEN DELETE
WHEN NOT MATCHED THEN INSERT (`seen_at`, `number`, `grade`, `sluice_drop`, `sluice_arrived`, `sluice_row`) VALUES (s.`seen_at`, s.`number`, s.`grade`, s.`sluice_drop`, s.`sluice_arrived`, s.`sluice_row`);

-- what the target holds
SELECT FORMAT_TIMESTAMP('%E4Y%m%d', t.`seen_at`, 'UTC') AS sluice_partition, count(*) AS sluice_rows
FROM `demo-project.dev_1_consumption.sightings_v1` AS t WHERE (t.`seen_at` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00' AND ((t.`seen_at` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-11-21 23:59:59.999999+00') OR (t.`seen_at` BETWEEN TIMESTAMP '2026-12-01 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00'))) GROUP BY sluice_partition ORDER BY sluice_partition;

-- bad rows of a drop
SELECT * FROM `demo-project.dev_1_quarantine.sightings_v1_quarantine` WHERE _object = 'landing/x.parquet' AND _generation = '1763683200000000' ORDER BY _row;

-- the end of staging
DROP TABLE IF EXISTS `demo-project.dev_1_staging_sightings.p7_0`;
