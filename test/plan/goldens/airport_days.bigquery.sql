-- the input flights
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

-- the table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_consumption.airport_days` (
  `day` DATE,
  `origin` STRING,
  `flights` INT64,
  `avg_arr_delay` FLOAT64,
  `late_flights` INT64
)
PARTITION BY `day`
CLUSTER BY `origin`
OPTIONS (require_partition_filter = true, description = "How many flights left an airport on a day, and how late they arrived.");

-- derive: the partitions are made new
MERGE INTO `demo-project.dev_1_consumption.airport_days` AS t USING (
  SELECT q.`day`, q.`origin`, CAST(q.`flights` AS INT64) AS `flights`, CAST(q.`avg_arr_delay` AS FLOAT64) AS `avg_arr_delay`, CAST(q.`late_flights` AS INT64) AS `late_flights` FROM (
SELECT
  CAST(f.departed_at AS DATE) AS day,
  f.origin AS origin,
  COUNT(*) AS flights,
  AVG(f.arr_delay) AS avg_arr_delay,
  SUM(CASE WHEN f.arr_delay >= 15 THEN 1 ELSE 0 END) AS late_flights
FROM (SELECT i.`departed_at`, i.`arr_delay`, i.`distance`, i.`origin`, i.`destination` FROM `demo-project.dev_1_consumption.flights` AS i WHERE (i.`departed_at` BETWEEN DATETIME '2026-11-20 00:00:00' AND DATETIME '2026-12-01 23:59:59.999999' AND ((i.`departed_at` BETWEEN DATETIME '2026-11-20 00:00:00' AND DATETIME '2026-11-21 23:59:59.999999') OR (i.`departed_at` BETWEEN DATETIME '2026-12-01 00:00:00' AND DATETIME '2026-12-01 23:59:59.999999')))) AS f
GROUP BY CAST(f.departed_at AS DATE), f.origin
  ) AS q
) AS s ON FALSE
WHEN NOT MATCHED BY SOURCE AND (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01'))) THEN DELETE
WHEN NOT MATCHED THEN INSERT (`day`, `origin`, `flights`, `avg_arr_delay`, `late_flights`) VALUES (s.`day`, s.`origin`, s.`flights`, s.`avg_arr_delay`, s.`late_flights`);

-- what the target holds
SELECT FORMAT_DATE('%E4Y%m%d', t.`day`) AS sluice_partition, count(*) AS sluice_rows
FROM `demo-project.dev_1_consumption.airport_days` AS t WHERE (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01'))) GROUP BY sluice_partition ORDER BY sluice_partition;

-- check day.required
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_days` AS t WHERE (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01')))) WHERE day IS NULL;

-- check origin.required
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_days` AS t WHERE (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01')))) WHERE origin IS NULL;

-- check flights.required
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_days` AS t WHERE (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01')))) WHERE flights IS NULL;

-- check avg_arr_delay.required
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_days` AS t WHERE (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01')))) WHERE avg_arr_delay IS NULL;

-- check late_flights.required
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_days` AS t WHERE (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01')))) WHERE late_flights IS NULL;

-- check primary_key
SELECT COALESCE(SUM(n - 1), 0) FROM (SELECT COUNT(*) AS n FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_days` AS t WHERE (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01')))) GROUP BY day, origin) AS g;

-- check late_flights_are_flights
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_days` AS t WHERE (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01')))) WHERE flights < 1 OR late_flights < 0 OR late_flights > flights;

-- check calm_days
SELECT 100.0 * SUM(CASE WHEN avg_arr_delay >= 30 THEN 1 ELSE 0 END) / COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_days` AS t WHERE (t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-12-01' AND ((t.`day` BETWEEN DATE '2026-11-20' AND DATE '2026-11-21') OR (t.`day` BETWEEN DATE '2026-12-01' AND DATE '2026-12-01'))));
