-- the table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_consumption.everything_v2` (
  `id` NUMERIC,
  `shard` FLOAT64,
  `happened_at` TIMESTAMP,
  `revision` INT64,
  `label` STRING,
  `site` STRING,
  `blob` BYTES,
  `amount` NUMERIC(20, 4),
  `share` FLOAT64,
  `tiny` INT64,
  `huge` BIGNUMERIC,
  `flag` BOOL,
  `day` DATE,
  `clock` TIME,
  `wall` DATETIME,
  `extra` STRING,
  `person` STRUCT<`email` STRING, `codes` ARRAY<STRING>, `visits` ARRAY<STRUCT<`at` TIMESTAMP, `pages` INT64>>>,
  `sluice_drop` STRING,
  `sluice_arrived` TIMESTAMP,
  `sluice_row` INT64
)
PARTITION BY TIMESTAMP_TRUNC(`happened_at`, HOUR)
CLUSTER BY `label`, `amount`
OPTIONS (partition_expiration_days = 90, require_partition_filter = false, description = "Shows what can be said.");

-- a publication's staging table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_staging_everything.p7_0` LIKE `demo-project.dev_1_consumption.everything_v2`
OPTIONS (expiration_timestamp = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 30 DAY), partition_expiration_days = NULL, require_partition_filter = FALSE);

-- look: which partitions hold one of the batch's keys
SELECT b.sluice_partition, sum(CASE WHEN b.sluice_rows > 1 THEN 1 ELSE 0 END) AS repeated_keys,
  sum(CASE WHEN k.sluice_found THEN 1 ELSE 0 END) AS known_keys
FROM (
  SELECT s.`shard`, s.`id`, s.`happened_at`, FORMAT_TIMESTAMP('%E4Y%m%d%H', s.`happened_at`, 'UTC') AS sluice_partition, count(*) AS sluice_rows
  FROM `demo-project.dev_1_staging_everything.p7_0` AS s GROUP BY s.`shard`, s.`id`, s.`happened_at`, sluice_partition
) AS b LEFT JOIN (
  SELECT DISTINCT t.`shard`, t.`id`, t.`happened_at`, FORMAT_TIMESTAMP('%E4Y%m%d%H', t.`happened_at`, 'UTC') AS sluice_partition, TRUE AS sluice_found
  FROM `demo-project.dev_1_consumption.everything_v2` AS t WHERE (t.`happened_at` BETWEEN TIMESTAMP '2026-11-20 13:00:00+00' AND TIMESTAMP '2026-11-21 01:59:59.999999+00' AND ((t.`happened_at` BETWEEN TIMESTAMP '2026-11-20 13:00:00+00' AND TIMESTAMP '2026-11-20 14:59:59.999999+00') OR (t.`happened_at` BETWEEN TIMESTAMP '2026-11-21 01:00:00+00' AND TIMESTAMP '2026-11-21 01:59:59.999999+00')))
) AS k ON b.`shard` = k.`shard` AND b.`id` = k.`id` AND b.`happened_at` = k.`happened_at` AND b.sluice_partition = k.sluice_partition
GROUP BY b.sluice_partition ORDER BY b.sluice_partition;

-- merge: the newest row of a key wins
MERGE INTO `demo-project.dev_1_consumption.everything_v2` AS t USING (
  SELECT `id`, `shard`, `happened_at`, `revision`, `label`, `site`, `blob`, `amount`, `share`, `tiny`, `huge`, `flag`, `day`, `clock`, `wall`, `extra`, `person`, `sluice_drop`, `sluice_arrived`, `sluice_row` FROM (
    SELECT s.*, row_number() OVER (PARTITION BY FORMAT('%T', s.`shard` + 0.0), s.`id`, s.`happened_at`, FORMAT_TIMESTAMP('%E4Y%m%d%H', s.`happened_at`, 'UTC') ORDER BY s.`revision` DESC, coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') DESC, coalesce(s.sluice_drop, '') DESC, coalesce(s.sluice_row, -1) DESC) AS sluice_rank
    FROM `demo-project.dev_1_staging_everything.p7_0` AS s WHERE FORMAT_TIMESTAMP('%E4Y%m%d%H', s.`happened_at`, 'UTC') IN ('2026112013', '2026112014', '2026112101')
  ) AS ranked WHERE sluice_rank = 1
) AS s ON t.`shard` = s.`shard` AND t.`id` = s.`id` AND t.`happened_at` = s.`happened_at` AND FORMAT_TIMESTAMP('%E4Y%m%d%H', t.`happened_at`, 'UTC') = FORMAT_TIMESTAMP('%E4Y%m%d%H', s.`happened_at`, 'UTC') AND (t.`happened_at` BETWEEN TIMESTAMP '2026-11-20 13:00:00+00' AND TIMESTAMP '2026-11-21 01:59:59.999999+00' AND ((t.`happened_at` BETWEEN TIMESTAMP '2026-11-20 13:00:00+00' AND TIMESTAMP '2026-11-20 14:59:59.999999+00') OR (t.`happened_at` BETWEEN TIMESTAMP '2026-11-21 01:00:00+00' AND TIMESTAMP '2026-11-21 01:59:59.999999+00')))
WHEN MATCHED AND ((s.`revision` > t.`revision`) OR (s.`revision` = t.`revision` AND coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') > coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00')) OR (s.`revision` = t.`revision` AND coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') = coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') AND coalesce(s.sluice_drop, '') > coalesce(t.sluice_drop, '')) OR (s.`revision` = t.`revision` AND coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') = coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') AND coalesce(s.sluice_drop, '') = coalesce(t.sluice_drop, '') AND coalesce(s.sluice_row, -1) > coalesce(t.sluice_row, -1))) THEN UPDATE SET `id` = s.`id`, `shard` = s.`shard`, `happened_at` = s.`happened_at`, `revision` = s.`revision`, `label` = s.`label`, `site` = s.`site`, `blob` = s.`blob`, `amount` = s.`amount`, `share` = s.`share`, `tiny` = s.`tiny`, `huge` = s.`huge`, `flag` = s.`flag`, `day` = s.`day`, `clock` = s.`clock`, `wall` = s.`wall`, `extra` = s.`extra`, `person` = s.`person`, `sluice_drop` = s.`sluice_drop`, `sluice_arrived` = s.`sluice_arrived`, `sluice_row` = s.`sluice_row`
WHEN NOT MATCHED THEN INSERT (`id`, `shard`, `happened_at`, `revision`, `label`, `site`, `blob`, `amount`, `share`, `tiny`, `huge`, `flag`, `day`, `clock`, `wall`, `extra`, `person`, `sluice_drop`, `sluice_arrived`, `sluice_row`) VALUES (s.`id`, s.`shard`, s.`happened_at`, s.`revision`, s.`label`, s.`site`, s.`blob`, s.`amount`, s.`share`, s.`tiny`, s.`huge`, s.`flag`, s.`day`, s.`clock`, s.`wall`, s.`extra`, s.`person`, s.`sluice_drop`, s.`sluice_arrived`, s.`sluice_row`);

-- rows of the batch that lose to another of the batch
SELECT coalesce(sum(sluice_rows - 1), 0) AS batch_duplicates FROM (
  SELECT count(*) AS sluice_rows FROM `demo-project.dev_1_staging_everything.p7_0` AS s WHERE FORMAT_TIMESTAMP('%E4Y%m%d%H', s.`happened_at`, 'UTC') IN ('2026112013', '2026112014', '2026112101') GROUP BY s.`shard`, s.`id`, s.`happened_at`, FORMAT_TIMESTAMP('%E4Y%m%d%H', s.`happened_at`, 'UTC')
) AS repeated;

-- replace: rows of former drops give way
MERGE INTO `demo-project.dev_1_consumption.everything_v2` AS t USING (
  WITH newest AS (
  SELECT `id`, `shard`, `happened_at`, `revision`, `label`, `site`, `blob`, `amount`, `share`, `tiny`, `huge`, `flag`, `day`, `clock`, `wall`, `extra`, `person`, `sluice_drop`, `sluice_arrived`, `sluice_row` FROM (
    SELECT s.*, row_number() OVER (PARTITION BY FORMAT('%T', s.`shard` + 0.0), s.`id`, s.`happened_at`, FORMAT_TIMESTAMP('%E4Y%m%d%H', s.`happened_at`, 'UTC') ORDER BY s.`revision` DESC, coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') DESC, coalesce(s.sluice_drop, '') DESC, coalesce(s.sluice_row, -1) DESC) AS sluice_rank
    FROM `demo-project.dev_1_staging_everything.p7_0` AS s WHERE FORMAT_TIMESTAMP('%E4Y%m%d%H', s.`happened_at`, 'UTC') IN ('2026112013', '2026112014', '2026112101')
  ) AS ranked WHERE sluice_rank = 1
  )
  SELECT `id`, `shard`, `happened_at`, `revision`, `label`, `site`, `blob`, `amount`, `share`, `tiny`, `huge`, `flag`, `day`, `clock`, `wall`, `extra`, `person`, `sluice_drop`, `sluice_arrived`, `sluice_row`, FALSE AS sluice_gone FROM newest
  UNION ALL
  SELECT t.`id`, t.`shard`, t.`happened_at`, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, TRUE FROM `demo-project.dev_1_consumption.everything_v2` AS t LEFT JOIN newest AS s ON t.`shard` = s.`shard` AND t.`id` = s.`id` AND t.`happened_at` = s.`happened_at` AND FORMAT_TIMESTAMP('%E4Y%m%d%H', t.`happened_at`, 'UTC') = FORMAT_TIMESTAMP('%E4Y%m%d%H', s.`happened_at`, 'UTC')
  WHERE t.sluice_drop IN ('0123456789abcdef01234567', 'fedcba987654321001234567') AND (t.`happened_at` BETWEEN TIMESTAMP '2026-11-20 13:00:00+00' AND TIMESTAMP '2026-11-21 01:59:59.999999+00' AND ((t.`happened_at` BETWEEN TIMESTAMP '2026-11-20 13:00:00+00' AND TIMESTAMP '2026-11-20 14:59:59.999999+00') OR (t.`happened_at` BETWEEN TIMESTAMP '2026-11-21 01:00:00+00' AND TIMESTAMP '2026-11-21 01:59:59.999999+00'))) AND s.`shard` IS NULL
) AS s ON t.`shard` = s.`shard` AND t.`id` = s.`id` AND t.`happened_at` = s.`happened_at` AND FORMAT_TIMESTAMP('%E4Y%m%d%H', t.`happened_at`, 'UTC') = FORMAT_TIMESTAMP('%E4Y%m%d%H', s.`happened_at`, 'UTC') AND (t.`happened_at` BETWEEN TIMESTAMP '2026-11-20 13:00:00+00' AND TIMESTAMP '2026-11-21 01:59:59.999999+00' AND ((t.`happened_at` BETWEEN TIMESTAMP '2026-11-20 13:00:00+00' AND TIMESTAMP '2026-11-20 14:59:59.999999+00') OR (t.`happened_at` BETWEEN TIMESTAMP '2026-11-21 01:00:00+00' AND TIMESTAMP '2026-11-21 01:59:59.999999+00')))
WHEN MATCHED AND s.sluice_gone THEN DELETE
WHEN MATCHED AND (t.sluice_drop IN ('0123456789abcdef01234567', 'fedcba987654321001234567') OR ((s.`revision` > t.`revision`) OR (s.`revision` = t.`revision` AND coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') > coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00')) OR (s.`revision` = t.`revision` AND coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') = coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') AND coalesce(s.sluice_drop, '') > coalesce(t.sluice_drop, '')) OR (s.`revision` = t.`revision` AND coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') = coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') AND coalesce(s.sluice_drop, '') = coalesce(t.sluice_drop, '') AND coalesce(s.sluice_row, -1) > coalesce(t.sluice_row, -1)))) THEN UPDATE SET `id` = s.`id`, `shard` = s.`shard`, `happened_at` = s.`happened_at`, `revision` = s.`revision`, `label` = s.`label`, `site` = s.`site`, `blob` = s.`blob`, `amount` = s.`amount`, `share` = s.`share`, `tiny` = s.`tiny`, `huge` = s.`huge`, `flag` = s.`flag`, `day` = s.`day`, `clock` = s.`clock`, `wall` = s.`wall`, `extra` = s.`extra`, `person` = s.`person`, `sluice_drop` = s.`sluice_drop`, `sluice_arrived` = s.`sluice_arrived`, `sluice_row` = s.`sluice_row`
WHEN NOT MATCHED AND NOT s.sluice_gone THEN INSERT (`id`, `shard`, `happened_at`, `revision`, `label`, `site`, `blob`, `amount`, `share`, `tiny`, `huge`, `flag`, `day`, `clock`, `wall`, `extra`, `person`, `sluice_drop`, `sluice_arrived`, `sluice_row`) VALUES (s.`id`, s.`shard`, s.`happened_at`, s.`revision`, s.`label`, s.`site`, s.`blob`, s.`amount`, s.`share`, s.`tiny`, s.`huge`, s.`flag`, s.`day`, s.`clock`, s.`wall`, s.`extra`, s.`person`, s.`sluice_drop`, s.`sluice_arrived`, s.`sluice_row`);

-- what the target holds
SELECT FORMAT_TIMESTAMP('%E4Y%m%d%H', t.`happened_at`, 'UTC') AS sluice_partition, count(*) AS sluice_rows
FROM `demo-project.dev_1_consumption.everything_v2` AS t WHERE (t.`happened_at` BETWEEN TIMESTAMP '2026-11-20 13:00:00+00' AND TIMESTAMP '2026-11-21 01:59:59.999999+00' AND ((t.`happened_at` BETWEEN TIMESTAMP '2026-11-20 13:00:00+00' AND TIMESTAMP '2026-11-20 14:59:59.999999+00') OR (t.`happened_at` BETWEEN TIMESTAMP '2026-11-21 01:00:00+00' AND TIMESTAMP '2026-11-21 01:59:59.999999+00'))) GROUP BY sluice_partition ORDER BY sluice_partition;

-- bad rows of a drop
SELECT * FROM `demo-project.dev_1_quarantine.everything_bad` WHERE _object = 'landing/x.parquet' AND _generation = '1763683200000000' ORDER BY _row;

-- the end of staging
DROP TABLE IF EXISTS `demo-project.dev_1_staging_everything.p7_0`;

-- rows of auditors
CREATE ROW ACCESS POLICY auditors ON `demo-project.dev_1_consumption.everything_v2` GRANT TO ('group:auditors@example.com') FILTER USING (`amount` > 0 AND (`label` <> 'refund' OR `person`.`email` IS NULL));
