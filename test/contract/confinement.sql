-- follows
SELECT CAST(left_at AS DATE) AS day, COUNT(*) AS n FROM {trips} GROUP BY CAST(left_at AS DATE)

-- follows
SELECT CAST(t.left_at AS DATE) AS day, MAX(fare) AS n FROM {trips} AS t WHERE fare > 0 GROUP BY day, t.place

-- follows
SELECT CAST(trips.left_at AS DATE) AS day, SUM(fare) AS n FROM {trips} GROUP BY place, 1 HAVING COUNT(*) > 1

-- follows
SELECT CAST(left_at AS DATE) AS day, fare AS n FROM {trips} -- {trips} in a comment is none

-- follows
SELECT DISTINCT CAST(left_at AS DATE) AS day, fare AS n FROM {trips};

-- follows
SELECT CAST(left_at AS DATE) AS day, RANK() OVER (PARTITION BY place, CAST(left_at AS DATE) ORDER BY fare NULLS LAST) AS n FROM {trips}

-- follows
WITH few AS (SELECT * FROM {trips} WHERE fare > 1), days AS (SELECT f.*, CAST(f.left_at AS DATE) AS day FROM few AS f)
SELECT d.day, COUNT(DISTINCT d.place) AS n FROM days AS d GROUP BY d.day

-- follows
SELECT d.day, SUM(d.n) AS n FROM (SELECT left_at, CAST(left_at AS DATE) AS day, place, COUNT(*) AS n FROM {trips} GROUP BY left_at, day, place) AS d GROUP BY d.place, d.day

-- follows
SELECT CAST(t.left_at AS DATE) AS day, s.size AS n FROM {trips} AS t JOIN {stations} AS s ON s.code = t.place

-- follows
SELECT CAST(t.left_at AS DATE) AS day, MAX(s.size) AS n FROM {trips} AS t LEFT JOIN {stations} AS s ON s.code = t.place GROUP BY 1

-- follows
SELECT CAST(t.left_at AS DATE) AS day, s.size AS n FROM {stations} AS s RIGHT JOIN {trips} AS t ON s.code = t.place

-- follows
SELECT CAST(t.left_at AS DATE) AS day, s.total AS n FROM {trips} AS t CROSS JOIN (SELECT SUM(size) AS total FROM {stations}) AS s

-- follows
SELECT CAST(t.left_at AS DATE) AS day, t.fare AS n FROM {stations} AS a FULL JOIN {stations} AS b ON a.size = b.size + 1 JOIN {trips} AS t ON t.place = a.code

-- follows
SELECT CAST(t.left_at AS DATE) AS day, t.fare AS n FROM {trips} AS t WHERE EXISTS (SELECT 1 FROM {stations} AS s WHERE s.code = t.place) AND t.fare > (SELECT MIN(size) FROM {stations})

-- follows
SELECT opened AS day, COUNT(*) AS n FROM {stations} GROUP BY opened

-- whole no group is formed by left_at of {trips}
SELECT MAX(CAST(left_at AS DATE)) AS day, place_number AS n FROM {trips} GROUP BY place_number

-- whole no group is formed by left_at of {trips}
SELECT CAST(left_at AS DATE) AS day, n FROM (SELECT MIN(left_at) AS left_at, COUNT(*) AS n FROM {trips} GROUP BY place) AS firsts

-- whole day is not left_at of {trips}, unchanged or cast to DATE
SELECT DATE '2026-01-01' AS day, fare AS n FROM {trips}

-- whole day is not left_at of {trips}, unchanged or cast to DATE
SELECT CASE WHEN t.fare > 2 THEN s.opened ELSE CAST(t.left_at AS DATE) END AS day, t.fare AS n FROM {trips} AS t JOIN {stations} AS s ON s.code = t.place

-- whole a window looks at rows of several partitions
SELECT CAST(left_at AS DATE) AS day, RANK() OVER (PARTITION BY place ORDER BY fare NULLS LAST) AS n FROM {trips}

-- whole a window looks at rows of several partitions
SELECT CAST(left_at AS DATE) AS day, COUNT(*) OVER () AS n FROM {trips}

-- whole a window looks at rows of several partitions
SELECT day, n FROM (SELECT CAST(left_at AS DATE) AS day, SUM(fare) AS n, ROW_NUMBER() OVER (ORDER BY SUM(fare) DESC NULLS LAST, CAST(left_at AS DATE) NULLS LAST) AS place FROM {trips} GROUP BY day) AS ranked WHERE place = 1

-- whole DISTINCT compares rows of several partitions
SELECT DATE '2026-01-31' AS day, d.fare AS n FROM (SELECT DISTINCT fare FROM {trips}) AS d

-- follows
SELECT CAST(s.opened AS DATE) AS day, d.fare AS n FROM (SELECT DISTINCT fare FROM {trips}) AS d CROSS JOIN {stations} AS s

-- follows
SELECT s.opened AS day, t.fare AS n FROM {trips} AS t JOIN {stations} AS s ON s.code = t.place

-- whole LIMIT chooses among the rows of all partitions
SELECT CAST(left_at AS DATE) AS day, fare AS n FROM {trips} ORDER BY fare NULLS LAST, place NULLS LAST, left_at NULLS LAST LIMIT 3

-- whole a set operator puts rows of {trips} beside others
SELECT CAST(left_at AS DATE) AS day, fare AS n FROM {trips} UNION ALL SELECT opened, size FROM {stations}

-- whole a set operator puts rows of {trips} beside others
SELECT day, n FROM (SELECT CAST(left_at AS DATE) AS day, fare AS n FROM {trips} UNION DISTINCT SELECT opened, size FROM {stations}) AS parts

-- whole {trips} is read more than once
SELECT CAST(a.left_at AS DATE) AS day, b.fare AS n FROM {trips} AS a JOIN {trips} AS b ON a.place = b.place

-- whole {trips} is read more than once
WITH days AS (SELECT CAST(left_at AS DATE) AS day, SUM(fare) AS n FROM {trips} GROUP BY day), all_days AS (SELECT SUM(n) AS n FROM (SELECT day, n FROM days) AS d GROUP BY day)
SELECT d.day, a.n AS n FROM days AS d CROSS JOIN all_days AS a

-- whole an outer join keeps rows of other tables that {trips} has no partner for
SELECT CAST(t.left_at AS DATE) AS day, s.size AS n FROM {stations} AS s LEFT JOIN {trips} AS t ON s.code = t.place

-- whole an outer join keeps rows of other tables that {trips} has no partner for
SELECT CAST(t.left_at AS DATE) AS day, s.size AS n FROM {trips} AS t RIGHT JOIN {stations} AS s ON s.code = t.place

-- whole an outer join keeps rows of other tables that {trips} has no partner for
SELECT CAST(t.left_at AS DATE) AS day, s.size AS n FROM {trips} AS t FULL JOIN {stations} AS s ON s.code = t.place

-- whole a subquery in an expression reads all of {trips}
SELECT CAST(t.left_at AS DATE) AS day, t.fare AS n FROM {trips} AS t WHERE t.fare >= (SELECT AVG(a.fare) FROM {trips} AS a)

-- whole a subquery in an expression reads all of {trips}
SELECT CAST(t.left_at AS DATE) AS day, t.fare AS n FROM {trips} AS t WHERE t.place IN (SELECT a.place FROM {trips} AS a WHERE a.fare > 3)

-- whole no group is formed by left_at of {trips}
SELECT CAST(left_at AS DATE) AS day, n FROM (SELECT MIN(left_at) AS left_at, SUM(fare) AS n FROM {trips}) AS everything

-- whole no group is formed by left_at of {trips}
SELECT d.day, d.n FROM (SELECT EXTRACT(MONTH FROM left_at) AS month, MIN(CAST(left_at AS DATE)) AS day, COUNT(*) AS n FROM {trips} GROUP BY 1) AS d
