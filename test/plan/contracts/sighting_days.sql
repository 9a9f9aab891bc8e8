/* What stands here is not run: {nothing} */
WITH few AS (
  SELECT *, CAST(seen_at AS DATE) AS day FROM {sightings} -- one row a sighting
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
LEFT JOIN (SELECT version, SUM(1) AS meters FROM {meters} GROUP BY version) AS m ON m.version = c.number;
