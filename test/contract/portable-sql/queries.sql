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

-- fault does not belong into a window | ROWS | PARTITION BY
SELECT SUM(id) OVER (ORDER BY id NULLS LAST ROWS UNBOUNDED PRECEDING) FROM {object}

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
