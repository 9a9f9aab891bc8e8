-- the table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_consumption.fixes` (
  `number` INT64,
  `grade` FLOAT64,
  `at` TIMESTAMP,
  `parts` ARRAY<STRUCT<`kind` STRING>>,
  `sluice_drop` STRING,
  `sluice_arrived` TIMESTAMP,
  `sluice_row` INT64
)
PARTITION BY TIMESTAMP_TRUNC(`at`, DAY)
CLUSTER BY `number`
OPTIONS (require_partition_filter = true);

-- a publication's staging table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_staging_fixes.p7_0` LIKE `demo-project.dev_1_consumption.fixes`
OPTIONS (expiration_timestamp = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 30 DAY), partition_expiration_days = NULL, require_partition_filter = FALSE);

-- look: which partitions hold one of the batch's keys
SELECT b.sluice_partition, sum(CASE WHEN b.sluice_rows > 1 THEN 1 ELSE 0 END) AS repeated_keys,
  sum(CASE WHEN k.sluice_found THEN 1 ELSE 0 END) AS known_keys
FROM (
  SELECT s.`number`, s.`grade`, FORMAT_TIMESTAMP('%E4Y%m%d', s.`at`, 'UTC') AS sluice_partition, count(*) AS sluice_rows
  FROM `demo-project.dev_1_staging_fixes.p7_0` AS s GROUP BY s.`number`, s.`grade`, sluice_partition
) AS b LEFT JOIN (
  SELECT DISTINCT t.`number`, t.`grade`, FORMAT_TIMESTAMP('%E4Y%m%d', t.`at`, 'UTC') AS sluice_partition, TRUE AS sluice_found
  FROM `demo-project.dev_1_consumption.fixes` AS t WHERE (t.`at` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00' AND ((t.`at` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-11-21 23:59:59.999999+00') OR (t.`at` BETWEEN TIMESTAMP '2026-12-01 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00')))
) AS k ON b.`number` = k.`number` AND b.`grade` = k.`grade` AND b.sluice_partition = k.sluice_partition
GROUP BY b.sluice_partition ORDER BY b.sluice_partition;

-- merge: the newest row of a key wins
MERGE INTO `demo-project.dev_1_consumption.fixes` AS t USING (
  SELECT `number`, `grade`, `at`, `parts`, `sluice_drop`, `sluice_arrived`, `sluice_row` FROM (
    SELECT s.*, row_number() OVER (PARTITION BY s.`number`, FORMAT('%T', s.`grade` + 0.0), FORMAT_TIMESTAMP('%E4Y%m%d', s.`at`, 'UTC') ORDER BY coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') DESC, coalesce(s.sluice_drop, '') DESC, coalesce(s.sluice_row, -1) DESC) AS sluice_rank
    FROM `demo-project.dev_1_staging_fixes.p7_0` AS s WHERE FORMAT_TIMESTAMP('%E4Y%m%d', s.`at`, 'UTC') IN ('20261120', '20261121', '20261201')
  ) AS ranked WHERE sluice_rank = 1
) AS s ON t.`number` = s.`number` AND t.`grade` = s.`grade` AND FORMAT_TIMESTAMP('%E4Y%m%d', t.`at`, 'UTC') = FORMAT_TIMESTAMP('%E4Y%m%d', s.`at`, 'UTC') AND (t.`at` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00' AND ((t.`at` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-11-21 23:59:59.999999+00') OR (t.`at` BETWEEN TIMESTAMP '2026-12-01 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00')))
WHEN MATCHED AND ((coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') > coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00')) OR (coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') = coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') AND coalesce(s.sluice_drop, '') > coalesce(t.sluice_drop, '')) OR (coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') = coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') AND coalesce(s.sluice_drop, '') = coalesce(t.sluice_drop, '') AND coalesce(s.sluice_row, -1) > coalesce(t.sluice_row, -1))) THEN UPDATE SET `number` = s.`number`, `grade` = s.`grade`, `at` = s.`at`, `parts` = s.`parts`, `sluice_drop` = s.`sluice_drop`, `sluice_arrived` = s.`sluice_arrived`, `sluice_row` = s.`sluice_row`
WHEN NOT MATCHED THEN INSERT (`number`, `grade`, `at`, `parts`, `sluice_drop`, `sluice_arrived`, `sluice_row`) VALUES (s.`number`, s.`grade`, s.`at`, s.`parts`, s.`sluice_drop`, s.`sluice_arrived`, s.`sluice_row`);

-- rows of the batch that lose to another of the batch
SELECT coalesce(sum(sluice_rows - 1), 0) AS batch_duplicates FROM (
  SELECT count(*) AS sluice_rows FROM `demo-project.dev_1_staging_fixes.p7_0` AS s WHERE FORMAT_TIMESTAMP('%E4Y%m%d', s.`at`, 'UTC') IN ('20261120', '20261121', '20261201') GROUP BY s.`number`, s.`grade`, FORMAT_TIMESTAMP('%E4Y%m%d', s.`at`, 'UTC')
) AS repeated;

-- replace: rows of former drops give way
MERGE INTO `demo-project.dev_1_consumption.fixes` AS t USING (
  WITH newest AS (
  SELECT `number`, `grade`, `at`, `parts`, `sluice_drop`, `sluice_arrived`, `sluice_row` FROM (
    SELECT s.*, row_number() OVER (PARTITION BY s.`number`, FORMAT('%T', s.`grade` + 0.0), FORMAT_TIMESTAMP('%E4Y%m%d', s.`at`, 'UTC') ORDER BY coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') DESC, coalesce(s.sluice_drop, '') DESC, coalesce(s.sluice_row, -1) DESC) AS sluice_rank
    FROM `demo-project.dev_1_staging_fixes.p7_0` AS s WHERE FORMAT_TIMESTAMP('%E4Y%m%d', s.`at`, 'UTC') IN ('20261120', '20261121', '20261201')
  ) AS ranked WHERE sluice_rank = 1
  )
  SELECT `number`, `grade`, `at`, `parts`, `sluice_drop`, `sluice_arrived`, `sluice_row`, FALSE AS sluice_gone FROM newest
  UNION ALL
  SELECT t.`number`, t.`grade`, t.`at`, NULL, NULL, NULL, NULL, TRUE FROM `demo-project.dev_1_consumption.fixes` AS t LEFT JOIN newest AS s ON t.`number` = s.`number` AND t.`grade` = s.`grade` AND FORMAT_TIMESTAMP('%E4Y%m%d', t.`at`, 'UTC') = FORMAT_TIMESTAMP('%E4Y%m%d', s.`at`, 'UTC')
  WHERE t.sluice_drop IN ('0123456789abcdef01234567', 'fedcba987654321001234567') AND (t.`at` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00' AND ((t.`at` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-11-21 23:59:59.999999+00') OR (t.`at` BETWEEN TIMESTAMP '2026-12-01 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00'))) AND s.`number` IS NULL
) AS s ON t.`number` = s.`number` AND t.`grade` = s.`grade` AND FORMAT_TIMESTAMP('%E4Y%m%d', t.`at`, 'UTC') = FORMAT_TIMESTAMP('%E4Y%m%d', s.`at`, 'UTC') AND (t.`at` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00' AND ((t.`at` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-11-21 23:59:59.999999+00') OR (t.`at` BETWEEN TIMESTAMP '2026-12-01 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00')))
WHEN MATCHED AND s.sluice_gone THEN DELETE
WHEN MATCHED AND (t.sluice_drop IN ('0123456789abcdef01234567', 'fedcba987654321001234567') OR ((coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') > coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00')) OR (coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') = coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') AND coalesce(s.sluice_drop, '') > coalesce(t.sluice_drop, '')) OR (coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') = coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') AND coalesce(s.sluice_drop, '') = coalesce(t.sluice_drop, '') AND coalesce(s.sluice_row, -1) > coalesce(t.sluice_row, -1)))) THEN UPDATE SET `number` = s.`number`, `grade` = s.`grade`, `at` = s.`at`, `parts` = s.`parts`, `sluice_drop` = s.`sluice_drop`, `sluice_arrived` = s.`sluice_arrived`, `sluice_row` = s.`sluice_row`
WHEN NOT MATCHED AND NOT s.sluice_gone THEN INSERT (`number`, `grade`, `at`, `parts`, `sluice_drop`, `sluice_arrived`, `sluice_row`) VALUES (s.`number`, s.`grade`, s.`at`, s.`parts`, s.`sluice_drop`, s.`sluice_arrived`, s.`sluice_row`);

-- what the target holds
SELECT FORMAT_TIMESTAMP('%E4Y%m%d', t.`at`, 'UTC') AS sluice_partition, count(*) AS sluice_rows
FROM `demo-project.dev_1_consumption.fixes` AS t WHERE (t.`at` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00' AND ((t.`at` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-11-21 23:59:59.999999+00') OR (t.`at` BETWEEN TIMESTAMP '2026-12-01 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00'))) GROUP BY sluice_partition ORDER BY sluice_partition;

-- bad rows of a drop
SELECT * FROM `demo-project.dev_1_quarantine.fixes_quarantine` WHERE _object = 'landing/x.parquet' AND _generation = '1763683200000000' ORDER BY _row;

-- the end of staging
DROP TABLE IF EXISTS `demo-project.dev_1_staging_fixes.p7_0`;
