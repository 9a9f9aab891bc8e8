// `make`: a lake with originals in raw, plans, and a manifest for each contract of the spec, which it names. `run`: splits
// the drops of manifests by the Node host.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createFileObjects } from "../../../lakehouse/adapters/files.ts";
import { openScratch } from "../../../lakehouse/adapters/scratch.ts";
import { readContract } from "../../../lakehouse/contract/read.ts";
import { createEngine } from "../../../lakehouse/engine/engine.ts";
import { keepPlan } from "../../../lakehouse/ledger/plans.ts";
import { compilePlan } from "../../../lakehouse/plan/compile.ts";
import { LOCAL } from "../../../lakehouse/plan/environment.ts";
import type { Manifest, ManifestDrop } from "../../../lakehouse/plan/manifest.ts";
import { dropKey, manifestPath, rawPath } from "../../../lakehouse/plan/names.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import { type Lifts, NO_LIFTS } from "../../../lakehouse/plan/report.ts";
import type { Objects } from "../../../lakehouse/ports/objects.ts";
import { createValue } from "../../../lakehouse/ports/values.ts";
import { runManifest } from "../../../lakehouse/run/host.ts";

interface Spec {
  readonly contract: string;
  /** In place of the plan's. */
  readonly limits?: Partial<Plan["limits"]>;
  readonly drops: readonly {
    readonly path: string;
    readonly name: string;
    readonly lifts?: Lifts;
    readonly replay?: boolean;
  }[];
}

type Question =
  | readonly ["make", lake: string, specs: readonly Spec[]]
  | readonly ["run", lake: string, manifests: readonly string[]];

const day = "2026-11-20";
const clock = { now: () => new Date().toISOString(), sleep: async () => {} };
const token = () => randomBytes(6).toString("hex");

export async function answer(...[task, lake, given]: Question): Promise<readonly string[]> {
  const objects = createFileObjects(lake, clock, { durable: false });
  return task === "make" ? make(objects, given) : run(objects, join(lake, ".sluice", "scratch"), given);
}

async function make(objects: Objects, specs: readonly Spec[]): Promise<string[]> {
  const names: string[] = [];
  for (const [index, spec] of specs.entries()) names.push(await makeManifest(objects, spec, index));
  return names;
}

async function makeManifest(objects: Objects, { contract, limits, drops }: Spec, index: number): Promise<string> {
  const reading = readContract(readFileSync(contract, "utf8"), basename(contract));
  if (!reading.contract) throw new Error(JSON.stringify(reading.problems));
  const compiled = compilePlan(reading.contract, LOCAL);
  const plan = { ...compiled, limits: { ...compiled.limits, ...limits } };
  const { dataset, environment } = plan;
  const name = `sluice-${index}`;
  const manifest: Manifest = {
    format: "sluice/manifest/1",
    name,
    host: "beam",
    dataset,
    environment,
    plan: await keepPlan(objects, plan),
    drops: await Promise.all(drops.map((drop) => keepDrop(objects, dataset, drop))),
  };
  const path = manifestPath(dataset, name);
  await createValue(objects, path, manifest);
  return path;
}

async function keepDrop(objects: Objects, dataset: string, drop: Spec["drops"][number]): Promise<ManifestDrop> {
  const { path, name, lifts = NO_LIFTS, replay = false } = drop;
  const identity = { bucket: "landing", name, generation: "1" };
  const key = dropKey({ ...identity, bucket: path });
  const meta = await objects.write(rawPath(dataset, day, key), { kind: "copy", path }, { generation: "0" });
  return {
    ...identity,
    key,
    bytes: meta.bytes,
    crc32c: meta.crc32c,
    arrived: `${day}T06:00:00.000Z`,
    arrivalDay: day,
    round: 1,
    attempt: 1,
    lifts,
    replay,
    raw: { uri: meta.name, generation: meta.generation },
  };
}

async function run(objects: Objects, folder: string, manifests: readonly string[]): Promise<readonly string[]> {
  const scratch = await openScratch(folder);
  const engine = createEngine({ workers: 2, scratch: scratch.folder });
  try {
    for (const manifest of manifests) await runManifest({ objects, clock, engine, token }, manifest);
    return manifests;
  } finally {
    await engine.close();
    await scratch.remove();
  }
}
