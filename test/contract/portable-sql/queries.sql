-- gives 3
WITH counted AS (SELECT label, COUNT(*) AS n FROM {object} GROUP BY label), more AS (SELECT n FROM counted) SELECT COUNT(*) FROM more

-- gives 2
SELECT MAX(place) FROM (SELECT ROW_NUMBER() OVER (PARTITION BY label ORDER BY id DESC NULLS LAST) AS place FROM {object}) AS ranked

-- gives 0
SELECT COUNT(*) FROM {object} AS a LEFT JOIN {object} AS b ON a.id = b.id AND a.flag IS NOT DISTINCT FROM b.flag WHERE b.id IS NULL

-- gives 4
SELECT COUNT(*) FROM {object} AS a CROSS JOIN (SELECT MAX(id) AS top FROM {object}) AS b WHERE a.id <= b.top

-- gives 90
SELECT MAX(battery.level) FROM {object} WHERE EXISTS (SELECT 1 FROM {object} WHERE flag)

-- gives 2
SELECT id FROM {object} ORDER BY battery.level DESC NULLS LAST, id ASC NULLS FIRST LIMIT 1 OFFSET 1

-- gives 4
SELECT COUNT(*) FROM ((SELECT id FROM {object} UNION DISTINCT SELECT id FROM {object}) EXCEPT DISTINCT SELECT 9 FROM {object})

-- gives 8
SELECT COUNT(*) FROM (SELECT * FROM {object} UNION ALL SELECT o.* FROM {object} AS o)

-- gives 1
SELECT COUNT(*) FROM {object} JOIN (SELECT DISTINCT label AS name FROM {object}) ON label = name GROUP BY label HAVING COUNT(*) > 0

-- fault NULL comes first | id LIMIT | NULLS
SELECT id FROM {object} ORDER BY id LIMIT 1

-- fault LIMIT without | LIMIT | ORDER BY
SELECT id FROM {object} LIMIT 1

-- fault QUALIFY | QUALIFY | subquery
SELECT id FROM {object} QUALIFY ROW_NUMBER() OVER (ORDER BY id NULLS LAST) = 1

-- fault BigQuery wants DISTINCT | UNION | UNION DISTINCT
SELECT id FROM {object} UNION SELECT id FROM {object}

-- fault FILTER | FILTER | CASE
SELECT COUNT(*) FILTER (WHERE flag) FROM {object}

-- fault COUNTIF | COUNTIF | CASE
SELECT COUNTIF(flag) FROM {object}

-- fault needs a window | RANK | OVER
SELECT MAX(RANK()) FROM {object}

-- gives 6
SELECT MAX(n) FROM (SELECT SUM(id) OVER (ORDER BY id NULLS LAST ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING) AS n FROM {object}) AS a

-- gives 9
SELECT MAX(n) FROM (SELECT SUM(id) OVER near AS n, COUNT(*) OVER same FROM {object} WINDOW near AS (ORDER BY id NULLS LAST ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING), same AS (PARTITION BY label)) AS a

-- gives 10
SELECT MIN(n) FROM (SELECT SUM(id) OVER w AS n FROM {object} WHERE id > 0 WINDOW w AS (PARTITION BY id > 0 ORDER BY id NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) AS a

-- gives 4
SELECT COUNT(*) FROM (SELECT AVG(share) OVER (ORDER BY id NULLS LAST ROWS BETWEEN CURRENT ROW AND CURRENT ROW) FROM {object}) AS a

-- fault stands where BETWEEN | UNBOUNDED | both ends
SELECT SUM(id) OVER (ORDER BY id NULLS LAST ROWS UNBOUNDED PRECEDING) FROM {object}

-- fault not counted alike | RANGE | ROWS BETWEEN
SELECT SUM(id) OVER (ORDER BY id NULLS LAST RANGE BETWEEN 3 PRECEDING AND CURRENT ROW) FROM {object}

-- fault any rows | ROWS | ORDER BY
SELECT SUM(id) OVER (PARTITION BY label ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) FROM {object}

-- fault ends before it begins | ROWS | earlier end
SELECT SUM(id) OVER (ORDER BY id NULLS LAST ROWS BETWEEN 1 PRECEDING AND 3 PRECEDING) FROM {object}

-- fault no end of a frame | id PRECEDING | UNBOUNDED
SELECT SUM(id) OVER (ORDER BY id NULLS LAST ROWS BETWEEN id PRECEDING AND CURRENT ROW) FROM {object}

-- fault ends before them | UNBOUNDED PRECEDING) | turn
SELECT SUM(id) OVER (ORDER BY id NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED PRECEDING) FROM {object}

-- fault gives RANK no frame | RANK | of its own
SELECT RANK() OVER w, SUM(id) OVER w FROM {object} WINDOW w AS (ORDER BY id NULLS LAST ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)

-- fault no window is called v | v FROM | WINDOW v AS
SELECT SUM(id) OVER v FROM {object} WINDOW w AS (PARTITION BY label)

-- fault given twice | w AS (ORDER | another name
SELECT SUM(id) OVER w FROM {object} WINDOW w AS (PARTITION BY label), w AS (ORDER BY id NULLS LAST)

-- fault no window is called w | w NULLS | window itself
SELECT id FROM {object} WINDOW w AS (PARTITION BY label) ORDER BY SUM(id) OVER w NULLS LAST

-- fault does not belong into a window | label | PARTITION BY
SELECT SUM(id) OVER (label) FROM {object}

-- fault no portable SQL | [1] | lists
SELECT [1] FROM {object}

-- fault a word of one of the engines | UNNEST | another name
SELECT COUNT(*) FROM {object} CROSS JOIN UNNEST(parts) AS p

-- fault comma | , {object} | CROSS JOIN
SELECT COUNT(*) FROM {object} AS a, {object} AS b

-- fault another table | . | {object}
SELECT COUNT(*) FROM other.tables

-- fault word of one of the engines | order | another name
SELECT MAX(order) FROM {object}

-- fault not expected here | DROP | one SELECT
SELECT COUNT(*) FROM {object}; DROP TABLE x

-- fault where SELECT | DELETE | SELECT
DELETE FROM {object}

-- fault where FROM | EXCEPT | FROM
SELECT * EXCEPT (id) FROM {object}

-- fault no portable SQL | # all | comment
SELECT COUNT(*) # all
FROM {object}

-- fault knows no == | == | =
SELECT COUNT(*) FROM {object} WHERE id == 1

-- fault does not belong | FROM | bracket
SELECT MAX(id FROM {object}

-- fault without AS | n FROM | AS n
SELECT MAX(id) n FROM {object}

-- fault which set operator | EXCEPT | brackets
SELECT id FROM {object} UNION DISTINCT SELECT id FROM {object} EXCEPT DISTINCT SELECT 9 FROM {object}

-- fault label is a column and a result | label | another name
SELECT LOWER(label) AS label FROM {object} GROUP BY label

-- gives b
SELECT MIN(name) FROM (SELECT LOWER(label) AS name FROM {object} WHERE id = 2 GROUP BY name) AS t
