-- the input airport_days
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
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_consumption.airport_anomalies` (
  `day` DATE,
  `origin` STRING,
  `flights` INT64,
  `expected_flights` FLOAT64,
  `volume_spread` FLOAT64,
  `volume_score` FLOAT64,
  `avg_arr_delay` FLOAT64,
  `expected_arr_delay` FLOAT64,
  `delay_spread` FLOAT64,
  `delay_score` FLOAT64,
  `state` STRING
)
PARTITION BY DATE_TRUNC(`day`, MONTH)
CLUSTER BY `origin`
OPTIONS (require_partition_filter = true, description = "On which days an airport's flights arrived much later, or were far fewer, than its own past lets expect.");

-- derive: the partitions are made new
MERGE INTO `demo-project.dev_1_consumption.airport_anomalies` AS t USING (
  SELECT q.`day`, q.`origin`, CAST(q.`flights` AS INT64) AS `flights`, CAST(q.`expected_flights` AS FLOAT64) AS `expected_flights`, CAST(q.`volume_spread` AS FLOAT64) AS `volume_spread`, CAST(q.`volume_score` AS FLOAT64) AS `volume_score`, CAST(q.`avg_arr_delay` AS FLOAT64) AS `avg_arr_delay`, CAST(q.`expected_arr_delay` AS FLOAT64) AS `expected_arr_delay`, CAST(q.`delay_spread` AS FLOAT64) AS `delay_spread`, CAST(q.`delay_score` AS FLOAT64) AS `delay_score`, q.`state` FROM (
WITH
  counted AS (SELECT a.day, a.origin, a.flights, a.avg_arr_delay FROM (SELECT i.`day`, i.`origin`, i.`flights`, i.`avg_arr_delay`, i.`late_flights` FROM `demo-project.dev_1_consumption.airport_days` AS i WHERE (i.`day` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31')) AS a),
inside AS (
    SELECT CAST(f.departed_at AS DATE) AS day, f.origin AS origin, VAR_SAMP(f.arr_delay) AS variance
    FROM (SELECT i.`departed_at`, i.`arr_delay`, i.`distance`, i.`origin`, i.`destination` FROM `demo-project.dev_1_consumption.flights` AS i WHERE (i.`departed_at` BETWEEN DATETIME '0001-01-01 00:00:00' AND DATETIME '9999-12-31 23:59:59.999999')) AS f
    GROUP BY CAST(f.departed_at AS DATE), f.origin
  ),
  days AS (
    SELECT
      c.day AS day,
      SUM(c.flights) AS all_flights,
MIN(EXTRACT(YEAR FROM c.day) - 1) AS years,
      MIN(EXTRACT(DAYOFYEAR FROM c.day)) AS day_of_year
    FROM counted AS c
    GROUP BY c.day
  ),
  weekdays AS (
    SELECT
      d.*,
      MOD(
        d.years + CAST(FLOOR(d.years / 4) AS INT64) - CAST(FLOOR(d.years / 100) AS INT64)
          + CAST(FLOOR(d.years / 400) AS INT64) + d.day_of_year,
        7
      ) AS weekday
    FROM days AS d
  ),
  airports AS (SELECT c.origin AS origin, MIN(c.day) AS first_day FROM counted AS c GROUP BY c.origin),
observed AS (
    SELECT
      p.origin AS origin,
      d.day AS day,
      d.weekday AS weekday,
      d.all_flights AS all_flights,
      COALESCE(c.flights, 0) AS flights,
      c.avg_arr_delay AS delay,
      i.variance AS variance
    FROM airports AS p
    JOIN weekdays AS d ON d.day >= p.first_day
    LEFT JOIN counted AS c ON c.origin = p.origin AND c.day = d.day
    LEFT JOIN inside AS i ON i.origin = p.origin AND i.day = d.day
  ),
ranked AS (
    SELECT
      o.day AS day,
      o.delay AS delay,
      ROW_NUMBER() OVER (PARTITION BY o.day ORDER BY o.delay NULLS LAST, o.origin NULLS LAST) AS place,
      COUNT(*) OVER (PARTITION BY o.day) AS airports
    FROM observed AS o
    WHERE o.flights >= 20
  ),
  network AS (
    SELECT r.day AS day, AVG(r.delay) AS delay
    FROM ranked AS r
    WHERE 2 * r.place BETWEEN r.airports AND r.airports + 2
    GROUP BY r.day
  ),
signals AS (
    SELECT
      o.*,
      COALESCE(n.delay, 0) AS network_delay,
      o.delay - COALESCE(n.delay, 0) AS lateness,
      LN((o.flights + 1) / NULLIF(o.all_flights, 0)) AS part
    FROM observed AS o
    LEFT JOIN network AS n ON n.day = o.day
  ),
  past AS (
    SELECT
      s.*,
      COUNT(*) OVER before AS past_days,
      AVG(s.flights) OVER before AS usual_flights,
      AVG(s.variance) OVER before AS usual_variance,
      AVG(s.lateness) OVER before AS usual_lateness,
      STDDEV_SAMP(s.lateness) OVER before AS deviation,
      COUNT(*) OVER same_weekday AS parts,
      SUM(s.part) OVER same_weekday AS sum_part,
      MIN(s.part) OVER same_weekday + MAX(s.part) OVER same_weekday AS outer_parts
    FROM signals AS s
    WINDOW
      before AS (PARTITION BY s.origin ORDER BY s.day NULLS LAST ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING),
      same_weekday AS (
        PARTITION BY s.origin, s.weekday ORDER BY s.day NULLS LAST ROWS BETWEEN 6 PRECEDING AND 1 PRECEDING
      )
  ),
tamed AS (
    SELECT
      p.*,
      CASE
        WHEN p.lateness > p.usual_lateness + 2 * p.deviation THEN p.usual_lateness + 2 * p.deviation
        WHEN p.lateness < p.usual_lateness - 2 * p.deviation THEN p.usual_lateness - 2 * p.deviation
        ELSE p.lateness
      END AS tame_lateness,
      CASE
        WHEN p.parts >= 4 THEN (p.sum_part - p.outer_parts) / NULLIF(p.parts - 2, 0)
        ELSE p.sum_part / NULLIF(p.parts, 0)
      END AS expected_part
    FROM past AS p
  ),
  expected AS (
    SELECT
      t.*,
      t.expected_part - t.part AS fewer,
      AVG(t.tame_lateness) OVER (
        PARTITION BY t.origin ORDER BY t.day NULLS LAST ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING
      ) AS expected_lateness
    FROM tamed AS t
  ),
  surprises AS (SELECT e.*, e.lateness - e.expected_lateness AS later FROM expected AS e),
spreads AS (
    SELECT
      s.*,
      COUNT(s.later) OVER before AS laters,
      (SUM(ABS(s.later)) OVER before - MAX(ABS(s.later)) OVER before)
        / NULLIF(COUNT(s.later) OVER before - 1, 0) AS later_by,
      COUNT(s.fewer) OVER before AS fewers,
      (SUM(ABS(s.fewer)) OVER before - MAX(ABS(s.fewer)) OVER before)
        / NULLIF(COUNT(s.fewer) OVER before - 1, 0) AS fewer_by
    FROM surprises AS s
    WINDOW before AS (PARTITION BY s.origin ORDER BY s.day NULLS LAST ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING)
  ),
deviations AS (
    SELECT
      s.*,
      SQRT((s.laters * POW(1.2533 * COALESCE(s.later_by, 0), 2) + 14 * 36) / NULLIF(s.laters + 14, 0)) AS delay_spread,
      SQRT((s.fewers * POW(1.2533 * COALESCE(s.fewer_by, 0), 2) + 14 * 0.01) / NULLIF(s.fewers + 14, 0)) AS volume_spread,
      EXP(s.expected_part) * s.all_flights AS expected_and_one
    FROM spreads AS s
  ),
scores AS (
    SELECT
      d.*,
      CASE WHEN d.usual_flights >= 5 AND d.past_days >= 14 THEN 1 ELSE 0 END AS is_judged,
      ROUND(d.later / NULLIF(SQRT(
        POW(d.delay_spread, 2) + COALESCE(d.usual_variance, 900) / NULLIF(d.flights, 0)
      ), 0), 2) AS delay_score,
      ROUND(d.fewer / NULLIF(SQRT(
        POW(d.volume_spread, 2) + 0.5 / NULLIF(d.expected_and_one, 0)
      ), 0), 2) AS volume_score
    FROM deviations AS d
  )
SELECT
  s.day AS day,
  s.origin AS origin,
  s.flights AS flights,
  CASE WHEN s.expected_and_one < 1 THEN 0 ELSE ROUND(s.expected_and_one - 1, 1) END AS expected_flights,
  ROUND(s.volume_spread, 3) AS volume_spread,
  CASE WHEN s.is_judged = 1 THEN s.volume_score END AS volume_score,
  ROUND(s.delay, 2) AS avg_arr_delay,
  ROUND(s.network_delay + s.expected_lateness, 2) AS expected_arr_delay,
  ROUND(s.delay_spread, 2) AS delay_spread,
  CASE WHEN s.is_judged = 1 THEN s.delay_score END AS delay_score,
  CASE
    WHEN s.is_judged = 0 THEN 'insufficient volume'
    WHEN s.delay_score >= 3 AND s.volume_score >= 3 THEN 'both'
    WHEN s.delay_score >= 3 THEN 'delay'
    WHEN s.volume_score >= 3 THEN 'volume'
    ELSE 'normal'
  END AS state
FROM scores AS s
  ) AS q
) AS s ON FALSE
WHEN NOT MATCHED BY SOURCE AND (t.`day` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31') THEN DELETE
WHEN NOT MATCHED THEN INSERT (`day`, `origin`, `flights`, `expected_flights`, `volume_spread`, `volume_score`, `avg_arr_delay`, `expected_arr_delay`, `delay_spread`, `delay_score`, `state`) VALUES (s.`day`, s.`origin`, s.`flights`, s.`expected_flights`, s.`volume_spread`, s.`volume_score`, s.`avg_arr_delay`, s.`expected_arr_delay`, s.`delay_spread`, s.`delay_score`, s.`state`);

-- what the target holds
SELECT FORMAT_DATE('%E4Y%m', t.`day`) AS sluice_partition, count(*) AS sluice_rows
FROM `demo-project.dev_1_consumption.airport_anomalies` AS t WHERE (t.`day` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31') GROUP BY sluice_partition ORDER BY sluice_partition;

-- check day.required
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_anomalies` AS t WHERE (t.`day` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31')) WHERE day IS NULL;

-- check origin.required
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_anomalies` AS t WHERE (t.`day` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31')) WHERE origin IS NULL;

-- check flights.required
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_anomalies` AS t WHERE (t.`day` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31')) WHERE flights IS NULL;

-- check volume_spread.required
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_anomalies` AS t WHERE (t.`day` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31')) WHERE volume_spread IS NULL;

-- check delay_spread.required
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_anomalies` AS t WHERE (t.`day` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31')) WHERE delay_spread IS NULL;

-- check state.required
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_anomalies` AS t WHERE (t.`day` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31')) WHERE state IS NULL;

-- check primary_key
SELECT COALESCE(SUM(n - 1), 0) FROM (SELECT COUNT(*) AS n FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_anomalies` AS t WHERE (t.`day` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31')) GROUP BY day, origin) AS g;

-- check states
SELECT COUNT(*) FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_anomalies` AS t WHERE (t.`day` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31')) WHERE state <> CASE WHEN volume_score IS NULL AND delay_score IS NULL THEN 'insufficient volume' WHEN volume_score >= 3 AND delay_score >= 3 THEN 'both' WHEN delay_score >= 3 THEN 'delay' WHEN volume_score >= 3 THEN 'volume' ELSE 'normal' END;

-- check most_days_are_usual
SELECT COALESCE(100.0 * SUM(CASE WHEN state IN ('delay', 'volume', 'both') THEN 1 ELSE 0 END) / NULLIF(SUM(CASE WHEN state <> 'insufficient volume' THEN 1 ELSE 0 END), 0), 0) FROM (SELECT * FROM `demo-project.dev_1_consumption.airport_anomalies` AS t WHERE (t.`day` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'));
