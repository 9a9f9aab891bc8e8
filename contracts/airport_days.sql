-- One row per airport and day of departure. A flight counts as late from 15 minutes on, as the FAA counts.
SELECT
  CAST(f.departed_at AS DATE) AS day,
  f.origin AS origin,
  COUNT(*) AS flights,
  AVG(f.arr_delay) AS avg_arr_delay,
  SUM(CASE WHEN f.arr_delay >= 15 THEN 1 ELSE 0 END) AS late_flights
FROM {flights} AS f
GROUP BY CAST(f.departed_at AS DATE), f.origin
