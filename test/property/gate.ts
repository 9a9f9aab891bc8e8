// One engine for many drops: a plan and a file in, verdict and rows out, as the rest of Sluice would see them.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine, type Engine } from "../../lakehouse/engine/engine.ts";
import { type Judgement, judge } from "../../lakehouse/engine/verdict.ts";
import { planHash } from "../../lakehouse/plan/canonical.ts";
import { dropKey } from "../../lakehouse/plan/names.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { type Lifts, NO_LIFTS } from "../../lakehouse/plan/report.ts";
import { childUnderTest } from "../engine/child-under-test.ts";
import type { Failure } from "../naive/judge.ts";
import { ParquetWriter } from "./write-parquet.ts";

export const ARRIVAL_DAY = "2026-11-20";

export interface Passed {
  readonly report: Judgement;
  /** Numbers of the good rows, in order. */
  readonly good: readonly number[];
  /** Row number to reasons; of a replay the number that the row had in its first drop. */
  readonly quarantined: ReadonlyMap<number, readonly Failure[]>;
}

export interface GateOptions {
  readonly workers?: number;
  readonly timeoutSeconds?: number;
  readonly memoryMb?: number;
  readonly rssMb?: number;
}

export interface DropAt {
  readonly path: string;
  readonly name?: string;
  /** What the store says of the bytes; default: nothing. */
  readonly crc32c?: string | null;
  readonly generation?: string;
  readonly lifts?: Lifts;
  /** The file is one that the gate quarantined. */
  readonly replay?: boolean;
}

/** Called while the output files are still there. */
export type Look = (good: readonly string[], quarantined: readonly string[]) => Promise<void>;

export class Gate {
  readonly folder = mkdtempSync(join(tmpdir(), "sluice-gate-"));
  readonly sql = new ParquetWriter();
  readonly #engine: Engine;

  constructor(options: GateOptions = {}) {
    this.#engine = createEngine({ workers: 2, ...childUnderTest(), ...options, scratch: this.folder });
  }

  async run(
    plan: Plan,
    {
      path,
      name = "random/dt=2026-11-20/x.parquet",
      crc32c = null,
      generation = "1",
      lifts = NO_LIFTS,
      replay = false,
    }: DropAt,
    look?: Look,
  ): Promise<Passed> {
    const identity = { bucket: "landing", name, generation };
    const facts = {
      ...identity,
      key: dropKey(identity),
      arrived: `${ARRIVAL_DAY}T06:00:00.000Z`,
      arrivalDay: ARRIVAL_DAY,
      replay,
    };
    const result = await this.#engine.split(plan, { facts, path, crc32c }, { write: true, lifts });
    try {
      const object = { bytes: String(result.bytes), crc32c: result.crc32c ?? "" };
      const report = judge(
        { plan, planHash: planHash(plan), facts, object, round: 1, attempt: 1, lifts, started: facts.arrived },
        result,
      );
      if (result.kind === "refused") return { report, good: [], quarantined: new Map() };
      const good = result.files.good.map((file) => file.path);
      const bad = result.files.quarantined.map((file) => file.path);
      await look?.(good, bad);
      return { report, good: await this.#goodRows(good), quarantined: await this.#quarantinedRows(bad) };
    } finally {
      await result.dispose();
    }
  }

  async #goodRows(files: readonly string[]): Promise<number[]> {
    if (files.length === 0) return [];
    const rows = await this.sql.ask(`SELECT sluice_row AS n FROM ${readParquet(files)} ORDER BY n`);
    return rows.map(({ n }) => Number(n));
  }

  async #quarantinedRows(files: readonly string[]): Promise<Map<number, Failure[]>> {
    if (files.length === 0) return new Map();
    const rows = await this.sql.ask(
      `SELECT _row AS n, to_json(_reasons) AS reasons FROM ${readParquet(files)} ORDER BY n`,
    );
    return new Map(rows.map(({ n, reasons }) => [Number(n), JSON.parse(String(reasons)) as Failure[]]));
  }

  async close(): Promise<void> {
    await this.#engine.close();
    this.sql.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function readParquet(files: readonly string[]): string {
  return `read_parquet([${files.map((file) => `'${file.replaceAll("'", "''")}'`).join(", ")}], hive_partitioning = false)`;
}
