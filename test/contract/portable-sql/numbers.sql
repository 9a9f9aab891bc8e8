-- gives 50
SELECT 100.0 * SUM(CASE WHEN amount >= 2 THEN 1 ELSE 0 END) / COUNT(*) FROM {object}

-- gives true
SELECT MOD(COUNT(*), 2) = 0 FROM {object};

-- gives 2
SELECT COUNT(DISTINCT label) FROM {object} -- NULL is no value

-- gives null
SELECT SUM(amount) / NULLIF(SUM(id) - 10, 0) FROM {object}

-- gives 3
SELECT CAST(ROUND(AVG(id)) AS INT64) FROM {object}

-- gives -3
SELECT CAST(ROUND(-2.5) AS INT64) + MOD(-7, 7) FROM {object} WHERE id = 1

-- gives 1
SELECT COUNT(*) FROM {object} WHERE CAST(amount AS NUMERIC(10, 1)) = 2.3 AND ABS(id) < 1e3 AND POW(2, 3) = 8

-- gives 4
SELECT MAX(CASE id WHEN 4 THEN 4 WHEN 3 THEN 0 END) FROM {object} WHERE share IS NULL OR NOT share BETWEEN -1 AND .25

-- fault a division by 0 | (SUM(id)) | NULLIF
SELECT SUM(amount) / (SUM(id)) FROM {object}

-- fault a division by 0 | id) | NULLIF
SELECT SUM(MOD(7, id)) FROM {object}

-- fault a division by 0 | 0 FROM | NULLIF
SELECT COUNT(*) / 0 FROM {object}

-- fault a division by 0 | NULLIF(id, 1) | NULLIF
SELECT MIN(1 / NULLIF(id, 1)) FROM {object}

-- fault BigQuery knows no % | % 2 | MOD
SELECT COUNT(*) % 2 FROM {object}

-- fault BigQuery knows no // | // 2 | TRUNC
SELECT COUNT(*) // 2 FROM {object}

-- fault is not BigQuery's | :: | CAST
SELECT amount::BIGINT FROM {object}

-- fault halves are rounded | share AS | ROUND
SELECT MAX(CAST(share AS INT64)) FROM {object}

-- fault not the same type | FLOAT64 | 1.0 *
SELECT MAX(CAST(id AS FLOAT64)) FROM {object}

-- fault without digits | NUMERIC | p, s
SELECT MAX(CAST(id AS NUMERIC)) FROM {object}

-- fault without digits | NUMERIC( | p, s
SELECT MAX(CAST(id AS NUMERIC(38, 2))) FROM {object}

-- fault no portable SQL | 0x10 | decimal
SELECT 0x10 FROM {object}

-- fault LOG is not | LOG( | LN
SELECT MAX(LOG(id)) FROM {object}

-- fault is not the same | SAFE_DIVIDE | NULLIF
SELECT SAFE_DIVIDE(1, 0) FROM {object}

-- fault GREATEST is not | GREATEST | CASE
SELECT MAX(GREATEST(id, amount)) FROM {object}

-- fault & is no portable SQL | & 1 | bits
SELECT id & 1 FROM {object}

-- fault BIGINT is not | BIGINT | INT64
SELECT MAX(CAST(ROUND(share) AS BIGINT)) FROM {object}
