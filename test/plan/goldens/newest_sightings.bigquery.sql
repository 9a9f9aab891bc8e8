-- the input sightings
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

-- the table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_consumption.newest_sightings` (
  `last_seen_at` TIMESTAMP,
  `number` INT64
)
PARTITION BY TIMESTAMP_TRUNC(`last_seen_at`, DAY)
OPTIONS (partition_expiration_days = 300, require_partition_filter = true);

-- derive: the partitions are made new
MERGE INTO `demo-project.dev_1_consumption.newest_sightings` AS t USING (
  SELECT q.`last_seen_at`, CAST(q.`number` AS INT64) AS `number` FROM (
SELECT MAX(seen_at) AS last_seen_at, number FROM (SELECT i.`seen_at`, i.`number`, i.`grade` FROM `demo-project.dev_1_consumption.sightings_v1` AS i WHERE (i.`seen_at` BETWEEN TIMESTAMP '0001-01-01 00:00:00+00' AND TIMESTAMP '9999-12-31 23:59:59.999999+00')) AS sightings GROUP BY number
  ) AS q
) AS s ON FALSE
WHEN NOT MATCHED BY SOURCE AND (t.`last_seen_at` BETWEEN TIMESTAMP '0001-01-01 00:00:00+00' AND TIMESTAMP '9999-12-31 23:59:59.999999+00') THEN DELETE
WHEN NOT MATCHED THEN INSERT (`last_seen_at`, `number`) VALUES (s.`last_seen_at`, s.`number`);

-- what the target holds
SELECT FORMAT_TIMESTAMP('%E4Y%m%d', t.`last_seen_at`, 'UTC') AS sluice_partition, count(*) AS sluice_rows
FROM `demo-project.dev_1_consumption.newest_sightings` AS t WHERE (t.`last_seen_at` BETWEEN TIMESTAMP '0001-01-01 00:00:00+00' AND TIMESTAMP '9999-12-31 23:59:59.999999+00') GROUP BY sluice_partition ORDER BY sluice_partition;

-- check last_seen_at.required
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.newest_sightings` AS t WHERE (t.`last_seen_at` BETWEEN TIMESTAMP '0001-01-01 00:00:00+00' AND TIMESTAMP '9999-12-31 23:59:59.999999+00')) WHERE last_seen_at IS NULL;

-- check number.unique
SELECT COUNT(number) - COUNT(DISTINCT number) FROM (SELECT * FROM `demo-project.dev_1_consumption.newest_sightings` AS t WHERE (t.`last_seen_at` BETWEEN TIMESTAMP '0001-01-01 00:00:00+00' AND TIMESTAMP '9999-12-31 23:59:59.999999+00'));
