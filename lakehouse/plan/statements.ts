import type { Contract } from "../contract/contract.ts";
import type { SplitStatements } from "./plan.ts";
import { quoteName } from "./quote.ts";

// The places of these texts, and what a host puts there, are the table in docs/plan.md: change both together.

/**
 * Encoding of every file Sluice writes: zstd at its fastest makes files as small as snappy's for less CPU, and
 * dictionaries above 64 KiB cost more than they save (docs/decisions.md).
 */
const COPY_OPTIONS =
  "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL -7, STRING_DICTIONARY_PAGE_SIZE_LIMIT 65536, DICTIONARY_SIZE_LIMIT 4096)";

const RAW = `SELECT {rawColumns}, file_row_number AS sluice_row
FROM read_parquet({input}, file_row_number = true, hive_partitioning = false, union_by_name = false) {range}`;

const TYPED = "SELECT *, {typedColumns} FROM ({raw})";

const FAILED = `CREATE OR REPLACE TEMP TABLE failed AS
SELECT {rawNames}, sluice_row, {masks} FROM ({typed}) WHERE {anyFails}`;

const TALLY = `SELECT count(*) FILTER (WHERE {quarantines}) AS quarantined,
  count(*) FILTER (WHERE NOT ({quarantines}) AND ({escalates})) AS doubtful,
  [{failures}] AS failures
FROM failed`;

const GOOD = `COPY (
  SELECT {outputColumns}, {drop} AS sluice_drop, {arrived}::TIMESTAMPTZ AS sluice_arrived, sluice_row
  FROM ({from}) {kept}
) TO {output} ${COPY_OPTIONS}`;

const QUARANTINE = `COPY (
  SELECT {quarantineColumns}, {reasons} AS _reasons, {object} AS _object, {generation} AS _generation, sluice_row AS _row
  FROM ({from}) WHERE {rows}
) TO {output} ${COPY_OPTIONS}`;

const DOUBTFUL = `COPY (SELECT * FROM failed WHERE NOT ({quarantines}) AND ({escalates})) TO {output} (FORMAT parquet)`;

const SAMPLES = `SELECT sluice_row AS "row", {at} AS path, {shown} AS "value"
FROM ({from}) WHERE {fails} ORDER BY sluice_row LIMIT {limit}`;

const CAUSES = `SELECT {shown} AS "value", count(*) AS "rows"
FROM ({from}) WHERE {fails} GROUP BY ALL ORDER BY "rows" DESC, "value" LIMIT {limit}`;

const WITHOUT_DUPLICATES = `COPY (
  SELECT * FROM read_parquet({input}) ANTI JOIN extra USING (sluice_row)
) TO {output} ${COPY_OPTIONS}`;

/** The statements of a split, for hosts to splice and run. */
export function splitStatements(contract: Contract, formatId: (ref: string) => string): SplitStatements {
  return {
    raw: RAW,
    typed: TYPED,
    failed: FAILED,
    tally: TALLY,
    good: GOOD,
    quarantine: QUARANTINE,
    doubtful: DOUBTFUL,
    samples: SAMPLES,
    causes: CAUSES,
    partitions: partitions(contract, formatId),
    ...duplicateStatements(contract),
  };
}

/**
 * Rows are counted per day or hour as integers first: formatting a million timestamps costs a sixth of the whole split.
 * Good rows lie in years 1 to 9999, so the shift keeps the division away from negative numbers.
 */
function partitions(contract: Contract, formatId: (ref: string) => string): string {
  const { column, granularity } = contract.partition;
  const ref = quoteName(column);
  const isDate = contract.fields.find((field) => field.name === column)?.type.kind === "date";
  const step = granularity === "HOUR" ? 3_600_000_000 : 86_400_000_000;
  const bucket = isDate ? ref : `(epoch_us(${ref}) + ${YEAR_ONE}) // ${step}`;
  const start = isDate ? "bucket" : `make_timestamp(bucket * ${step} - ${YEAR_ONE})`;
  return `SELECT ${formatId(start)} AS id, sum(n)::BIGINT AS "rows", max(newest) AS newest
FROM (SELECT ${bucket} AS bucket, count(*) AS n, epoch_us(max(${ref})) AS newest FROM good GROUP BY ALL)
GROUP BY id ORDER BY id`;
}

/** Microseconds from the start of year 1 to 1970. */
const YEAR_ONE = 62_135_596_800_000_000n;

/** Two steps: hashes find candidates in 16 bytes a row, then only those are compared column by column. */
function duplicateStatements(contract: Contract): Pick<SplitStatements, "duplicates" | "withoutDuplicates"> {
  if (contract.policies.exactDuplicates === "keep") return { duplicates: null, withoutDuplicates: null };
  const columns = contract.fields.map((field) => quoteName(field.name)).join(", ");
  const duplicates = `CREATE OR REPLACE TEMP TABLE extra AS
WITH twice AS (SELECT hash(${columns}) AS h FROM good GROUP BY ALL HAVING count(*) > 1)
SELECT sluice_row FROM good WHERE hash(${columns}) IN (FROM twice)
QUALIFY row_number() OVER (PARTITION BY ${columns} ORDER BY sluice_row) > 1`;
  return { duplicates, withoutDuplicates: WITHOUT_DUPLICATES };
}
