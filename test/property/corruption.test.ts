// Good files, broken at random: each ends in one verdict, nothing hangs or falls, and the next good file is right.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { crc32c } from "@node-rs/crc32";
import { dropsFolder, planOf } from "../fixtures/expectations.ts";
import { CORRUPTIONS } from "./corruptions.ts";
import { Gate, readParquet } from "./gate.ts";
import { Random } from "./random.ts";

const RUNS = Number(process.env.RUNS ?? 30);
const SEED = Number(process.env.SEED ?? 7);
const ROWS = 400;
const SECONDS = 30;

const folder = join(dropsFolder, "good");
const files = readdirSync(folder).filter((file) => file.endsWith(".parquet"));
const plan = planOf("odd.odcs.yaml");
const gate = new Gate({ timeoutSeconds: SECONDS });
afterAll(() => gate.close());

const COLUMNS = 'id, "at", amount, qty, note, coalesce(tags, []) AS tags, place';

/** Null if the file came through whole, row for row. */
async function faultOf(file: string): Promise<string | null> {
  const path = join(folder, file);
  const [given, found] = [
    `SELECT ${COLUMNS} FROM ${readParquet([path])}`,
    (good: string) => `SELECT ${COLUMNS} FROM ${good}`,
  ];
  let different = -1;
  const { report } = await gate.run(plan, { path }, async (good) => {
    const [row] = await gate.sql.ask(
      `SELECT count(*)::INTEGER AS n FROM (${given} EXCEPT ALL ${found(readParquet(good))})`,
    );
    different = Number(row?.n);
  });
  const { verdict, rows } = report;
  return verdict === "ready" && rows.good === ROWS && different === 0
    ? null
    : `${file}: ${JSON.stringify({ verdict, rows, different, reasons: report.reasons })}`;
}

function base64(crc: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString("base64");
}

/** Null if all is well. */
async function breakOne(run: number): Promise<string | null> {
  const random = new Random(SEED * 100_003 + run);
  const file = random.pick(files);
  const kind = random.pick(Object.keys(CORRUPTIONS));
  const original = readFileSync(join(folder, file));
  const broken = CORRUPTIONS[kind]?.(original, random) ?? original;
  const path = join(gate.folder, `broken-${run}.parquet`);
  writeFileSync(path, broken);
  const known = run % 4 === 0 && !broken.equals(original);
  const started = performance.now();
  const { report, good, quarantined } = await gate.run(plan, { path, crc32c: known ? base64(crc32c(original)) : null });
  const { verdict, rows, reasons } = report;
  const faults = [
    performance.now() - started > 2 * SECONDS * 1000 && "took too long",
    reasons.some(({ code }) => code === "TIMED_OUT" || code === "CRASHED") && "hung or fell",
    known && reasons[0]?.code !== "CHECKSUM_MISMATCH" && "wrong bytes were accepted",
    verdict === "rejected" && (rows.in !== null || reasons.length !== 1) && "no single reason",
    verdict !== "rejected" && rows.in !== rows.good + rows.quarantined && "rows are not conserved",
    (good.length !== rows.good || quarantined.size !== rows.quarantined) && "files and report differ",
    await faultOf(random.pick(files)),
  ].filter((fault) => typeof fault === "string");
  return faults.length === 0
    ? null
    : `run ${run}, ${file}, ${kind}: ${faults.join("; ")}; ${JSON.stringify({ verdict, rows, reasons })}`;
}

test("the good files are good", async () => {
  expect(files).toHaveLength(12);
  for (const file of files) expect(await faultOf(file)).toBeNull();
});

test(`${RUNS} files broken at random each end in one verdict (SEED=${SEED})`, async () => {
  const runs = Array.from({ length: RUNS }, (_, run) => run);
  const lane = async (mine: number[]) => {
    const found: string[] = [];
    for (const run of mine) {
      const fault = await breakOne(run).catch((error: unknown) => `run ${run} threw: ${String(error)}`);
      if (fault) found.push(fault);
    }
    return found;
  };
  const found = await Promise.all([
    lane(runs.filter((run) => run % 2 === 0)),
    lane(runs.filter((run) => run % 2 === 1)),
  ]);
  expect(found.flat()).toEqual([]);
}, 900_000);
