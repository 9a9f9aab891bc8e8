-- the table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_consumption.flights` (
  `departed_at` DATETIME,
  `arr_delay` INT64,
  `distance` INT64,
  `origin` STRING,
  `destination` STRING,
  `sluice_drop` STRING,
  `sluice_arrived` TIMESTAMP,
  `sluice_row` INT64
)
PARTITION BY DATETIME_TRUNC(`departed_at`, DAY)
CLUSTER BY `origin`, `destination`
OPTIONS (require_partition_filter = true, description = "Every flown US domestic flight of the first half of 2001, one file a day.");

-- a publication's staging table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_staging_flights.p7_0` LIKE `demo-project.dev_1_consumption.flights`
OPTIONS (expiration_timestamp = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 30 DAY), partition_expiration_days = NULL, require_partition_filter = FALSE);

-- replace: rows of former drops give way
MERGE INTO `demo-project.dev_1_consumption.flights` AS t USING (
  SELECT `departed_at`, `arr_delay`, `distance`, `origin`, `destination`, `sluice_drop`, `sluice_arrived`, `sluice_row` FROM `demo-project.dev_1_staging_flights.p7_0` AS s WHERE FORMAT_DATETIME('%E4Y%m%d', s.`departed_at`) IN ('20261120', '20261121', '20261201')
) AS s ON FALSE
WHEN NOT MATCHED BY SOURCE AND t.sluice_drop IN ('0123456789abcdef01234567', 'fedcba987654321001234567') AND (t.`departed_at` BETWEEN DATETIME '2026-11-20 00:00:00' AND DATETIME '2026-12-01 23:59:59.999999' AND ((t.`departed_at` BETWEEN DATETIME '2026-11-20 00:00:00' AND DATETIME '2026-11-21 23:59:59.999999') OR (t.`departed_at` BETWEEN DATETIME '2026-12-01 00:00:00' AND DATETIME '2026-12-01 23:59:59.999999'))) THEN DELETE
WHEN NOT MATCHED THEN INSERT (`departed_at`, `arr_delay`, `distance`, `origin`, `destination`, `sluice_drop`, `sluice_arrived`, `sluice_row`) VALUES (s.`departed_at`, s.`arr_delay`, s.`distance`, s.`origin`, s.`destination`, s.`sluice_drop`, s.`sluice_arrived`, s.`sluice_row`);

-- what the target holds
SELECT FORMAT_DATETIME('%E4Y%m%d', t.`departed_at`) AS sluice_partition, count(*) AS sluice_rows
FROM `demo-project.dev_1_consumption.flights` AS t WHERE (t.`departed_at` BETWEEN DATETIME '2026-11-20 00:00:00' AND DATETIME '2026-12-01 23:59:59.999999' AND ((t.`departed_at` BETWEEN DATETIME '2026-11-20 00:00:00' AND DATETIME '2026-11-21 23:59:59.999999') OR (t.`departed_at` BETWEEN DATETIME '2026-12-01 00:00:00' AND DATETIME '2026-12-01 23:59:59.999999'))) GROUP BY sluice_partition ORDER BY sluice_partition;

-- bad rows of a drop
SELECT * FROM `demo-project.dev_1_quarantine.flights_quarantine` WHERE _object = 'landing/x.parquet' AND _generation = '1763683200000000' ORDER BY _row;

-- the end of staging
DROP TABLE IF EXISTS `demo-project.dev_1_staging_flights.p7_0`;
