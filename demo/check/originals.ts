import { join } from "node:path";
import { quoteText } from "../../lakehouse/plan/quote.ts";
import type { Evidence } from "./invariant.ts";

/** The original of a drop, as its bytes tell. */
export interface Original {
  readonly path: string;
  readonly key: string;
  /** It ends as Parquet files do. */
  readonly whole: boolean;
  /** Another original has the same bytes, and came before. */
  readonly copy: boolean;
  /** It brings rows of quarantine again. */
  readonly replay: boolean;
}

/** Every original of a dataset, the uploads in the order of their times. */
export async function originalsOf({ sql, lake }: Evidence, dataset: string): Promise<Original[]> {
  const files = quoteText(join(lake, "raw", dataset, "*", "*.parquet"));
  const rows = await sql.rows(`
    SELECT filename AS path, regexp_extract(filename, '([0-9a-f]{24})\\.parquet$', 1) AS key,
      hex(content)[-8:] = hex('PAR1'::BLOB) AS whole,
      row_number() OVER (PARTITION BY sha256(content) ORDER BY last_modified, filename) > 1 AS copy
    FROM read_blob(${files}) ORDER BY last_modified, filename`);
  const whole = rows.filter((row) => row.whole === true).map(({ path }) => String(path));
  const replays = new Set(await filesWithReasons({ sql }, whole));
  return rows.map(({ path, key, whole, copy }) => {
    const name = String(path);
    return { path: name, key: String(key), whole: whole === true, copy: copy === true, replay: replays.has(name) };
  });
}

async function filesWithReasons({ sql }: Pick<Evidence, "sql">, files: readonly string[]): Promise<string[]> {
  if (files.length === 0) return [];
  const list = files.map(quoteText).join(", ");
  const rows = await sql.rows(`SELECT DISTINCT file_name FROM parquet_schema([${list}]) WHERE name = '_reasons'`);
  return rows.map(({ file_name }) => String(file_name));
}
