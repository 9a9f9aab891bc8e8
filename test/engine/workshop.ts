// What the engine's tests are made with: a scratch folder, Parquet files from SQL, plans from a few lines of contract.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { readContract } from "../../lakehouse/contract/read.ts";
import type { DropFacts } from "../../lakehouse/engine/protocol.ts";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import { LOCAL } from "../../lakehouse/plan/environment.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { quoteText } from "../../lakehouse/plan/quote.ts";

export interface Workshop {
  readonly folder: string;
  readonly scratch: string;
  /** Path of a new Parquet file with the rows of the query. */
  parquet(query: string, options?: string): Promise<string>;
  rows(query: string): Promise<Record<string, unknown>[]>;
  close(): void;
}

export async function openWorkshop(): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-engine-"));
  const scratch = join(folder, "scratch");
  mkdirSync(scratch);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  let files = 0;
  return {
    folder,
    scratch,
    async parquet(query, options = "") {
      const path = join(folder, `made-${++files}.parquet`);
      await connection.run(`COPY (${query}) TO ${quoteText(path)} (FORMAT parquet${options})`);
      return path;
    },
    async rows(query) {
      return (await connection.runAndReadAll(query)).getRowObjectsJson() as Record<string, unknown>[];
    },
    close() {
      connection.closeSync();
      instance.closeSync();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const FACTS: DropFacts = {
  key: "0123456789abcdef01234567",
  bucket: "landing",
  name: "pings/dt=2026-11-20/a.parquet",
  generation: "1",
  arrived: "2026-11-20T06:00:00.000Z",
  arrivalDay: "2026-11-20",
  replay: false,
};

/** A plan for dataset `pings`: `id`, `at` and what `properties` and `quality` add, as YAML flow lines. */
export function planOf({
  properties = [],
  custom = [],
  quality = [],
}: Partial<Record<"properties" | "custom" | "quality", string[]>>): Plan {
  const lines = (items: string[]) => items.map((item) => `      - ${item}`).join("\n");
  const text = `apiVersion: v3.1.0
kind: DataContract
id: test-pings
version: 1.0.0
status: active
servers: [{server: landing, type: custom, location: "gs://landing/pings/dt=*/*"}]
schema:
  - name: pings
    logicalType: object
    customProperties:
${lines(["{property: rejectDropAbovePercent, value: 100}", ...custom])}
${quality.length > 0 ? `    quality:\n${lines(quality)}\n` : ""}    properties:
${lines(["{name: id, logicalType: integer, required: true}", "{name: at, logicalType: timestamp, required: true, partitioned: true}", ...properties])}
`;
  const { contract, problems } = readContract(text, "contracts/pings.odcs.yaml");
  if (!contract) throw new Error(`${text}\n${problems.map(({ message, cure }) => `${message} → ${cure}`).join("\n")}`);
  return compilePlan(contract, LOCAL);
}

/** Rows of `id` and `at` beside the given columns, over `range(count)`. */
export function pings(count: number, more = ""): string {
  return `SELECT i::BIGINT AS id, TIMESTAMPTZ '2026-11-20 00:00:00+00' + to_seconds(i) AS "at"${more && `, ${more}`} FROM range(${count}) t(i)`;
}
