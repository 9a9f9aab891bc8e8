import { z } from "zod";
import type { Build, BuildPhase, Image } from "../../ports.ts";

// What Cloud Build and Artifact Registry answer, as far as it is read.

const PHASES = {
  STATUS_UNKNOWN: "queued",
  PENDING: "queued",
  QUEUED: "queued",
  WORKING: "working",
  SUCCESS: "built",
  FAILURE: "failed",
  INTERNAL_ERROR: "failed",
  TIMEOUT: "failed",
  CANCELLED: "cancelled",
  EXPIRED: "failed",
} as const satisfies Record<string, BuildPhase>;

type Status = keyof typeof PHASES;

const BuildSchema = z.object({
  id: z.string().min(1),
  status: z.enum(Object.keys(PHASES) as [Status, ...Status[]]),
  statusDetail: z.string().optional(),
  failureInfo: z.object({ detail: z.string().optional() }).optional(),
  results: z.object({ images: z.array(z.object({ digest: z.string() })).optional() }).optional(),
});

export const LookedSchema = BuildSchema.transform(buildOf);
/** Of an operation, which tells its build. */
export const BegunSchema = z.object({ metadata: z.object({ build: LookedSchema }) });
export const BuildsSchema = z.object({ builds: z.array(LookedSchema).default([]) });

/** `…/versions/sha256:…` */
export const TagSchema = z.object({ version: z.string().regex(/\/versions\/sha256:[0-9a-f]{64}$/) });

/** Images of a whole repository, a page of them. */
export const ImagesSchema = z.object({
  dockerImages: z
    .array(
      z.object({
        uri: z.string(),
        tags: z.array(z.string()).default([]),
        imageSizeBytes: z.string().default("0"),
        uploadTime: z.string(),
      }),
    )
    .default([]),
  nextPageToken: z.string().default(""),
});

function buildOf({ id, status, statusDetail, failureInfo, results }: z.infer<typeof BuildSchema>): Build {
  const phase = PHASES[status];
  const digest = phase === "built" ? (results?.images?.[0]?.digest ?? null) : null;
  if (phase === "built" && digest === null) {
    return { id, phase: "failed", digest, reason: "it ended well and names no image" };
  }
  return {
    id,
    phase,
    digest,
    reason: phase === "failed" ? reasonOf(status, failureInfo?.detail ?? statusDetail) : null,
  };
}

function reasonOf(status: Status, said: string | undefined): string | null {
  if (status === "TIMEOUT") return "it took longer than it may";
  if (status === "EXPIRED") return "it waited for its turn for too long";
  if (status === "INTERNAL_ERROR") return "Cloud Build itself failed; another try may do";
  return said === undefined || said === "" ? null : said;
}

/** Of the template alone. */
export function imagesOf(repository: string, template: string, page: z.infer<typeof ImagesSchema>): Image[] {
  const start = `${repository}/${template}@`;
  return page.dockerImages
    .filter(({ uri }) => uri.startsWith(start))
    .map(({ uri, tags, imageSizeBytes, uploadTime }) => {
      return { digest: uri.slice(start.length), tags, bytes: Number(imageSizeBytes), uploaded: uploadTime };
    });
}
