import type { ContextFile } from "../plan/dataflow/build-context.ts";

/** An image of a template that is wanted. */
export interface BuildOrder {
  /** Its name in the repository, and the template's folder. */
  readonly template: string;
  /** Of its sources, by `contextTag`. */
  readonly tag: string;
  readonly files: readonly ContextFile[];
}

export type BuildPhase = "queued" | "working" | "built" | "failed" | "cancelled";

export interface Build {
  readonly id: string;
  readonly phase: BuildPhase;
  /** `sha256:…` of the image; null until it is built. */
  readonly digest: string | null;
  /** Why it failed, in the service's words; null: its log alone says it, or it has not failed. */
  readonly reason: string | null;
}

/** An image that is there. */
export interface Image {
  /** `sha256:…` */
  readonly digest: string;
  readonly tags: readonly string[];
  readonly bytes: number;
  /** RFC 3339 UTC. */
  readonly uploaded: string;
}

/** Builds images elsewhere (Cloud Build), and knows those that are there. Calls may throw `Unavailable` or `Denied`. */
export interface Builder {
  /** Digest of the template's image with this tag; null: there is none. */
  find(template: string, tag: string): Promise<string | null>;
  /** All images of the template, the newest first; null: there is no place for them yet. */
  list(template: string): Promise<readonly Image[] | null>;
  /**
   * Begins to build. `joined`: one of the same template and tag was under way already, perhaps somebody else's, and
   * there is no second one.
   */
  begin(order: BuildOrder): Promise<Build & { readonly joined: boolean }>;
  look(id: string): Promise<Build>;
  /** One that is over stays as it ended. */
  cancel(id: string): Promise<void>;
  /** The page with its log, for people. */
  page(id: string): string;
}
