import { googleError } from "../http/google-error.ts";
import type { Answer, Asked, Call, Service } from "../http/service.ts";
import type { Builds, StoredImage, World } from "./builds.ts";

const PATH =
  /^\/v1\/projects\/([^/]+)\/locations\/([^/]+)\/repositories\/([^/]+)\/(?:packages\/([^/]+)\/tags\/([^/]+)|dockerImages)$/;

/** Artifact Registry: which version a tag means, and the images of a repository, in no order that one could rely on. */
export function createRegistryService({ repositories }: World, builds: Builds): Service {
  return { route, error: googleError };

  function route({ method, url }: Asked): Call | null {
    const [, project = "", location = "", repository = "", name = "", tag = ""] = PATH.exec(url.pathname) ?? [];
    if (method !== "GET" || project === "") return null;
    const path = `projects/${project}/locations/${location}/repositories/${repository}`;
    const root = `${location}-docker.pkg.dev/${project}/${repository}`;
    const isThere = repositories.has(root);
    const [op, answer] =
      name === ""
        ? ["dockerimages.list", () => list(path, root, repository, url.searchParams)]
        : ["tags.get", () => version(path, `${repository}/${name}`, tag)];
    const needs = { permission: `artifactregistry.${op}`, resource: "images" };
    const gone = () => googleError(404, "notFound", "Requested entity was not found.");
    return { op: `artifactregistry.${op}`, subject: `${repository}/${name}`, needs, answer: isThere ? answer : gone };
  }

  function version(path: string, image: string, tag: string): Answer {
    const found = builds.images.find(({ name, tags }) => name === image && tags.includes(tag));
    if (!found) return googleError(404, "notFound", "Requested entity was not found.");
    const base = `${path}/packages/${image.split("/")[1]}`;
    return { status: 200, body: { name: `${base}/tags/${tag}`, version: `${base}/versions/${found.digest}` } };
  }

  /** Pages hold one image each, so that who reads only the first is found out. */
  function list(path: string, root: string, repository: string, query: URLSearchParams): Answer {
    const here = builds.images.filter(({ name }) => name.startsWith(`${repository}/`));
    const at = Number(query.get("pageToken") ?? 0);
    const next = at + 1 < here.length ? { nextPageToken: String(at + 1) } : {};
    const dockerImages = here.slice(at, at + 1).map((image) => resourceOf(path, root, image));
    return { status: 200, body: { ...(dockerImages.length > 0 && { dockerImages }), ...next } };
  }
}

function resourceOf(path: string, root: string, { name, digest, tags, uploaded }: StoredImage): object {
  const short = name.split("/")[1];
  return {
    name: `${path}/dockerImages/${short}@${digest}`,
    uri: `${root}/${short}@${digest}`,
    ...(tags.length > 0 && { tags }),
    imageSizeBytes: "812345678",
    uploadTime: uploaded,
    mediaType: "application/vnd.docker.distribution.manifest.v2+json",
  };
}
