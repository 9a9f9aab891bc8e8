import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ParquetWriter } from "../property/write-parquet.ts";

/** Stands in every value that must not be seen again outside of data files; nothing else holds it. */
export const NEEDLE = "zqkanari";
/** The same as digits. */
export const DIGITS = "918273645";

const secret = (place: string) => `'${NEEDLE}-${place}@private.example'`;
const text = (value: string) => `${value}::VARCHAR`;
const sound = "lpad(to_hex(i), 8, '0')";

interface People {
  readonly visitor?: string;
  readonly tax?: string;
  readonly email?: string;
  readonly mac?: string;
  readonly minutes?: string;
  readonly note?: string;
  readonly more?: string;
  readonly first?: number;
  readonly rows?: number;
}

/** Rows with a canary in every column that is classified; what is wrong with them is told by the parts. */
function people({ visitor, tax, email, mac, minutes, note, more = "", first = 0, rows = 40 }: People): string {
  return `SELECT i AS id, DATE '2026-03-09' AS day, ${visitor ?? sound} AS visitor, ${tax ?? "i"} AS tax,
    {'email': ${email ?? "NULL::VARCHAR"}, 'city': 'Ulm'} AS contact, [{'mac': ${mac ?? "NULL::VARCHAR"}}] AS devices,
    ${minutes ?? "5"} AS minutes, ${note ?? "'fine'"} AS note ${more} FROM range(${first}, ${first + rows}) AS r(i)`;
}

const some = (value: string, other: string) => `CASE WHEN i % 4 = 1 THEN ${value} ELSE ${other} END`;
const visitor = some(secret("visitor"), sound);

const queries: Readonly<Record<string, string>> = {
  patterns: people({ visitor, email: some(secret("email"), text("'a@b.c'")), mac: some(secret("mac"), text("'00'")) }),
  others: people({ first: 100, visitor: text("'abcdef01'"), minutes: "-i", email: text("'a@b.c'"), tax: `-${DIGITS}000 - i` }),
  rule: people({ first: 200, visitor, minutes: "0" }),
  retyped: people({ first: 300, tax: some(secret("tax"), "i::VARCHAR"), visitor: some(`${secret("blob")}::BLOB || '\\xFF'::BLOB`, `(${sound})::BLOB`) }),
  structs: people({ first: 400, mac: "i" }),
  unknown: people({ first: 500, more: `, ${secret("unknown")} AS nickname` }),
  held: people({ first: 600, visitor: secret("held"), email: secret("held") }),
  late: people({ first: 700, visitor: text(secret("long")).replace(/'$/, `${"y".repeat(200)}'`) }),
};

/** Files that cannot be read, with canaries where an error might quote them. */
const broken: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  "as-text": () => Buffer.from(`id,visitor\n1,${NEEDLE}-csv\n`),
  "magic-text": () => Buffer.from(`PAR1 ${NEEDLE} password=${NEEDLE} PAR1`),
  "cut-off": (bytes) => bytes.subarray(0, bytes.length - 30),
  "bit-rot": (bytes) => Buffer.concat([bytes.subarray(0, 4), Buffer.from(bytes.subarray(4, 260).map((byte) => byte ^ 0x15)), bytes.subarray(260)]),
};

/** What a producer who should know better drops; returns the folder to run. */
export async function writeCanaries(folder: string, sql: ParquetWriter): Promise<void> {
  const at = (name: string) => join(folder, `people/dt=2026-03-09/${name}.parquet`);
  mkdirSync(dirname(at("x")), { recursive: true });
  for (const [name, query] of Object.entries(queries)) {
    await sql.run(`COPY (${query}) TO '${at(name)}' (FORMAT parquet, KV_METADATA {owner: '${NEEDLE}-metadata'})`);
  }
  const sample = readFileSync(at("patterns"));
  for (const [name, break_] of Object.entries(broken)) writeFileSync(at(name), break_(sample));
  truncateSync(at("cut-off"));
}
