import { accountEmail, type CloudEnvironment, imageRepository } from "./names.ts";

/** As long as one build may take. */
const TIMEOUT_SECONDS = 1_800;

export interface BuildSource {
  readonly bucket: string;
  readonly object: string;
  /** So that nobody puts other sources there meanwhile. */
  readonly generation: string;
}

/** What is to be built: a template, and the tag of its sources. */
export interface Wanted {
  readonly template: string;
  readonly tag: string;
}

/** Where an image lies that was built from these sources. */
export function imageByTag(environment: CloudEnvironment, { template, tag }: Wanted): string {
  return `${imageRepository(environment)}/${template}:${tag}`;
}

/** As settings and specs name it. */
export function imageByDigest(environment: CloudEnvironment, template: string, digest: string): string {
  return `${imageRepository(environment)}/${template}@${digest}`;
}

/** By which a build is found again; Cloud Build calls this a tag too. */
export function buildMark({ template, tag }: Wanted): string {
  return `sluice-${template}-${tag}`;
}

/** What Cloud Build is asked for: Build of its cloudbuild.proto. It runs as an account that can push images, and no more. */
export function buildRequest(environment: CloudEnvironment, wanted: Wanted, source: BuildSource) {
  const image = imageByTag(environment, wanted);
  // When the same sources are built again, the tag moves on. By its own name no image is ever swept as one without a tag.
  const own = imageByTag(environment, { template: wanted.template, tag: "$BUILD_ID" });
  return {
    source: { storageSource: source },
    steps: [
      {
        id: "build",
        name: "gcr.io/cloud-builders/docker",
        env: ["DOCKER_BUILDKIT=1"],
        args: ["build", "--pull", `--build-arg=TEMPLATE=${wanted.template}`, `--tag=${image}`, `--tag=${own}`, "."],
      },
    ],
    images: [image, own],
    serviceAccount: `projects/${environment.project}/serviceAccounts/${accountEmail(environment, "build")}`,
    // An account of one's own has no bucket for logs.
    options: { logging: "CLOUD_LOGGING_ONLY" },
    timeout: `${TIMEOUT_SECONDS}s`,
    tags: [buildMark(wanted)],
  };
}
