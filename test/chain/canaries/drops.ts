import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ParquetWriter } from "../../property/write-parquet.ts";

/** In every value that must not be seen outside of data files; nothing else holds it. */
export const NEEDLE = "zqkanari";
/** The same as a number. */
export const DIGITS = "918273645";
/** In what looks like a secret or a person, in values that nobody classified, in an object's name and in a note. */
export const UNCLASSIFIED = "zqoffen";

export const OWN_NAME = `people/dt=2026-03-09/anna@${UNCLASSIFIED}.example.parquet`;

const secret = (place: string) => `'${NEEDLE}-${place}@private.example'::VARCHAR`;
const sound = "lpad(to_hex(i), 8, '0')";
/** One row of four. */
const some = (value: string, other: string) => `CASE WHEN i % 4 = 1 THEN ${value} ELSE ${other} END`;
const visitor = some(secret("visitor"), sound);

interface Columns {
  readonly visitor?: string;
  readonly tax?: string;
  readonly email?: string;
  readonly city?: string;
  readonly mac?: string;
  readonly minutes?: string;
  readonly note?: string;
  readonly more?: string;
}

const none = "NULL::VARCHAR";

/** 40 rows; what is not told is sound. */
function people(first: number, columns: Columns): string {
  const { visitor = sound, tax = "i", email = none, city = "'Ulm'", mac = none, minutes = "5" } = columns;
  return `SELECT i AS id, DATE '2026-03-09' AS day, ${visitor} AS visitor, ${tax} AS tax,
    {'email': ${email}, 'city': ${city}} AS contact, [{'mac': ${mac}}] AS devices, ${minutes} AS minutes,
    ${columns.note ?? "'fine'"} AS note ${columns.more ?? ""} FROM range(${first}, ${first + 40}) AS r(i)`;
}

/** By object name: canaries in classified columns, at any depth, in rows that are bad for every kind of reason. */
const queries: Readonly<Record<string, string>> = {
  patterns: people(0, { visitor, email: some(secret("email"), "'a@b.c'"), mac: some(secret("mac"), `'${NEEDLE}'`) }),
  numbers: people(100, { visitor: "'abcdef01'", minutes: "-i", email: secret("beside"), tax: `-${DIGITS}000 - i` }),
  rule: people(200, { visitor, minutes: "0" }),
  retyped: people(300, {
    tax: some(secret("tax"), "i::VARCHAR"),
    visitor: some(`${secret("blob")}::BLOB || '\\xFF'::BLOB`, `(${sound})::BLOB`),
  }),
  structs: people(400, { mac: "i" }),
  unknown: people(500, { more: `, ${secret("unknown")} AS nickname` }),
  held: people(600, { visitor: secret("held"), email: secret("held") }),
  long: people(700, { visitor: `repeat(${secret("long")}, 20)` }),
};

/** What looks like a secret or a person, in columns that nobody classified. */
const unclassified = people(800, {
  city: `CASE i % 3 WHEN 0 THEN 'anna@${UNCLASSIFIED}.example' WHEN 1 THEN 'SG.${UNCLASSIFIED}-0123456.${UNCLASSIFIED}-key' ELSE 'DE89 3704 0044 0532 0130 00' END`,
  note: `'Bearer ${UNCLASSIFIED}0123456789'`,
});

/** Files that cannot be read, with canaries where an error might quote them. */
const broken: Readonly<Record<string, (good: Buffer) => Buffer>> = {
  "as-text": () => Buffer.from(`${NEEDLE},visitor\n1,${NEEDLE}-csv\n`),
  "magic-alone": () => Buffer.from(`PAR1 ${NEEDLE} password=${NEEDLE} PAR1`),
  "cut-off": (good) => good.subarray(0, good.length - 30),
  "bit-rot": (good) => Buffer.from(good.map((byte, at) => (at > 40 && at < 260 ? byte ^ 0x15 : byte))),
};

/** Below `folder`, as their producers name them. */
export async function writeCanaries(folder: string, sql: ParquetWriter): Promise<void> {
  const at = (name: string) => join(folder, `people/dt=2026-03-09/${name}.parquet`);
  mkdirSync(dirname(at("x")), { recursive: true });
  const write = (query: string, path: string) =>
    sql.run(`COPY (${query}) TO '${path}' (FORMAT parquet, KV_METADATA {owner: '${NEEDLE}-metadata'})`);
  for (const [name, query] of Object.entries(queries)) await write(query, at(name));
  await write(unclassified, join(folder, OWN_NAME));
  const good = readFileSync(at("patterns"));
  for (const [name, spoil] of Object.entries(broken)) writeFileSync(at(name), spoil(good));
}
