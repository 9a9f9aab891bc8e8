-- Days on which an airport's flights arrived much later, or were far fewer, than its own past lets expect. What is
-- expected comes from the 28 days before, for weekdays from the 6 before: no later day changes an earlier row.
WITH
  counted AS (SELECT a.day, a.origin, a.flights, a.avg_arr_delay FROM {airport_days} AS a),
  -- How much flights of one day differ among themselves, only the flights tell.
  inside AS (
    SELECT CAST(f.departed_at AS DATE) AS day, f.origin AS origin, VAR_SAMP(f.arr_delay) AS variance
    FROM {flights} AS f
    GROUP BY CAST(f.departed_at AS DATE), f.origin
  ),
  days AS (
    SELECT
      c.day AS day,
      SUM(c.flights) AS all_flights,
      -- The same number on the same weekday: 1 January of year 1 was a Monday, and 365 days are 52 weeks and a day.
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
  -- A row for every airport and day since its first one: of a day without a flight airport_days has none.
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
  -- What befalls the whole network is no airport's anomaly: the median of the airports with 20 flights or more.
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
  -- The two signals: minutes beyond the network's, and the logarithm of the airport's part of all flights (one more than
  -- there were, because there may be none).
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
  -- Robust: a day far out counts as two deviations out; of four weekdays or more the outer two do not count.
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
  -- How far off such expectations were before: the mean without the greatest.
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
  -- As standard deviations (1.2533 is their ratio to mean sizes, for normal surprises). As if 14 days with 6 minutes and
  -- a tenth of the flights had been seen too: a short past is no sure one.
  deviations AS (
    SELECT
      s.*,
      SQRT((s.laters * POW(1.2533 * COALESCE(s.later_by, 0), 2) + 14 * 36) / NULLIF(s.laters + 14, 0)) AS delay_spread,
      SQRT((s.fewers * POW(1.2533 * COALESCE(s.fewer_by, 0), 2) + 14 * 0.01) / NULLIF(s.fewers + 14, 0)) AS volume_spread,
      EXP(s.expected_part) * s.all_flights AS expected_and_one
    FROM spreads AS s
  ),
  -- Means of few flights differ by chance, by sigma / sqrt(n); so do counts of few, by half of what dice would.
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
