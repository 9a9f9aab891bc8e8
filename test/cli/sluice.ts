import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../../lakehouse/cli/cli.ts";
import type { Stream } from "../../lakehouse/cli/output.ts";
import { openWorkshop, type Workshop } from "../engine/workshop.ts";

// `sluice` as a function: the same code as the command, with streams that are kept.

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly env?: Record<string, string>;
  readonly signal?: AbortSignal;
}

export async function sluice(
  cwd: string,
  argv: readonly string[],
  { isTTY, columns, env = {}, signal }: Terminal = {},
): Promise<Said> {
  const out = collector(isTTY, columns);
  const err = collector(isTTY, columns);
  const code = await runCli(argv, {
    stdout: out.stream,
    stderr: err.stream,
    env,
    cwd,
    signal: signal ?? new AbortController().signal,
  });
  return { code, out: out.text(), err: err.text() };
}

function collector(isTTY: boolean | undefined, columns: number | undefined): { stream: Stream; text(): string } {
  const parts: string[] = [];
  return { stream: { write: (part) => parts.push(part), isTTY, columns }, text: () => parts.join("") };
}

/** A folder with a contract `pings` and drops of it: good, dirty, held, truncated, and one that no contract knows. */
export async function openProject(): Promise<{ folder: string; workshop: Workshop; close(): void }> {
  const workshop = await openWorkshop();
  const folder = mkdtempSync(join(tmpdir(), "sluice-cli-"));
  mkdirSync(join(folder, "contracts"));
  writeFileSync(join(folder, "contracts/pings.odcs.yaml"), contract);
  for (const [name, query] of Object.entries(drops)) {
    const path = join(folder, "drops", name);
    mkdirSync(join(path, ".."), { recursive: true });
    cpSync(await workshop.parquet(query), path);
  }
  writeFileSync(join(folder, "drops/pings/dt=2026-11-23/part-0.parquet"), "PAR1 and no more");
  return {
    folder,
    workshop,
    close: () => {
      workshop.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const rows = (bad: string) =>
  `SELECT i AS id, TIMESTAMPTZ '2026-11-20 00:00:00+00' + INTERVAL (i) SECOND AS at, CASE WHEN ${bad} THEN 91.5 ELSE 47.5 END AS lat, 'os' || chr(27) || '[31m' || (i % 2) AS os FROM range(1000) r(i)`;

const drops = {
  "pings/dt=2026-11-20/part-0.parquet": rows("false"),
  "pings/dt=2026-11-21/part-0.parquet": rows("i % 100 = 7"),
  "pings/dt=2026-11-22/part-0.parquet": rows("i % 2 = 0"),
  "pings/dt=2026-11-23/part-0.parquet": rows("false"),
  "visits/dt=2026-11-20/visits.parquet":
    "SELECT i AS visit_id, DATE '2026-11-20' AS day, 'page-' || (i % 7) AS page FROM range(500) r(i)",
};

export const contract = `# yaml-language-server: $schema=../lakehouse/contract/schemas/odcs-json-schema-v3.1.0.json
apiVersion: v3.1.0
kind: DataContract
id: pings
version: 1.0.0
status: active
servers: [{server: landing, type: custom, location: "gs://landing/pings/dt=*/*.parquet"}]
schema:
  - name: pings
    logicalType: object
    quality:
      - {id: north_of_equator, type: custom, engine: sluice, severity: warning, implementation: {rowExpression: "lat > 0"}}
    properties:
      - {name: id, logicalType: integer, logicalTypeOptions: {format: i64}, required: true}
      - {name: at, logicalType: timestamp, required: true, partitioned: true}
      - {name: lat, logicalType: number, logicalTypeOptions: {minimum: -90, maximum: 90}}
      - {name: os, logicalType: string}
support: [{channel: owner, tool: email, url: "mailto:owner@example.com"}]
`;
