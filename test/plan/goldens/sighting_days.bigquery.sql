-- the input meters
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_consumption.meters` (
  `meter` STRING,
  `order` INT64,
  `day` DATE,
  `version` INT64,
  `exact` NUMERIC(38, 9),
  `wide` BIGNUMERIC(38, 8),
  `fine` BIGNUMERIC(38, 38),
  `small` NUMERIC(1, 0),
  `parts` ARRAY<STRUCT<`kind` STRING, `values` ARRAY<FLOAT64>>>,
  `sluice_drop` STRING,
  `sluice_arrived` TIMESTAMP,
  `sluice_row` INT64
)
PARTITION BY DATE_TRUNC(`day`, MONTH)
CLUSTER BY `meter`, `order`
OPTIONS (require_partition_filter = true, description = "A text with \"quotes\", a back\\slash and\na second line.");

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

-- derive: the partitions are made new
MERGE INTO `demo-project.dev_1_consumption.days_of_sightings` AS t USING (
  SELECT q.`day`, CAST(q.`number` AS INT64) AS `number`, CAST(q.`sightings` AS INT64) AS `sightings`, CAST(q.`grade` AS FLOAT64) AS `grade`, CAST(q.`rounded` AS NUMERIC(12, 2)) AS `rounded`, q.`last_seen_at`, q.`newest`, CAST(q.`meters` AS INT64) AS `meters` FROM (
WITH few AS (
  SELECT *, CAST(seen_at AS DATE) AS day FROM (SELECT i.`seen_at`, i.`number`, i.`grade` FROM `demo-project.dev_1_consumption.sightings_v1` AS i WHERE (i.`seen_at` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00' AND ((i.`seen_at` BETWEEN TIMESTAMP '2026-11-20 00:00:00+00' AND TIMESTAMP '2026-11-21 23:59:59.999999+00') OR (i.`seen_at` BETWEEN TIMESTAMP '2026-12-01 00:00:00+00' AND TIMESTAMP '2026-12-01 23:59:59.999999+00')))) AS sightings
),
counted AS (
  SELECT day, number, COUNT(*) AS sightings, AVG(grade) AS grade, MAX(seen_at) AS last_seen_at
  FROM few
  GROUP BY day, number
)
SELECT
  c.day,
  c.number,
  c.sightings,
  c.grade,
  CAST(1.5 * c.grade AS NUMERIC(12, 2)) AS rounded,
  c.last_seen_at,
  RANK() OVER (PARTITION BY c.day ORDER BY c.last_seen_at DESC NULLS LAST) = 1 AS newest,
  m.meters
FROM counted AS c
LEFT JOIN (SELECT version, SUM(1) AS meters FROM (SELECT i.`meter`, i.`order`, i.`day`, i.`version`, i.`exact`, i.`wide`, i.`fine`, i.`small`, i.`parts` FROM `demo-project.dev_1_consumption.meters` AS i WHERE (i.`day` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31')) AS meters GROUP BY version) AS m ON m.version = c.number
  ) AS q
) AS s ON FALSE
WHEN NOT MATCHED BY SOURCE AND (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01'))) THEN DELETE
WHEN NOT MATCHED THEN INSERT (`day`, `number`, `sightings`, `grade`, `rounded`, `last_seen_at`, `newest`, `meters`) VALUES (s.`day`, s.`number`, s.`sightings`, s.`grade`, s.`rounded`, s.`last_seen_at`, s.`newest`, s.`meters`);

-- what the target holds
SELECT FORMAT_DATE('%E4Y%m%d', t.`day`) AS sluice_partition, count(*) AS sluice_rows
FROM `demo-project.dev_1_consumption.days_of_sightings` AS t WHERE (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01'))) GROUP BY sluice_partition ORDER BY sluice_partition;

-- check day.required
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.days_of_sightings` AS t WHERE (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01')))) WHERE day IS NULL;

-- check number.required
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.days_of_sightings` AS t WHERE (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01')))) WHERE number IS NULL;

-- check primary_key
SELECT COALESCE(SUM(n - 1), 0) FROM (SELECT COUNT(*) AS n FROM (SELECT * FROM `demo-project.dev_1_consumption.days_of_sightings` AS t WHERE (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01')))) GROUP BY day, number) AS g;
