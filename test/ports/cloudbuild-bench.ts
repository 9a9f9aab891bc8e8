import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCloudBuilder } from "../../lakehouse/adapters/cloudbuild.ts";
import { createGcsObjects } from "../../lakehouse/adapters/gcs.ts";
import { imageRepository, lakeRoot, scratchBucket } from "../../lakehouse/plan/cloud/names.ts";
import { contextTag } from "../../lakehouse/plan/dataflow/build-context.ts";
import type { Builder, BuildOrder } from "../../lakehouse/ports.ts";
import { type CloudBuildFake, createCloudBuildService } from "../fakes/cloudbuild/service.ts";
import { createGcsService, type Gcs } from "../fakes/gcs/service.ts";
import { actAs } from "../fakes/http/act-as.ts";
import { alone } from "../fakes/http/alone.ts";
import { type Surroundings, serve } from "../fakes/http/serve.ts";
import { allowedBy } from "../fakes/rights.ts";
import { environment } from "./environment.ts";

export const BUILDER = "ann@example.com";

/** A builder before the fake services, as a person who may do anything but what is told. */
export interface CloudBuildBench extends Surroundings {
  readonly builder: Builder;
  /** With as many milliseconds for an answer. */
  open(timeoutMs?: number): Builder;
  readonly fake: CloudBuildFake;
  readonly storage: Gcs;
  /** `http://…` of each service. */
  readonly endpoints: Readonly<Record<"storage" | "cloudbuild" | "artifactregistry", string>>;
  /** What somebody lacks, as `ACCOUNT PERMISSION`. */
  readonly lacks: Set<string>;
  /** Empty it, and nothing is deployed. */
  readonly repositories: Set<string>;
  close(): Promise<void>;
}

export async function openCloudBuild(): Promise<CloudBuildBench> {
  const lacks = new Set<string>();
  const granted = allowedBy(environment, [BUILDER]);
  const around = alone(
    (account, permission, resource) => !lacks.has(`${account} ${permission}`) && granted(account, permission, resource),
  );
  const storage = createGcsService({ ...around, buckets: [scratchBucket(environment)], demandsPreconditions: true });
  const repositories = new Set([imageRepository(environment)]);
  const read = (bucket: string, object: string, generation: string) => {
    const live = storage.get(bucket, object);
    return live?.resource.generation === generation ? live.bytes : null;
  };
  const fake = createCloudBuildService({ ...around, read, repositories });
  const servings = await Promise.all([storage.service, fake.service, fake.registry].map((one) => serve(one, around)));
  const [storageUrl = "", cloudbuild = "", artifactregistry = ""] = servings.map(({ url }) => url);
  const endpoints = { storage: storageUrl, cloudbuild, artifactregistry };
  const stopActing = await actAs(BUILDER, environment.project, around);
  const folder = mkdtempSync(join(tmpdir(), "sluice-builder-"));
  const open = (timeoutMs = 10_000) => {
    const objects = createGcsObjects({ lake: lakeRoot(environment), endpoint: storageUrl, scratch: folder });
    const patience = { attempts: 3, firstWaitMs: 1, timeoutMs };
    return createCloudBuilder({ environment, objects, endpoints, patience });
  };
  const close = async () => {
    await stopActing();
    for (const serving of servings) await serving.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...around, builder: open(), open, fake, storage, endpoints, lacks, repositories, close };
}

const FILES = {
  Dockerfile: "FROM python\nCOPY host host\nCOPY split split\n",
  "host/a.py": "a = 1\n",
  "split/main.py": "import host.a\n",
};

/** A small template; another text is another content. */
export function orderOf(text = ""): BuildOrder {
  const files = Object.entries({ ...FILES, "host/b.py": text }).map(([path, content]) => {
    return { path, bytes: Buffer.from(content) };
  });
  return { template: "split", tag: contextTag(files), files };
}
