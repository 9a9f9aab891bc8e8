import { Random } from "../../property/random.ts";

// Ways in which a producer breaks a file, each as SQL over the view `source`; a seed chooses the column and the rows.

export interface Column {
  readonly name: string;
  readonly type: string;
}

export interface Corruption {
  readonly name: string;
  /** The file's rows after the accident; null: no column of this file can have it. */
  readonly query: string | null;
}

const everyNth = 50;

/** All accidents for a file with these columns; `full` are those without NULL, `texts` how their values look. */
export function corruptionsOf(
  columns: readonly Column[],
  full: ReadonlySet<string>,
  forms: ReadonlyMap<string, RegExp>,
  seed: number,
): Corruption[] {
  const random = new Random(seed);
  const offset = random.between(0, everyNth - 1);
  const hit = `(row_number() OVER () - 1) % ${everyNth} = ${offset}`;
  const one = (fits: (column: Column) => boolean) => {
    const found = columns.filter(fits);
    return found.length === 0 ? null : random.pick(found);
  };
  const replace = (column: Column | null, value: (name: string) => string, where = hit) => {
    if (column === null) return null;
    const name = quoted(column.name);
    return `SELECT * REPLACE (CASE WHEN ${where} THEN (${value(name)})::${column.type} ELSE ${name} END AS ${name}) FROM source`;
  };
  const text = ({ type }: Column) => type === "VARCHAR";
  const number = ({ type }: Column) =>
    /INT|DOUBLE|FLOAT|DECIMAL/.test(type) && !type.includes("[") && !type.startsWith("STRUCT");
  const float = ({ type }: Column) => type === "DOUBLE" || type === "FLOAT";
  const time = ({ type }: Column) => type === "DATE" || type.startsWith("TIMESTAMP");
  const looking = (form: RegExp) => one((column) => text(column) && forms.get(column.name)?.source === form.source);
  const swapped = (a: Column | null, b: Column | null) =>
    a && b && a !== b
      ? `SELECT * REPLACE (${quoted(b.name)} AS ${quoted(a.name)}, ${quoted(a.name)} AS ${quoted(b.name)}) FROM source`
      : null;
  const named = (name: RegExp) => columns.find((column) => name.test(column.name)) ?? null;
  const needed = one(({ name }) => full.has(name));
  const texts = columns.filter(text);
  const first = texts.length > 1 ? random.pick(texts) : null;
  const second = first && random.pick(texts.filter((column) => column !== first));
  const list: [name: string, query: string | null][] = [
    ["NULL in a full column", replace(needed, () => "NULL")],
    [
      "negative number",
      replace(one(number), (name) => (/^U/.test(typeOf(columns, name)) ? name : `-abs(${name}) - 1`)),
    ],
    [
      "ten times the value",
      replace(
        one(number),
        (name) =>
          `CASE WHEN try_cast(${name} * 10 AS INTEGER) IS NULL THEN ${name} ELSE least(${name} * 10, ${most(typeOf(columns, name))}) END`,
        "true",
      ),
    ],
    [
      "unit change, a thousand times",
      replace(
        one((column) => float(column)),
        (name) => `${name} * 1000`,
        "true",
      ),
    ],
    ["two text columns swapped", swapped(first, second)],
    ["latitude and longitude swapped", swapped(named(/^lat/i), named(/^lon/i))],
    [
      "wrong case",
      replace(one(text), (name) => `CASE WHEN ${name} = upper(${name}) THEN lower(${name}) ELSE upper(${name}) END`),
    ],
    ["padded text", replace(one(text), (name) => `' ' || ${name} || ' '`)],
    ["truncated text", replace(one(text), (name) => `left(${name}, (length(${name}) / 2)::INT)`)],
    ["unknown code", replace(one(text), () => "'zzz??'")],
    ["malformed uuid", replace(looking(/uuid/), (name) => `replace(${name}, '-', '')`)],
    ["malformed hex", replace(looking(/hex/), (name) => `'g' || substr(${name}, 2)`)],
    ["malformed e-mail", replace(looking(/email/), (name) => `replace(${name}, '@', ' at ')`)],
    ["malformed date text", replace(looking(/date/), (name) => `substr(${name}, 1, 5) || '13-45'`)],
    ["time in the future", replace(one(time), (name) => `${name} + INTERVAL 30 YEAR`)],
    ["time of 1970", replace(one(time), () => "'1970-01-01'")],
    ["empty text", replace(one(text), () => "''")],
    ["'NULL' as text", replace(one(text), () => "'NULL'")],
    ["'N/A' as text", replace(one(text), () => "'N/A'")],
    ["non-ASCII junk", replace(one(text), (name) => `${name} || 'Ã¼â€'`)],
    ["longer text", replace(one(text), (name) => `repeat(${name} || 'x', 12)`)],
    ["rows twice", "SELECT * FROM source UNION ALL SELECT * FROM (FROM source LIMIT 100)"],
    ["column dropped", needed && `SELECT * EXCLUDE (${quoted(needed.name)}) FROM source`],
    [
      "column renamed",
      needed && `SELECT * RENAME (${quoted(needed.name)} AS ${quoted(`${needed.name}_new`)}) FROM source`,
    ],
    ["column retyped", retyped(one(number) ?? one(text))],
    ["column added", "SELECT *, 42 AS surprise FROM source"],
    ["no rows", "SELECT * FROM source LIMIT 0"],
    ["nine tenths missing", "SELECT * FROM source WHERE random() < 0 OR hash(to_json(source)) % 10 = 0"],
    ["NaN", replace(one(float), () => "'nan'")],
    ["infinite", replace(one(float), () => "'inf'")],
  ];
  return list.map(([name, query]) => ({ name, query }));
}

function retyped(column: Column | null): string | null {
  if (column === null) return null;
  const name = quoted(column.name);
  return `SELECT * REPLACE ((${name}::VARCHAR || ' EUR')::${column.type === "VARCHAR" ? "BLOB" : "VARCHAR"} AS ${name}) FROM source`;
}

function typeOf(columns: readonly Column[], name: string): string {
  return columns.find((column) => quoted(column.name) === name)?.type ?? "";
}

/** The greatest value that a tenfold one may have in its own type. */
function most(type: string): string {
  const sizes = /DECIMAL\((\d+),(\d+)\)/.exec(type);
  if (sizes) return String(10 ** (Number(sizes[1]) - Number(sizes[2])) - 1);
  return (
    { UTINYINT: "255", TINYINT: "127", USMALLINT: "65535", SMALLINT: "32767", INTEGER: "2147483647" }[type] ?? "1e18"
  );
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
