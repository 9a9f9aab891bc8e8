import { createDataflowLauncher } from "../../lakehouse/adapters/dataflow.ts";
import { jobPlace } from "../../lakehouse/plan/cloud/job-place.ts";
import { accountEmail, lakeRoot } from "../../lakehouse/plan/cloud/names.ts";
import { containerSpec, specObject } from "../../lakehouse/plan/dataflow/container-spec.ts";
import { objectUrl, planPath } from "../../lakehouse/plan/names.ts";
import type { Launch, Launcher, Objects } from "../../lakehouse/ports.ts";
import { image, metadata } from "../dataflow-templates/vectors/launch.ts";
import { createDataflowService, type DataflowFake } from "../fakes/dataflow/service.ts";
import { actAs } from "../fakes/http/act-as.ts";
import { alone } from "../fakes/http/alone.ts";
import { type Surroundings, serve } from "../fakes/http/serve.ts";
import { createMemoryClock } from "../fakes/memory/clock.ts";
import { createMemoryObjects } from "../fakes/memory/objects.ts";
import { allowedBy } from "../fakes/rights.ts";
import { Random } from "../property/random.ts";
import { environment } from "./environment.ts";

const settings = {
  subnetwork: "regions/europe-west1/subnetworks/sluice",
  labels: { team: "flight-data" },
  fleet: { most: 8, workers: "fixed" } as const,
};
const made = containerSpec(metadata, image, jobPlace(environment, settings));
if ("problems" in made) throw new Error(made.problems.join("\n"));
const spec = specObject("split", made.spec);
const specUrl = objectUrl(lakeRoot(environment), spec.name);

/** The launcher before the fake service, as the account of the event functions. */
export interface DataflowBench extends Surroundings {
  readonly launcher: Launcher;
  /** As another process has it, with as many milliseconds for an answer. */
  open(timeoutMs?: number): Launcher;
  readonly fake: DataflowFake;
  readonly objects: Objects;
  close(): Promise<void>;
}

export interface BenchOptions {
  readonly account?: "split" | "mail" | "publish";
  readonly latencyHours?: number | null;
}

export async function openDataflow({
  account = "split",
  latencyHours = null,
}: BenchOptions = {}): Promise<DataflowBench> {
  const around = alone(allowedBy(environment, []));
  const readSpec = (url: string) => (url === specUrl ? spec.text : null);
  const fake = createDataflowService({ ...around, readSpec });
  const serving = await serve(fake.service, around);
  const stopActing = await actAs(accountEmail(environment, account), environment.project, around);
  const chance = new Random(1);
  const objects = createMemoryObjects({
    clock: createMemoryClock("2001-01-05T05:00:00.000Z"),
    random: () => chance.next(),
  });
  await write(objects, planPath("a".repeat(64)), {
    sla: { expectedBy: null, schedule: null, latencyHours, retentionDays: null },
  });
  for (const number of [1, 2, 3]) {
    const job = jobOf(number);
    await write(objects, job.manifest, manifestOf(job.name));
  }
  const open = (timeoutMs = 10_000) =>
    createDataflowLauncher({
      environment,
      jobs: { ...settings, spec: spec.name },
      objects,
      endpoint: serving.url,
      patience: { attempts: 3, firstWaitMs: 1, timeoutMs },
    });
  return {
    ...around,
    launcher: open(),
    open,
    fake,
    objects,
    close: async () => {
      await stopActing();
      await serving.close();
    },
  };
}

/** The jobs whose manifests are there: 1 to 3. */
export function jobOf(number: number): Launch {
  const name = `sluice-flights-${number}-1-1`;
  return { host: "beam", name, manifest: `ledger/flights/jobs/${name}.json` };
}

/** A drop of 1 TB. */
function manifestOf(name: string): object {
  const raw = { uri: "raw/flights/dt=2001-01-05/0123456789abcdef01234567.parquet", generation: "1" };
  const drop = {
    key: "0123456789abcdef01234567",
    bucket: "acme-dev-dev-landing",
    name: "flights/2001-01-05.parquet",
    generation: "1",
    bytes: "1000000000000",
    crc32c: "AAAAAA==",
    arrived: "2001-01-05T05:00:00.000Z",
    arrivalDay: "2001-01-05",
    round: 1,
    attempt: 1,
    lifts: { window: false, holds: false },
    replay: false,
    raw,
  };
  const task = { host: "beam", dataset: "flights", environment: "dev", plan: "a".repeat(64), drops: [drop] };
  return { format: "sluice/manifest/1", name, ...task };
}

async function write(objects: Objects, name: string, value: object): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(value));
  await objects.write(name, { kind: "bytes", bytes }, { generation: "0" });
}
