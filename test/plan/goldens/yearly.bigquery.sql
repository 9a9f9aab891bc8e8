-- the table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_consumption.yearly` (
  `at` DATETIME,
  `note` STRING,
  `sluice_drop` STRING,
  `sluice_arrived` TIMESTAMP,
  `sluice_row` INT64
)
PARTITION BY DATETIME_TRUNC(`at`, YEAR)
OPTIONS (partition_expiration_days = 30, require_partition_filter = true);

-- a publication's staging table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_staging_yearly.p7_0` LIKE `demo-project.dev_1_consumption.yearly`
OPTIONS (expiration_timestamp = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 30 DAY), partition_expiration_days = NULL, require_partition_filter = FALSE);

-- replace: rows of former drops give way
MERGE INTO `demo-project.dev_1_consumption.yearly` AS t USING (
  SELECT `at`, `note`, `sluice_drop`, `sluice_arrived`, `sluice_row` FROM `demo-project.dev_1_staging_yearly.p7_0` AS s WHERE FORMAT_DATETIME('%E4Y', s.`at`) IN ('2026', '2027', '2030')
) AS s ON FALSE
WHEN NOT MATCHED BY SOURCE AND t.sluice_drop IN ('0123456789abcdef01234567', 'fedcba987654321001234567') AND (t.`at` BETWEEN DATETIME '2026-01-01 00:00:00' AND DATETIME '2030-12-31 23:59:59.999999' AND ((t.`at` BETWEEN DATETIME '2026-01-01 00:00:00' AND DATETIME '2027-12-31 23:59:59.999999') OR (t.`at` BETWEEN DATETIME '2030-01-01 00:00:00' AND DATETIME '2030-12-31 23:59:59.999999'))) THEN DELETE
WHEN NOT MATCHED THEN INSERT (`at`, `note`, `sluice_drop`, `sluice_arrived`, `sluice_row`) VALUES (s.`at`, s.`note`, s.`sluice_drop`, s.`sluice_arrived`, s.`sluice_row`);

-- what the target holds
SELECT FORMAT_DATETIME('%E4Y', t.`at`) AS sluice_partition, count(*) AS sluice_rows
FROM `demo-project.dev_1_consumption.yearly` AS t WHERE (t.`at` BETWEEN DATETIME '2026-01-01 00:00:00' AND DATETIME '2030-12-31 23:59:59.999999' AND ((t.`at` BETWEEN DATETIME '2026-01-01 00:00:00' AND DATETIME '2027-12-31 23:59:59.999999') OR (t.`at` BETWEEN DATETIME '2030-01-01 00:00:00' AND DATETIME '2030-12-31 23:59:59.999999'))) GROUP BY sluice_partition ORDER BY sluice_partition;

-- bad rows of a drop
SELECT * FROM `demo-project.dev_1_quarantine.yearly_quarantine` WHERE _object = 'landing/x.parquet' AND _generation = '1763683200000000' ORDER BY _row;

-- the end of staging
DROP TABLE IF EXISTS `demo-project.dev_1_staging_yearly.p7_0`;
