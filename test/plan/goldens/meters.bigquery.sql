-- the table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_consumption.meters` (
  `meter` STRING,
  `order` INT64,
  `day` DATE,
  `version` INT64,
  `exact` NUMERIC(38, 9),
  `wide` BIGNUMERIC(38, 8),
  `fine` BIGNUMERIC(38, 38),
  `small` NUMERIC(1, 0),
  `parts` ARRAY<STRUCT<`kind` STRING, `values` ARRAY<FLOAT64>>>,
  `sluice_drop` STRING,
  `sluice_arrived` TIMESTAMP,
  `sluice_row` INT64
)
PARTITION BY DATE_TRUNC(`day`, MONTH)
CLUSTER BY `meter`, `order`
OPTIONS (require_partition_filter = true, description = "A text with \"quotes\", a back\\slash and\na second line.");

-- a publication's staging table
CREATE TABLE IF NOT EXISTS `demo-project.dev_1_staging_meters.p7_0` LIKE `demo-project.dev_1_consumption.meters`
OPTIONS (expiration_timestamp = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 30 DAY), partition_expiration_days = NULL, require_partition_filter = FALSE);

-- look: which partitions hold one of the batch's keys
SELECT b.sluice_partition, sum(CASE WHEN b.sluice_rows > 1 THEN 1 ELSE 0 END) AS repeated_keys,
  sum(CASE WHEN k.sluice_found THEN 1 ELSE 0 END) AS known_keys
FROM (
  SELECT s.`meter`, s.`order`, s.`day`, FORMAT_DATE('%E4Y%m', s.`day`) AS sluice_partition, count(*) AS sluice_rows
  FROM `demo-project.dev_1_staging_meters.p7_0` AS s GROUP BY s.`meter`, s.`order`, s.`day`, sluice_partition
) AS b LEFT JOIN (
  SELECT DISTINCT t.`meter`, t.`order`, t.`day`, FORMAT_DATE('%E4Y%m', t.`day`) AS sluice_partition, TRUE AS sluice_found
  FROM `demo-project.dev_1_consumption.meters` AS t WHERE (t.`day` BETWEEN DATE '2026-11-01' AND DATE '2027-02-28' AND ((t.`day` BETWEEN DATE '2026-11-01' AND DATE '2026-12-31') OR (t.`day` BETWEEN DATE '2027-02-01' AND DATE '2027-02-28')))
) AS k ON b.`meter` = k.`meter` AND b.`order` = k.`order` AND b.`day` = k.`day` AND b.sluice_partition = k.sluice_partition
GROUP BY b.sluice_partition ORDER BY b.sluice_partition;

-- merge: the newest row of a key wins
MERGE INTO `demo-project.dev_1_consumption.meters` AS t USING (
  SELECT `meter`, `order`, `day`, `version`, `exact`, `wide`, `fine`, `small`, `parts`, `sluice_drop`, `sluice_arrived`, `sluice_row` FROM (
    SELECT s.*, row_number() OVER (PARTITION BY s.`meter`, s.`order`, s.`day`, FORMAT_DATE('%E4Y%m', s.`day`) ORDER BY s.`version` DESC, coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') DESC, coalesce(s.sluice_drop, '') DESC, coalesce(s.sluice_row, -1) DESC) AS sluice_rank
    FROM `demo-project.dev_1_staging_meters.p7_0` AS s WHERE FORMAT_DATE('%E4Y%m', s.`day`) IN ('202611', '202612', '202702')
  ) AS ranked WHERE sluice_rank = 1
) AS s ON t.`meter` = s.`meter` AND t.`order` = s.`order` AND t.`day` = s.`day` AND FORMAT_DATE('%E4Y%m', t.`day`) = FORMAT_DATE('%E4Y%m', s.`day`) AND (t.`day` BETWEEN DATE '2026-11-01' AND DATE '2027-02-28' AND ((t.`day` BETWEEN DATE '2026-11-01' AND DATE '2026-12-31') OR (t.`day` BETWEEN DATE '2027-02-01' AND DATE '2027-02-28')))
WHEN MATCHED AND ((s.`version` > t.`version`) OR (s.`version` = t.`version` AND coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') > coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00')) OR (s.`version` = t.`version` AND coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') = coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') AND coalesce(s.sluice_drop, '') > coalesce(t.sluice_drop, '')) OR (s.`version` = t.`version` AND coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') = coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') AND coalesce(s.sluice_drop, '') = coalesce(t.sluice_drop, '') AND coalesce(s.sluice_row, -1) > coalesce(t.sluice_row, -1))) THEN UPDATE SET `meter` = s.`meter`, `order` = s.`order`, `day` = s.`day`, `version` = s.`version`, `exact` = s.`exact`, `wide` = s.`wide`, `fine` = s.`fine`, `small` = s.`small`, `parts` = s.`parts`, `sluice_drop` = s.`sluice_drop`, `sluice_arrived` = s.`sluice_arrived`, `sluice_row` = s.`sluice_row`
WHEN NOT MATCHED THEN INSERT (`meter`, `order`, `day`, `version`, `exact`, `wide`, `fine`, `small`, `parts`, `sluice_drop`, `sluice_arrived`, `sluice_row`) VALUES (s.`meter`, s.`order`, s.`day`, s.`version`, s.`exact`, s.`wide`, s.`fine`, s.`small`, s.`parts`, s.`sluice_drop`, s.`sluice_arrived`, s.`sluice_row`);

-- rows of the batch that lose to another of the batch
SELECT coalesce(sum(sluice_rows - 1), 0) AS batch_duplicates FROM (
  SELECT count(*) AS sluice_rows FROM `demo-project.dev_1_staging_meters.p7_0` AS s WHERE FORMAT_DATE('%E4Y%m', s.`day`) IN ('202611', '202612', '202702') GROUP BY s.`meter`, s.`order`, s.`day`, FORMAT_DATE('%E4Y%m', s.`day`)
) AS repeated;

-- replace: rows of former drops give way
MERGE INTO `demo-project.dev_1_consumption.meters` AS t USING (
  WITH newest AS (
  SELECT `meter`, `order`, `day`, `version`, `exact`, `wide`, `fine`, `small`, `parts`, `sluice_drop`, `sluice_arrived`, `sluice_row` FROM (
    SELECT s.*, row_number() OVER (PARTITION BY s.`meter`, s.`order`, s.`day`, FORMAT_DATE('%E4Y%m', s.`day`) ORDER BY s.`version` DESC, coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') DESC, coalesce(s.sluice_drop, '') DESC, coalesce(s.sluice_row, -1) DESC) AS sluice_rank
    FROM `demo-project.dev_1_staging_meters.p7_0` AS s WHERE FORMAT_DATE('%E4Y%m', s.`day`) IN ('202611', '202612', '202702')
  ) AS ranked WHERE sluice_rank = 1
  )
  SELECT `meter`, `order`, `day`, `version`, `exact`, `wide`, `fine`, `small`, `parts`, `sluice_drop`, `sluice_arrived`, `sluice_row`, FALSE AS sluice_gone FROM newest
  UNION ALL
  SELECT t.`meter`, t.`order`, t.`day`, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, TRUE FROM `demo-project.dev_1_consumption.meters` AS t LEFT JOIN newest AS s ON t.`meter` = s.`meter` AND t.`order` = s.`order` AND t.`day` = s.`day` AND FORMAT_DATE('%E4Y%m', t.`day`) = FORMAT_DATE('%E4Y%m', s.`day`)
  WHERE t.sluice_drop IN ('0123456789abcdef01234567', 'fedcba987654321001234567') AND (t.`day` BETWEEN DATE '2026-11-01' AND DATE '2027-02-28' AND ((t.`day` BETWEEN DATE '2026-11-01' AND DATE '2026-12-31') OR (t.`day` BETWEEN DATE '2027-02-01' AND DATE '2027-02-28'))) AND s.`meter` IS NULL
) AS s ON t.`meter` = s.`meter` AND t.`order` = s.`order` AND t.`day` = s.`day` AND FORMAT_DATE('%E4Y%m', t.`day`) = FORMAT_DATE('%E4Y%m', s.`day`) AND (t.`day` BETWEEN DATE '2026-11-01' AND DATE '2027-02-28' AND ((t.`day` BETWEEN DATE '2026-11-01' AND DATE '2026-12-31') OR (t.`day` BETWEEN DATE '2027-02-01' AND DATE '2027-02-28')))
WHEN MATCHED AND s.sluice_gone THEN DELETE
WHEN MATCHED AND (t.sluice_drop IN ('0123456789abcdef01234567', 'fedcba987654321001234567') OR ((s.`version` > t.`version`) OR (s.`version` = t.`version` AND coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') > coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00')) OR (s.`version` = t.`version` AND coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') = coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') AND coalesce(s.sluice_drop, '') > coalesce(t.sluice_drop, '')) OR (s.`version` = t.`version` AND coalesce(s.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') = coalesce(t.sluice_arrived, TIMESTAMP '0001-01-01 00:00:00+00') AND coalesce(s.sluice_drop, '') = coalesce(t.sluice_drop, '') AND coalesce(s.sluice_row, -1) > coalesce(t.sluice_row, -1)))) THEN UPDATE SET `meter` = s.`meter`, `order` = s.`order`, `day` = s.`day`, `version` = s.`version`, `exact` = s.`exact`, `wide` = s.`wide`, `fine` = s.`fine`, `small` = s.`small`, `parts` = s.`parts`, `sluice_drop` = s.`sluice_drop`, `sluice_arrived` = s.`sluice_arrived`, `sluice_row` = s.`sluice_row`
WHEN NOT MATCHED AND NOT s.sluice_gone THEN INSERT (`meter`, `order`, `day`, `version`, `exact`, `wide`, `fine`, `small`, `parts`, `sluice_drop`, `sluice_arrived`, `sluice_row`) VALUES (s.`meter`, s.`order`, s.`day`, s.`version`, s.`exact`, s.`wide`, s.`fine`, s.`small`, s.`parts`, s.`sluice_drop`, s.`sluice_arrived`, s.`sluice_row`);

-- what the target holds
SELECT FORMAT_DATE('%E4Y%m', t.`day`) AS sluice_partition, count(*) AS sluice_rows
FROM `demo-project.dev_1_consumption.meters` AS t WHERE (t.`day` BETWEEN DATE '2026-11-01' AND DATE '2027-02-28' AND ((t.`day` BETWEEN DATE '2026-11-01' AND DATE '2026-12-31') OR (t.`day` BETWEEN DATE '2027-02-01' AND DATE '2027-02-28'))) GROUP BY sluice_partition ORDER BY sluice_partition;

-- bad rows of a drop
SELECT * FROM `demo-project.dev_1_quarantine.meters_quarantine` WHERE _object = 'landing/x.parquet' AND _generation = '1763683200000000' ORDER BY _row;

-- the end of staging
DROP TABLE IF EXISTS `demo-project.dev_1_staging_meters.p7_0`;
