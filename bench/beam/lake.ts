import { link, mkdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { systemClock } from "../../lakehouse/adapters/clock.ts";
import { createFileObjects } from "../../lakehouse/adapters/files.ts";
import { keepPlan } from "../../lakehouse/ledger/plans.ts";
import { readReportOf } from "../../lakehouse/ledger/reports.ts";
import type { Manifest, ManifestDrop } from "../../lakehouse/plan/manifest.ts";
import { dropKey, manifestPath, rawPath } from "../../lakehouse/plan/names.ts";
import { NO_LIFTS, type Report } from "../../lakehouse/plan/report.ts";
import { createValue } from "../../lakehouse/ports/values.ts";
import type { Objects } from "../../lakehouse/ports.ts";
import { scratchFolder } from "../data.ts";
import { benchPlan } from "../plans.ts";

const DAY = "2026-11-09";

/** A lake whose originals are some files, for hosts to split again and again. */
export interface BenchLake {
  readonly folder: string;
  readonly files: readonly string[];
  /** Bytes of all drops. */
  readonly bytes: number;
  /** Name of a new manifest: the same drops in a round that nobody has split. */
  nextRound(): Promise<string>;
  /** What was reported of that round, a report for each drop; its outputs go. */
  takeReports(): Promise<Report[]>;
  remove(): Promise<void>;
}

/** A lake for each list of files; they go with the work. */
export async function withLakes<Name extends string, Result>(
  files: Readonly<Record<Name, readonly string[]>>,
  work: (lakes: Readonly<Record<Name, BenchLake>>) => Promise<Result>,
): Promise<Result> {
  const lakes: [string, BenchLake][] = [];
  try {
    for (const [name, originals] of Object.entries<readonly string[]>(files)) {
      lakes.push([name, await makeLake(name, originals)]);
    }
    return await work(Object.fromEntries(lakes) as Record<Name, BenchLake>);
  } finally {
    for (const [, lake] of lakes) await lake.remove();
  }
}

async function makeLake(name: string, files: readonly string[]): Promise<BenchLake> {
  const folder = await scratchFolder(`lake-${name}`);
  const objects = createFileObjects(folder, systemClock, { durable: false });
  const plan = benchPlan();
  const { dataset, environment } = plan;
  const hash = await keepPlan(objects, plan);
  const drops: ManifestDrop[] = [];
  for (const file of files) drops.push(await original(folder, objects, dataset, file));
  let round = 0;

  async function nextRound(): Promise<string> {
    round += 1;
    const job = `sluice-bench-${round}`;
    const manifest: Manifest = {
      format: "sluice/manifest/1",
      name: job,
      host: "beam",
      dataset,
      environment,
      plan: hash,
      drops: drops.map((drop) => ({ ...drop, round })),
    };
    const path = manifestPath(dataset, job);
    await createValue(objects, path, manifest);
    return path;
  }

  async function takeReports(): Promise<Report[]> {
    const found = await Promise.all(drops.map(({ key }) => readReportOf(objects, dataset, key, round)));
    for (const zone of ["staging", "quarantine"]) await rm(join(folder, zone), { recursive: true, force: true });
    return found.map((report, index) => {
      if (report?.verdict !== "ready") throw new Error(`${drops[index]?.name} is ${report?.verdict ?? "not reported"}`);
      return report;
    });
  }

  return {
    folder,
    files,
    bytes: drops.reduce((sum, { bytes }) => sum + Number(bytes), 0),
    nextRound,
    takeReports,
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Linked, not copied: hosts only read it. Asked for once, so that its checksum is known as after a claim. */
async function original(folder: string, objects: Objects, dataset: string, file: string): Promise<ManifestDrop> {
  const identity = { bucket: "landing", name: `${dataset}/${basename(file)}`, generation: "1" };
  const key = dropKey(identity);
  const name = rawPath(dataset, DAY, key);
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await link(file, path);
  const meta = await objects.stat(name);
  if (!meta) throw new Error(`${name} is not in the lake`);
  const arrived = `${DAY}T06:00:00.000Z`;
  return {
    ...identity,
    key,
    bytes: meta.bytes,
    crc32c: meta.crc32c,
    arrived,
    arrivalDay: DAY,
    round: 1,
    attempt: 1,
    lifts: NO_LIFTS,
    replay: false,
    raw: { uri: meta.name, generation: meta.generation },
  };
}
