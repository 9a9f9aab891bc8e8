-- the table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_consumption.device_pings_v1` (
  `ping_id` STRING,
  `device_id` STRING,
  `event_ts` TIMESTAMP,
  `latitude` FLOAT64,
  `longitude` FLOAT64,
  `horizontal_accuracy_m` FLOAT64,
  `os` STRING,
  `country_code` STRING,
  `battery` STRUCT<`level` INT64, `charging` BOOL>,
  `wifi_aps` ARRAY<STRUCT<`bssid` STRING, `rssi` INT64>>,
  `sluice_drop` STRING,
  `sluice_arrived` TIMESTAMP,
  `sluice_row` INT64
)
PARTITION BY TIMESTAMP_TRUNC(`event_ts`, DAY)
CLUSTER BY `country_code`, `device_id`
OPTIONS (partition_expiration_days = 400, require_partition_filter = true, description = "Daily drop of mobile-device geolocation pings, one row per fix.");

-- a publication's staging table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_staging_device_pings.p7_0` LIKE `demo-project.dev_1_consumption.device_pings_v1`
OPTIONS (expiration_timestamp = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 30 DAY), partition_expiration_days = NULL, require_partition_filter = FALSE);

-- look: which partitions hold one of the batch's keys
SELECT b.sluice_partition, sum(CASE WHEN b.sluice_rows > 1 THEN 1 ELSE 0 END) AS repeated_keys,
  sum(CASE WHEN k.sluice_found THEN 1 ELSE 0 END) AS known_keys
FROM (
  SELECT s.`ping_id`, FORMAT_TIMESTAMP('%E4Y%m%d', s.`event_ts`, 'UTC') AS sluice_partition, count(*) AS sluice_rows
  FROM `demo-project.dev_1_staging_device_pings.p7_0` AS s GROUP BY s.`ping_id`, sluice_partition
) AS b LEFT JOIN (
  SELECT DISTINCT t.`ping_id`, FORMAT_TIMESTAMP('%E4Y%m%d', t.`event_ts`, 'UTC') AS sluice_partition, TRUE AS sluice_found
  FROM `demo-project.dev_1_consumption.device_pings_v1` AS t WHERE (t.`event_ts` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00' AND ((t.`event_ts` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-11-21 23:59:59.999999+00') OR (t.`event_ts` BETWEEN TIMESTAMP '2026-12-01 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00')))
) AS k ON b.`ping_id` = k.`ping_id` AND b.sluice_partition = k.sluice_partition
GROUP BY b.sluice_partition ORDER BY b.sluice_partition;

-- merge: the newest row of a key wins
MERGE INTO `demo-project.dev_1_consumption.device_pings_v1` AS t USING (
  SELECT `ping_id`, `device_id`, `event_ts`, `latitude`, `longitude`, `horizontal_accuracy_m`, `os`, `country_code`, `battery`, `wifi_aps`, `sluice_drop`, `sluice_arrived`, `sluice_row` FROM (
    SELECT s.*, row_number() OVER (PARTITION BY s.`ping_id`, FORMAT_TIMESTAMP('%E4Y%m%d', s.`event_ts`, 'UTC') ORDER BY coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') DESC, coalesce(s.sluice_drop, '') DESC, coalesce(s.sluice_row, -1) DESC) AS sluice_rank
    FROM `demo-project.dev_1_staging_device_pings.p7_0` AS s WHERE FORMAT_TIMESTAMP('%E4Y%m%d', s.`event_ts`, 'UTC') IN ('20261120', '20261121', '20261201')
  ) AS ranked WHERE sluice_rank = 1
) AS s ON t.`ping_id` = s.`ping_id` AND FORMAT_TIMESTAMP('%E4Y%m%d', t.`event_ts`, 'UTC') = FORMAT_TIMESTAMP('%E4Y%m%d', s.`event_ts`, 'UTC') AND (t.`event_ts` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00' AND ((t.`event_ts` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-11-21 23:59:59.999999+00') OR (t.`event_ts` BETWEEN TIMESTAMP '2026-12-01 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00')))
WHEN MATCHED AND ((coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') > coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00')) OR (coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') = coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') AND coalesce(s.sluice_drop, '') > coalesce(t.sluice_drop, '')) OR (coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') = coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') AND coalesce(s.sluice_drop, '') = coalesce(t.sluice_drop, '') AND coalesce(s.sluice_row, -1) > coalesce(t.sluice_row, -1))) THEN UPDATE SET `ping_id` = s.`ping_id`, `device_id` = s.`device_id`, `event_ts` = s.`event_ts`, `latitude` = s.`latitude`, `longitude` = s.`longitude`, `horizontal_accuracy_m` = s.`horizontal_accuracy_m`, `os` = s.`os`, `country_code` = s.`country_code`, `battery` = s.`battery`, `wifi_aps` = s.`wifi_aps`, `sluice_drop` = s.`sluice_drop`, `sluice_arrived` = s.`sluice_arrived`, `sluice_row` = s.`sluice_row`
WHEN NOT MATCHED THEN INSERT (`ping_id`, `device_id`, `event_ts`, `latitude`, `longitude`, `horizontal_accuracy_m`, `os`, `country_code`, `battery`, `wifi_aps`, `sluice_drop`, `sluice_arrived`, `sluice_row`) VALUES (s.`ping_id`, s.`device_id`, s.`event_ts`, s.`latitude`, s.`longitude`, s.`horizontal_accuracy_m`, s.`os`, s.`country_code`, s.`battery`, s.`wifi_aps`, s.`sluice_drop`, s.`sluice_arrived`, s.`sluice_row`);

-- rows of the batch that lose to another of the batch
SELECT coalesce(sum(sluice_rows - 1), 0) AS batch_duplicates FROM (
  SELECT count(*) AS sluice_rows FROM `demo-project.dev_1_staging_device_pings.p7_0` AS s WHERE FORMAT_TIMESTAMP('%E4Y%m%d', s.`event_ts`, 'UTC') IN ('20261120', '20261121', '20261201') GROUP BY s.`ping_id`, FORMAT_TIMESTAMP('%E4Y%m%d', s.`event_ts`, 'UTC')
) AS repeated;

-- replace: rows of former drops give way
MERGE INTO `demo-project.dev_1_consumption.device_pings_v1` AS t USING (
  WITH newest AS (
  SELECT `ping_id`, `device_id`, `event_ts`, `latitude`, `longitude`, `horizontal_accuracy_m`, `os`, `country_code`, `battery`, `wifi_aps`, `sluice_drop`, `sluice_arrived`, `sluice_row` FROM (
    SELECT s.*, row_number() OVER (PARTITION BY s.`ping_id`, FORMAT_TIMESTAMP('%E4Y%m%d', s.`event_ts`, 'UTC') ORDER BY coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') DESC, coalesce(s.sluice_drop, '') DESC, coalesce(s.sluice_row, -1) DESC) AS sluice_rank
    FROM `demo-project.dev_1_staging_device_pings.p7_0` AS s WHERE FORMAT_TIMESTAMP('%E4Y%m%d', s.`event_ts`, 'UTC') IN ('20261120', '20261121', '20261201')
  ) AS ranked WHERE sluice_rank = 1
  )
  SELECT `ping_id`, `device_id`, `event_ts`, `latitude`, `longitude`, `horizontal_accuracy_m`, `os`, `country_code`, `battery`, `wifi_aps`, `sluice_drop`, `sluice_arrived`, `sluice_row`, FALSE AS sluice_gone FROM newest
  UNION ALL
  SELECT t.`ping_id`, NULL, t.`event_ts`, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, TRUE FROM `demo-project.dev_1_consumption.device_pings_v1` AS t LEFT JOIN newest AS s ON t.`ping_id` = s.`ping_id` AND FORMAT_TIMESTAMP('%E4Y%m%d', t.`event_ts`, 'UTC') = FORMAT_TIMESTAMP('%E4Y%m%d', s.`event_ts`, 'UTC')
  WHERE t.sluice_drop IN ('0123456789abcdef01234567', 'fedcba987654321001234567') AND (t.`event_ts` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00' AND ((t.`event_ts` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-11-21 23:59:59.999999+00') OR (t.`event_ts` BETWEEN TIMESTAMP '2026-12-01 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00'))) AND s.`ping_id` IS NULL
) AS s ON t.`ping_id` = s.`ping_id` AND FORMAT_TIMESTAMP('%E4Y%m%d', t.`event_ts`, 'UTC') = FORMAT_TIMESTAMP('%E4Y%m%d', s.`event_ts`, 'UTC') AND (t.`event_ts` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00' AND ((t.`event_ts` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-11-21 23:59:59.999999+00') OR (t.`event_ts` BETWEEN TIMESTAMP '2026-12-01 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00')))
WHEN MATCHED AND s.sluice_gone THEN DELETE
WHEN MATCHED AND (t.sluice_drop IN ('0123456789abcdef01234567', 'fedcba987654321001234567') OR ((coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') > coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00')) OR (coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') = coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') AND coalesce(s.sluice_drop, '') > coalesce(t.sluice_drop, '')) OR (coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') = coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') AND coalesce(s.sluice_drop, '') = coalesce(t.sluice_drop, '') AND coalesce(s.sluice_row, -1) > coalesce(t.sluice_row, -1)))) THEN UPDATE SET `ping_id` = s.`ping_id`, `device_id` = s.`device_id`, `event_ts` = s.`event_ts`, `latitude` = s.`latitude`, `longitude` = s.`longitude`, `horizontal_accuracy_m` = s.`horizontal_accuracy_m`, `os` = s.`os`, `country_code` = s.`country_code`, `battery` = s.`battery`, `wifi_aps` = s.`wifi_aps`, `sluice_drop` = s.`sluice_drop`, `sluice_arrived` = s.`sluice_arrived`, `sluice_row` = s.`sluice_row`
WHEN NOT MATCHED AND NOT s.sluice_gone THEN INSERT (`ping_id`, `device_id`, `event_ts`, `latitude`, `longitude`, `horizontal_accuracy_m`, `os`, `country_code`, `battery`, `wifi_aps`, `sluice_drop`, `sluice_arrived`, `sluice_row`) VALUES (s.`ping_id`, s.`device_id`, s.`event_ts`, s.`latitude`, s.`longitude`, s.`horizontal_accuracy_m`, s.`os`, s.`country_code`, s.`battery`, s.`wifi_aps`, s.`sluice_drop`, s.`sluice_arrived`, s.`sluice_row`);

-- what the target holds
SELECT FORMAT_TIMESTAMP('%E4Y%m%d', t.`event_ts`, 'UTC') AS sluice_partition, count(*) AS sluice_rows
FROM `demo-project.dev_1_consumption.device_pings_v1` AS t WHERE (t.`event_ts` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00' AND ((t.`event_ts` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-11-21 23:59:59.999999+00') OR (t.`event_ts` BETWEEN TIMESTAMP '2026-12-01 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00'))) GROUP BY sluice_partition ORDER BY sluice_partition;

-- bad rows of a drop
SELECT * FROM `demo-project.dev_1_quarantine.device_pings_v1_quarantine` WHERE _object = 'landing/x.parquet' AND _generation = '1763683200000000' ORDER BY _row;

-- the end of staging
DROP TABLE IF EXISTS `demo-project.dev_1_staging_device_pings.p7_0`;

-- rows of mobility_reader
CREATE ROW ACCESS POLICY mobility_reader ON `demo-project.dev_1_consumption.device_pings_v1` GRANT TO ('group:mobility_reader@example.com') FILTER USING (`country_code` = 'FR');
