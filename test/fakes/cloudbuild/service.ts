import { googleError } from "../http/google-error.ts";
import { jsonOf } from "../http/json.ts";
import type { Answer, Asked, Call, Service } from "../http/service.ts";
import { Builds, type FakeBuild, isActive, type World } from "./builds.ts";
import { createRegistryService } from "./registry.ts";
import { readBuild } from "./request.ts";

export type { World } from "./builds.ts";

const PATH = /^\/v1\/projects\/([^/]+)\/locations\/([^/]+)\/builds(?:\/([0-9a-f-]{36})(:cancel)?)?$/;

export interface CloudBuildFake {
  readonly service: Service;
  /** Artifact Registry, with what the builds have pushed. */
  readonly registry: Service;
  readonly builds: Builds;
  /** Builds that lists do not show yet. */
  readonly unlisted: Set<string>;
}

/** Cloud Build, as far as it builds one image from an object, and Artifact Registry, as far as it tells of images. */
export function createCloudBuildService(world: World): CloudBuildFake {
  const builds = new Builds(world);
  const unlisted = new Set<string>();
  return {
    service: { route, error: googleError },
    registry: createRegistryService(world, builds),
    builds,
    unlisted,
  };

  function route(asked: Asked): Call | null {
    const [, project = "", location = "", id = "", cancel] = PATH.exec(asked.url.pathname) ?? [];
    const call = (op: string, subject: string, permission: string, answer: Call["answer"]): Call => {
      return { op: `cloudbuild.builds.${op}`, subject, needs: { permission, resource: "project" }, answer };
    };
    if (project === "") return null;
    if (asked.method === "POST" && id === "") {
      return call("create", "", "cloudbuild.builds.create", () => create(asked, project, location));
    }
    if (asked.method === "GET" && id === "") {
      return call("list", "", "cloudbuild.builds.list", () => list(asked, project, location));
    }
    const build = builds.get(id);
    const found = build?.project === project && build.location === location ? build : null;
    const gone = () => googleError(404, "notFound", "Requested entity was not found.");
    if (asked.method === "GET" && !cancel) {
      const look = () => (found ? { status: 200, body: resourceOf(builds.advance(found)) } : gone());
      return call("get", id, "cloudbuild.builds.get", look);
    }
    if (asked.method !== "POST" || !cancel) return null;
    return call("cancel", id, "cloudbuild.builds.update", () => (found ? end(found) : gone()));
  }

  function create({ account, ...asked }: Asked, project: string, location: string): Answer {
    const read = readBuild(jsonOf(asked));
    if ("problems" in read) return googleError(400, "badRequest", read.problems.join("\n"));
    const runsAs = read.serviceAccount.split("/").at(-1) ?? "";
    if (account !== null && !world.allowed(account, "iam.serviceAccounts.actAs", runsAs)) {
      return googleError(403, "forbidden", `caller does not have permission to act as service account ${runsAs}`);
    }
    const build = builds.add({ project, location, account, asked: read });
    const metadata = { "@type": "type.googleapis.com/google.devtools.cloudbuild.v1.BuildOperationMetadata" };
    return {
      status: 200,
      body: { name: `operations/build/${project}/x`, metadata: { ...metadata, build: resourceOf(build) } },
    };
  }

  /** By one tag, the newest first. */
  function list({ url }: Asked, project: string, location: string): Answer {
    const [, tag] = /^tags="([\w.-]+)"$/.exec(url.searchParams.get("filter") ?? "") ?? [];
    const others = [...url.searchParams.keys()].filter((name) => !["filter", "pageSize"].includes(name));
    if (tag === undefined || others.length > 0) return googleError(400, "badRequest", "this fake lists by one tag");
    const here = builds.all().filter((build) => build.project === project && build.location === location);
    const found = here.filter(({ id, asked }) => !unlisted.has(id) && asked.tags.includes(tag)).toReversed();
    return { status: 200, body: found.length > 0 ? { builds: found.map(resourceOf) } : {} };
  }

  function end(build: FakeBuild): Answer {
    if (isActive(build)) return { status: 200, body: resourceOf(builds.cancel(build)) };
    return googleError(400, "failedPrecondition", `Cannot cancel build in terminal state: ${build.status}`);
  }
}

function resourceOf({ id, project, location, asked, created, status, failure, digest }: FakeBuild): object {
  const images = asked.images.map((name) => ({ name: name.replace("$BUILD_ID", id), digest }));
  return {
    ...asked,
    name: `projects/123456789012/locations/${location}/builds/${id}`,
    id,
    projectId: project,
    status,
    createTime: created,
    logUrl: `https://console.cloud.google.com/cloud-build/builds;region=${location}/${id}?project=123456789012`,
    ...(failure && { failureInfo: failure, statusDetail: failure.detail }),
    ...(digest !== null && { results: { images, buildStepImages: [""] } }),
  };
}
