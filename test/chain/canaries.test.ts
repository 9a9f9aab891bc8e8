// Drops full of secrets and personal values go through the whole chain: nothing of them is seen outside of data files.
// What is promised: values of classified columns, of columns that no contract knows, of files that cannot be read, and
// of the process's own environment are in no log, report, page, mail, nor in the ledger. Values of columns that nobody
// classified, notes of persons and names of objects are shown, without whatever looks like a secret or a person: in
// reports, pages, mails and on the terminal. An object's name is its identity, so the ledger and JSON have all of it, but
// no other object is named after it. `query` and `state --canonical` print rows, which is what they are for.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readEml } from "../ports/read-eml.ts";
import { ParquetWriter } from "../property/write-parquet.ts";
import { DIGITS, NEEDLE, OWN_NAME, UNCLASSIFIED, writeCanaries } from "./canaries/drops.ts";

const MINUTE = 60_000;
const CLI = join(import.meta.dirname, "../../lakehouse/cli/main.ts");

const folder = mkdtempSync(join(tmpdir(), "sluice-canaries-"));
const contract = join(folder, "contracts/people.odcs.yaml");
const lake = join(folder, "lake");
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Everything that commands have said, by their words. */
const said = new Map<string, string>();

/** With secrets in its environment, as a function has them. */
const env = {
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: join(folder, "compiled"),
  SENDGRID_API_KEY: `SG.${NEEDLE}-environment.${NEEDLE}`,
  GOOGLE_APPLICATION_CREDENTIALS: `/secrets/${NEEDLE}.json`,
  DATABASE_URL: `postgres://user:${NEEDLE}@host/db`,
};

/** The words of what went well. */
function sluice(words: string): Promise<string> {
  const args = [CLI, ...words.split(" "), "--lake", "lake", "--contracts", "contracts"];
  const child = spawn(process.execPath, args, { cwd: folder, env, timeout: 2 * MINUTE });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  return new Promise((ended, failed) => {
    child.once("close", (code) => {
      said.set(`sluice ${words}`, out + err);
      if (code === 0 || code === 1) ended(out);
      else failed(new Error(`sluice ${words} exits with ${code}: ${err}`));
    });
  });
}

beforeAll(async () => {
  mkdirSync(join(folder, "contracts"));
  cpSync(join(import.meta.dirname, "canaries/people.odcs.yaml"), contract);
  mkdirSync(join(folder, "drops"));
  const sql = new ParquetWriter();
  await writeCanaries(join(folder, "drops"), sql);
  sql.close();
  await sluice("run drops");
  await sluice(`hold reject long.parquet --by ann --note ben@${UNCLASSIFIED}.example,password=${UNCLASSIFIED}`);
  const mended = readFileSync(contract, "utf8").replace("version: 1.0.0", "version: 2.0.0");
  writeFileSync(contract, mended.replaceAll("maxLength: 8", "maxLength: 9"));
  await sluice("hold accept --all-of people --by ann");
  await sluice("replay patterns.parquet retyped.parquet cut-off.parquet");
  await Promise.all(["report retyped.parquet --json", "ledger show people 1 --json", "mail preview"].map(sluice));
  const own = `report ${OWN_NAME.split("/").at(-1)}`;
  await Promise.all([own, `${own} --json`, "ledger show people 1", "page", "status"].map(sluice));
}, 5 * MINUTE);

test("the canaries went all the way", () => {
  expect(said.get("sluice run drops")).toMatch(/mail: \[ERROR\]/);
  expect(said.get("sluice run drops")).not.toMatch(/fault/);
  expect(said.get("sluice status")).toMatch(/people/);
  const lines = [...said.values()].join("\n");
  for (const state of ["held", "rejected", "ready"]) expect(lines).toContain(state);
  // Where rows are not compressed.
  const data = filesBelow(lake).filter((path) => isData(path) && holdsCanary(readFileSync(path).toString("latin1")));
  const zones = data.map((path) => relative(lake, path).split("/")[0]);
  expect([...new Set(zones)]).toEqual(expect.arrayContaining(["landing", "quarantine", "raw"]));
});

test("nothing that a command says holds a canary", () => {
  expect([...said].flatMap(([words, text]) => (holdsCanary(text) ? `${words}: ${around(text)}` : []))).toEqual([]);
});

test("no file of the lake but the data holds a canary, no page, and no name", () => {
  const files = [...filesBelow(lake), ...filesBelow(join(folder, "out")), join(folder, "report.html")];
  const texts = files.flatMap((path) => (isData(path) ? [relative(folder, path)] : textsOf(path)));
  expect(texts.length).toBeGreaterThan(150);
  expect(texts.filter(holdsCanary).map(around)).toEqual([]);
});

test("nobody is shown what looks like a secret or a person, and no other object has a producer's words in its name", () => {
  const shown = [...said].filter(([words]) => !words.endsWith("--json"));
  expect(shown.flatMap(([words, text]) => (text.includes(UNCLASSIFIED) ? [[words, near(text)]] : []))).toEqual([]);
  expect(said.get(`sluice report ${OWN_NAME.split("/").at(-1)}`)).toMatch(/city.*\(e-mail removed\)/);
  const outgoing = filesBelow(lake).filter((path) => /^(mail|outbox)\//.test(relative(lake, path)));
  expect(outgoing.length).toBeGreaterThan(5);
  const texts = [...outgoing, join(folder, "report.html")].flatMap(textsOf);
  expect(texts.filter((text) => text.includes(UNCLASSIFIED)).map(near)).toEqual([]);
  const named = filesBelow(lake).filter((path) => path.includes(UNCLASSIFIED));
  expect(named.map((path) => relative(lake, path).split("/")[0])).toEqual(["landing"]);
});

test("reports, the ledger and JSON hold nothing of it but the object's name", () => {
  const ledger = filesBelow(lake).filter((path) => /^(ledger|committed|plans)\//.test(relative(lake, path)));
  const texts = [...ledger.flatMap(textsOf), ...said.values()].map((text) => text.replaceAll(OWN_NAME, ""));
  expect(texts.length).toBeGreaterThan(60);
  expect(texts.filter((text) => text.includes(UNCLASSIFIED)).map(near)).toEqual([]);
});

function filesBelow(path: string): string[] {
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** Rows are in Parquet files, those among them that are none, and in the warehouse. */
function isData(path: string): boolean {
  return /\.parquet(~[\d.]+)?$/.test(path) || /warehouse\.duckdb(\.wal)?$/.test(path);
}

/** Name and content; of a mail also what its reader sees. */
function textsOf(path: string): string[] {
  const bytes = readFileSync(path);
  const plain = [relative(folder, path), bytes.toString("latin1")];
  if (!path.endsWith(".eml")) return plain;
  const { subject, text, html, to } = readEml(bytes);
  return [...plain, subject, text, html, to.join()];
}

/** Also where the end of it was cut off. */
function holdsCanary(text: string): boolean {
  return text.toLowerCase().includes(NEEDLE.slice(0, 6)) || text.includes(DIGITS.slice(0, 6));
}

function around(text: string): string {
  const at = Math.max(text.toLowerCase().indexOf(NEEDLE.slice(0, 6)), text.indexOf(DIGITS.slice(0, 6)));
  return text.slice(Math.max(0, at - 200), at + 60);
}

function near(text: string): string {
  const at = text.indexOf(UNCLASSIFIED);
  return text.slice(Math.max(0, at - 200), at + 60);
}
