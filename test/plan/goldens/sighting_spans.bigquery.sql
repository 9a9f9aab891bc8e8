-- the input sighting_days
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_consumption.days_of_sightings` (
  `day` DATE,
  `number` INT64,
  `sightings` INT64,
  `grade` FLOAT64,
  `rounded` NUMERIC(12, 2),
  `last_seen_at` TIMESTAMP,
  `newest` BOOL,
  `meters` INT64
)
PARTITION BY `day`
CLUSTER BY `number`
OPTIONS (require_partition_filter = true);

-- the table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_consumption.sighting_spans` (
  `day` DATE,
  `numbers` INT64
)
PARTITION BY `day`
OPTIONS (require_partition_filter = false);

-- derive: the partitions are made new
MERGE INTO `demo-project.dev_1_consumption.sighting_spans` AS t USING (
  SELECT q.`day`, CAST(q.`numbers` AS INT64) AS `numbers` FROM (
SELECT sighting_days.day, COUNT(*) AS numbers
FROM (SELECT i.`day`, i.`number`, i.`sightings`, i.`grade`, i.`rounded`, i.`last_seen_at`, i.`newest`, i.`meters` FROM `demo-project.dev_1_consumption.days_of_sightings` AS i WHERE (i.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((i.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (i.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01')))) AS sighting_days
GROUP BY 1
  ) AS q
) AS s ON FALSE
WHEN NOT MATCHED BY SOURCE AND (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01'))) THEN DELETE
WHEN NOT MATCHED THEN INSERT (`day`, `numbers`) VALUES (s.`day`, s.`numbers`);

-- what the target holds
SELECT FORMAT_DATE('%E4Y%m%d', t.`day`) AS sluice_partition, count(*) AS sluice_rows
FROM `demo-project.dev_1_consumption.sighting_spans` AS t WHERE (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01'))) GROUP BY sluice_partition ORDER BY sluice_partition;

-- check day.required
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.sighting_spans` AS t WHERE (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01')))) WHERE day IS NULL;
