-- gives 2
SELECT COUNT(*) FROM {object} WHERE day >= DATE '2026-02-01' AND EXTRACT(YEAR FROM day) = 2026

-- gives 1
SELECT COUNT(*) FROM {object} WHERE arrived = TIMESTAMP '2026-01-31 23:30:00+00' AND CAST(arrived AS DATE) = DATE '2026-01-31'

-- gives 23
SELECT MAX(EXTRACT(HOUR FROM arrived)) FROM {object} WHERE wall < DATETIME '2026-03-01 00:00:00'

-- gives 366
SELECT MAX(EXTRACT(DAYOFYEAR FROM DATE '2024-12-31')) FROM {object}

-- fault read differently | TIMESTAMP '2026 | +00
SELECT COUNT(*) FROM {object} WHERE arrived > TIMESTAMP '2026-01-01 00:00:00'

-- fault read differently | DATE '2026-1-1' | 2026-11-20
SELECT COUNT(*) FROM {object} WHERE day > DATE '2026-1-1'

-- fault DATE_DIFF is not | DATE_DIFF | compare with dates
SELECT MAX(DATE_DIFF(day, DATE '2026-01-01', DAY)) FROM {object}

-- fault counted differently | DAYOFWEEK | YEAR
SELECT MAX(EXTRACT(DAYOFWEEK FROM day)) FROM {object}

-- fault counted differently | DATE FROM | CAST
SELECT MAX(EXTRACT(DATE FROM arrived)) FROM {object}

-- fault INTERVAL makes | INTERVAL | written date
SELECT COUNT(*) FROM {object} WHERE day > DATE '2026-01-01' + INTERVAL 1 DAY

-- fault another value each time | CURRENT_DATE | tomorrow
SELECT COUNT(*) FROM {object} WHERE day > CURRENT_DATE

-- fault CURRENT_TIMESTAMP is not | CURRENT_TIMESTAMP() | tomorrow
SELECT COUNT(*) FROM {object} WHERE arrived > CURRENT_TIMESTAMP()
