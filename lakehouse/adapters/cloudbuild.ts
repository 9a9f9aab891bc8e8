import type { z } from "zod";
import { buildMark, buildRequest, type Wanted } from "../plan/cloud/build-request.ts";
import { buildLink } from "../plan/cloud/links.ts";
import {
  accountEmail,
  type CloudEnvironment,
  imageRepository,
  repositoryId,
  scratchBucket,
} from "../plan/cloud/names.ts";
import { contextPath } from "../plan/dataflow/build-context.ts";
import {
  type Build,
  type Builder,
  type BuildOrder,
  Denied,
  type Image,
  type ObjectMeta,
  type Objects,
  PreconditionFailed,
} from "../ports.ts";
import { BegunSchema, BuildsSchema, ImagesSchema, imagesOf, LookedSchema, TagSchema } from "./cloudbuild/answers.ts";
import { archiveOf } from "./cloudbuild/archive.ts";
import { Absent, openAsking, type Question } from "./cloudbuild/ask.ts";
import type { Patience } from "./patience.ts";

export interface CloudBuildOptions {
  readonly environment: CloudEnvironment;
  /** Where sources are handed over: `scratch/…` is among its names. */
  readonly objects: Pick<Objects, "stat" | "write">;
  /** Other addresses than Google's own: `http://127.0.0.1:8080`. */
  readonly endpoints?: { readonly cloudbuild?: string | undefined; readonly artifactregistry?: string | undefined };
  readonly patience?: Patience;
}

/** Two minutes in all where nothing answers. */
const PATIENCE: Patience = { attempts: 4, firstWaitMs: 500, timeoutMs: 30_000 };
const GOOGLE = {
  cloudbuild: "https://cloudbuild.googleapis.com",
  artifactregistry: "https://artifactregistry.googleapis.com",
};

/**
 * Cloud Build and Artifact Registry. A build whose answer was lost is not begun again: it bears the mark of its sources,
 * by which it is found. Sources are written anew each time, and the build is told their generation: others may write to
 * scratch too, and must not choose what an image is made of.
 */
export function createCloudBuilder({
  environment,
  objects,
  endpoints = {},
  patience = PATIENCE,
}: CloudBuildOptions): Builder {
  const { project, region } = environment;
  const place = `v1/projects/${project}/locations/${region}`;
  const builds = `${endpoints.cloudbuild ?? GOOGLE.cloudbuild}/${place}/builds`;
  const images = `${endpoints.artifactregistry ?? GOOGLE.artifactregistry}/${place}/repositories/${repositoryId(environment)}`;
  const { ask, askOnce, again } = openAsking(project, patience);

  return { find, list, begin, look, cancel, page: (id) => buildLink(project, region, id) };

  async function find(template: string, tag: string): Promise<string | null> {
    const url = `${images}/packages/${template}/tags/${tag}`;
    const { version = null } = (await ask(ofRegistry(url, TagSchema)).catch(orNull)) ?? {};
    return version?.slice(version.lastIndexOf("/") + 1) ?? null;
  }

  async function list(template: string): Promise<Image[] | null> {
    const found: Image[] = [];
    for (let pageToken = ""; ; ) {
      const query = new URLSearchParams({ pageSize: "1000", ...(pageToken !== "" && { pageToken }) });
      const page = await ask(ofRegistry(`${images}/dockerImages?${query}`, ImagesSchema)).catch(orNull);
      if (page === null) return null;
      found.push(...imagesOf(imageRepository(environment), template, page));
      if (page.nextPageToken === "") return found.toSorted((a, b) => Date.parse(b.uploaded) - Date.parse(a.uploaded));
      pageToken = page.nextPageToken;
    }
  }

  async function begin(order: BuildOrder): Promise<Build & { readonly joined: boolean }> {
    const before = await ask(underWay(order));
    if (before[0]) return { ...before[0], joined: true };
    const { generation } = await handOver(order);
    const bucket = scratchBucket(environment);
    const object = contextPath(order.tag).slice("scratch/".length);
    const data = buildRequest(environment, order, { bucket, object, generation });
    let isFirst = true;
    const begun = await again(async () => {
      const mine = isFirst ? [] : await askOnce(underWay(order));
      isFirst = false;
      return mine[0] ?? (await askOnce(ofBuild(builds, BegunSchema, data))).metadata.build;
    });
    return { ...begun, joined: false };
  }

  function look(id: string): Promise<Build> {
    return ask(ofBuild(`${builds}/${encodeURIComponent(id)}`, LookedSchema));
  }

  async function cancel(id: string): Promise<void> {
    const question = ofBuild(`${builds}/${encodeURIComponent(id)}:cancel`, LookedSchema, {});
    await ask(question).catch(async (error: unknown) => {
      const { phase } = await look(id);
      if (phase === "queued" || phase === "working") throw error;
    });
  }

  /** Builds of these sources that are not over, the newest first. */
  function underWay(wanted: Wanted): Question<Build[]> {
    const query = new URLSearchParams({ filter: `tags="${buildMark(wanted)}"`, pageSize: "20" });
    const active = ({ phase }: Build) => phase === "queued" || phase === "working";
    return ofBuild(
      `${builds}?${query}`,
      BuildsSchema.transform((told) => told.builds.filter(active)),
    );
  }

  /** A generation of our own. Whoever builds the same at the same moment writes the same, so one may come in between. */
  async function handOver({ tag, files }: BuildOrder): Promise<ObjectMeta> {
    const name = contextPath(tag);
    const content = { kind: "bytes", bytes: archiveOf(files) } as const;
    try {
      for (let time = 1; ; time += 1) {
        const { generation = "0" } = (await objects.stat(name)) ?? {};
        const written = await objects.write(name, content, { generation }).catch((error: unknown) => {
          if (!(error instanceof PreconditionFailed) || time === 3) throw error;
        });
        if (written) return written;
      }
    } catch (error) {
      if (!(error instanceof Denied)) throw error;
      const bucket = scratchBucket(environment);
      const [said = ""] = error.message.split(" → ");
      throw new Denied(`${said} → have this account granted roles/storage.objectUser on the bucket ${bucket}`);
    }
  }

  function ofRegistry<Answer>(url: string, answer: z.ZodType<Answer>): Question<Answer> {
    const role = `roles/artifactregistry.reader on the repository ${repositoryId(environment)}`;
    return { service: "Artifact Registry", url, answer, role };
  }

  function ofBuild<Answer>(url: string, answer: z.ZodType<Answer>, data?: object): Question<Answer> {
    const runsAs = accountEmail(environment, "build");
    const role = `roles/cloudbuild.builds.editor, and roles/iam.serviceAccountUser on ${runsAs}`;
    const change = data && ({ method: "POST", data } as const);
    return { service: "Cloud Build", url, answer, role, ...change };
  }
}

function orNull(error: unknown): null {
  if (error instanceof Absent) return null;
  throw error;
}
