import type { Engine } from "../engine/engine.ts";
import type { RoundFacts } from "../engine/protocol.ts";
import type { DropResult } from "../engine/result.ts";
import { judge } from "../engine/verdict.ts";
import { keepReport } from "../ledger/reports.ts";
import { attemptFolder } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import type { OutputFile, Report } from "../plan/report.ts";
import type { Clock, ObjectMeta, Objects } from "../ports.ts";

/** What a host needs; it changes no entry. */
export interface HostTools {
  readonly objects: Objects;
  readonly engine: Pick<Engine, "split">;
  readonly clock: Clock;
  /** Random hex digits. */
  token(): string;
}

/** One attempt of one round of one drop. */
export interface Attempt {
  readonly plan: Plan;
  readonly planHash: string;
  readonly facts: RoundFacts;
  readonly original: ObjectMeta;
  readonly round: number;
  readonly attempt: number;
}

export interface SplitProgress {
  readonly onProgress?: (done: number, units: number) => void;
  readonly signal?: AbortSignal;
}

/** Output files, then the report that names them. If the round has a report already, that one counts. */
export async function splitRound(tools: HostTools, given: Attempt, progress: SplitProgress): Promise<Report> {
  const { objects, engine, clock } = tools;
  const { plan, facts, original } = given;
  const started = clock.now();
  const path = await objects.local(original.name, original);
  const { onProgress, signal } = progress;
  const result = await engine.split(
    plan,
    { facts, path, crc32c: original.crc32c },
    { write: true, lifts: facts.lifts, ...(onProgress && { onProgress }) },
  );
  try {
    signal?.throwIfAborted();
    const files = await keepFiles(tools, given, result);
    return await keepReport(objects, {
      ...judge({ ...given, lifts: facts.lifts, object: original, started }, result),
      files,
    });
  } finally {
    await result.dispose();
  }
}

async function keepFiles(tools: HostTools, given: Attempt, result: DropResult): Promise<Report["files"]> {
  if (result.kind === "refused") return { good: [], quarantined: [] };
  const good = result.passedThrough
    ? await passThrough(tools, given, result.rows.good)
    : await keepOutput(tools, "staging", given, result.files.good);
  return { good, quarantined: await keepOutput(tools, "quarantine", given, result.files.quarantined) };
}

/** The token keeps attempts apart that started at the same time. */
function outputName({ token }: HostTools, zone: "staging" | "quarantine", given: Attempt, unit: number): string {
  const { plan, facts, round, attempt } = given;
  const folder = attemptFolder(zone, plan.dataset, facts.arrivalDay, facts.key, round, attempt);
  return `${folder}/${unit}-${token()}.parquet`;
}

function keepOutput(
  tools: HostTools,
  zone: "staging" | "quarantine",
  given: Attempt,
  files: readonly { readonly path: string; readonly rows: number }[],
): Promise<OutputFile[]> {
  return Promise.all(
    files.map(async ({ path, rows }, unit) => {
      const content = { kind: "move" as const, path };
      const name = outputName(tools, zone, given, unit);
      return named(await tools.objects.write(name, content, { generation: "0" }), rows);
    }),
  );
}

async function passThrough(tools: HostTools, given: Attempt, rows: number): Promise<OutputFile[]> {
  const name = outputName(tools, "staging", given, 0);
  return [named(await tools.objects.copy(given.original, name, { generation: "0" }), rows)];
}

function named({ name, generation, crc32c, bytes }: ObjectMeta, rows: number): OutputFile {
  return { uri: name, generation, crc32c, bytes, rows };
}
