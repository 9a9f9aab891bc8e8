-- gives 1
SELECT COUNT(*) FROM {object} WHERE LOWER(label) LIKE 'a%' AND LENGTH(label) = 2 AND NOT ENDS_WITH(label, 'x')

-- gives it's é
SELECT MAX('it' || CHR(39) || 's ' || LOWER('É')) FROM {object}

-- gives 2
SELECT LENGTH(MAX(TRIM('-é😀-', '-'))) FROM {object}

-- gives bc
SELECT MIN(SUBSTR('abc', 2) || COALESCE(NULL, '')) FROM {object}

-- gives 2
SELECT COUNT(*) FROM {object} WHERE label IN ('Aé', 'b') OR label IN (SELECT label FROM {object} WHERE id = 1)

-- fault is a text in BigQuery | "a" | 'a'
SELECT COUNT(*) FROM {object} WHERE label = "a"

-- fault no backquotes | `label` | label
SELECT MAX(`label`) FROM {object}

-- fault backslash | '\d' | CHR(92)
SELECT COUNT(*) FROM {object} WHERE label = '\d'

-- fault inside a text | 'it''s' | CHR(39)
SELECT COUNT(*) FROM {object} WHERE label = 'it''s'

-- fault no portable SQL | 'open | close the quote
SELECT COUNT(*) FROM {object} WHERE label = 'open

-- fault CONCAT is not | CONCAT | ||
SELECT MAX(CONCAT(label, 'x')) FROM {object}

-- fault has 1 arguments | TRIM | TRIM(x, ' ')
SELECT MAX(TRIM(label)) FROM {object}

-- fault below 1 | 0, 2 | from 1
SELECT MAX(SUBSTR(label, 0, 2)) FROM {object}

-- fault is not BigQuery's | ILIKE | LOWER
SELECT COUNT(*) FROM {object} WHERE label ILIKE 'a%'

-- fault REGEXP_CONTAINS | REGEXP_CONTAINS | LIKE
SELECT COUNT(*) FROM {object} WHERE REGEXP_CONTAINS(label, 'a')

-- fault binds differently | || label | brackets
SELECT MAX(id + 1 || label) FROM {object}

-- fault STRING is not the same type | STRING | compare
SELECT MAX(CAST(amount AS STRING)) FROM {object}

-- fault one line | 'a | CHR(10)
SELECT MAX('a
b') FROM {object}
