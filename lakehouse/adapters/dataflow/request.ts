import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type LaunchRequest, launchRequest } from "../../plan/dataflow/launch-request.ts";
import { type TemplateMetadata, TemplateMetadataSchema } from "../../plan/dataflow/metadata.ts";
import type { JobPlace } from "../../plan/dataflow/place.ts";
import { type Fleet, sizeJob } from "../../plan/dataflow/sizing.ts";
import { ManifestSchema } from "../../plan/manifest.ts";
import { planPath } from "../../plan/names.ts";
import { PlanSchema } from "../../plan/plan.ts";
import { readValue } from "../../ports/values.ts";
import type { Launch, Objects } from "../../ports.ts";

export interface JobOffice {
  readonly objects: Objects;
  readonly place: JobPlace;
  readonly fleet: Fleet;
  /** Object name of the container spec. */
  readonly spec: string;
}

const metadataFile = join(import.meta.dirname, "../../../dataflow-templates/split/metadata.json");
/** All that sizing needs of a plan, so that it need not be of this version. */
const Promised = z.object({ sla: PlanSchema.shape.sla });

/** The request that starts a job: as many workers as its manifest's bytes need to keep the contract's promise. */
export async function requestOf({ objects, place, fleet, spec }: JobOffice, job: Launch): Promise<LaunchRequest> {
  const manifest = await read(objects, job.manifest, ManifestSchema);
  const { sla } = await read(objects, planPath(manifest.plan), Promised);
  const bytes = manifest.drops.reduce((sum, drop) => sum + Number(drop.bytes), 0);
  const sizing = sizeJob(bytes, sla.latencyHours, fleet);
  const made = launchRequest({ manifest, sizing, place, metadata: await templateMetadata(), spec });
  if ("request" in made) return made.request;
  throw new Error(`the job ${job.name} cannot be launched: ${made.problems.join("; ")}`);
}

async function read<T>(objects: Objects, name: string, schema: z.ZodType<T>): Promise<T> {
  const stored = await readValue(objects, name, schema);
  if (!stored) throw new Error(`${name} is gone, and a job needs it → put it back from the bucket's older versions`);
  return stored.value;
}

let known: Promise<TemplateMetadata> | undefined;

/** It is deployed with the function. */
function templateMetadata(): Promise<TemplateMetadata> {
  known ??= readFile(metadataFile, "utf8").then((text) => TemplateMetadataSchema.parse(JSON.parse(text)));
  return known;
}
