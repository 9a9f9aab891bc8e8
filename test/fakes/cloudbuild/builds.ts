import { createHash } from "node:crypto";
import type { AskedBuild } from "./request.ts";
import { cannotBuild, unpack } from "./sources.ts";

export type BuildStatus =
  | "QUEUED"
  | "WORKING"
  | "SUCCESS"
  | "FAILURE"
  | "INTERNAL_ERROR"
  | "TIMEOUT"
  | "CANCELLED"
  | "EXPIRED";

export interface FakeBuild {
  readonly id: string;
  readonly project: string;
  readonly location: string;
  readonly asked: AskedBuild;
  /** E-mail of who began it. */
  readonly account: string | null;
  /** RFC 3339 UTC. */
  readonly created: string;
  readonly status: BuildStatus;
  readonly failure: { readonly type: string; readonly detail: string } | null;
  /** Of what it pushed. */
  readonly digest: string | null;
}

export interface StoredImage {
  /** `sluice-dev/split` */
  readonly name: string;
  readonly digest: string;
  readonly tags: readonly string[];
  readonly uploaded: string;
}

export interface World {
  now(): number;
  allowed(account: string, permission: string, resource: string): boolean;
  /** Bytes of a generation of an object; null: it is not there. */
  read(bucket: string, object: string, generation: string): Uint8Array | null;
  /** Repositories that there are, as images name them: `europe-west1-docker.pkg.dev/acme-dev/sluice-dev`. */
  readonly repositories: ReadonlySet<string>;
}

export function isActive({ status }: FakeBuild): boolean {
  return status === "QUEUED" || status === "WORKING";
}

/** Builds and what they have pushed. A build goes on by being looked at. */
export class Builds {
  readonly #builds = new Map<string, FakeBuild>();
  readonly #world: World;
  readonly images: StoredImage[] = [];
  /** How builds that are asked rightly end. */
  ends: "SUCCESS" | "FAILURE" | "INTERNAL_ERROR" | "TIMEOUT" | "EXPIRED" = "SUCCESS";
  /** Builds stay at work. */
  held = false;

  constructor(world: World) {
    this.#world = world;
  }

  all(): FakeBuild[] {
    return [...this.#builds.values()];
  }

  get(id: string): FakeBuild | undefined {
    return this.#builds.get(id);
  }

  add(given: Pick<FakeBuild, "project" | "location" | "account" | "asked">): FakeBuild {
    const number = String(this.#builds.size + 1).padStart(12, "0");
    const id = `0a0a0a0a-0000-4000-8000-${number}`;
    const created = new Date(this.#world.now()).toISOString();
    return this.#put({ ...given, id, created, status: "QUEUED", failure: null, digest: null });
  }

  cancel(build: FakeBuild): FakeBuild {
    return this.#put({ ...build, status: "CANCELLED" });
  }

  /** One phase further. */
  advance(build: FakeBuild): FakeBuild {
    if (build.status === "QUEUED") return this.#put({ ...build, status: "WORKING" });
    if (build.status !== "WORKING" || this.held) return build;
    const failure = this.#failureOf(build);
    if (failure) return this.#put({ ...build, status: "FAILURE", failure });
    if (this.ends !== "SUCCESS") return this.#put({ ...build, status: this.ends, failure: this.#said() });
    return this.#push(build);
  }

  #said(): FakeBuild["failure"] {
    const detail = "Build failed; check build logs for details: step exited with non-zero status: 1";
    return this.ends === "FAILURE" ? { type: "USER_BUILD_STEP", detail } : null;
  }

  /** What the account that it runs as lacks, or what is wrong with its source. */
  #failureOf({ asked }: FakeBuild): FakeBuild["failure"] {
    const email = asked.serviceAccount.split("/").at(-1) ?? "";
    const { bucket, object, generation } = asked.source.storageSource;
    const may = (permission: string, resource: string) => this.#world.allowed(email, permission, resource);
    const failed = (type: string, detail: string) => ({ type, detail });
    if (!may("logging.logEntries.create", "project")) return failed("LOGGING_FAILURE", `${email} may not write logs`);
    if (!may("storage.objects.get", `${bucket}/${object}`))
      return failed("FETCH_SOURCE_FAILED", `${email} may not read gs://${bucket}/${object}`);
    const bytes = this.#world.read(bucket, object, generation);
    if (!bytes) return failed("FETCH_SOURCE_FAILED", `gs://${bucket}/${object}#${generation} is not there`);
    const [argument = ""] = asked.steps[0]?.args.filter((word) => word.startsWith("--build-arg=TEMPLATE=")) ?? [];
    const reason = cannotBuild(unpack(bytes), argument.split("=").at(-1) ?? "");
    if (reason) return failed("USER_BUILD_STEP", reason);
    if (!may("artifactregistry.repositories.uploadArtifacts", "images"))
      return failed("PUSH_NOT_AUTHORIZED", `${email} may not push`);
    const repository = asked.images[0]?.split("/").slice(0, 3).join("/") ?? "";
    if (this.#world.repositories.has(repository)) return null;
    return failed("PUSH_FAILED", `Repository "${repository}" not found`);
  }

  /** No two builds give the same bytes. */
  #push(build: FakeBuild): FakeBuild {
    const digest = `sha256:${createHash("sha256").update(build.id).digest("hex")}`;
    const names = build.asked.images.map((image) => image.replace("$BUILD_ID", build.id));
    const tags = names.map((image) => image.split(":")[1] ?? "");
    const name = names[0]?.split(":")[0]?.split("/").slice(2).join("/") ?? "";
    for (const [index, image] of this.images.entries()) {
      if (image.name === name) this.images[index] = { ...image, tags: image.tags.filter((tag) => !tags.includes(tag)) };
    }
    this.images.push({ name, digest, tags, uploaded: new Date(this.#world.now()).toISOString() });
    return this.#put({ ...build, status: "SUCCESS", digest });
  }

  #put(build: FakeBuild): FakeBuild {
    this.#builds.set(build.id, build);
    return build;
  }
}
