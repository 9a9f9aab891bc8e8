import { templateSpecPath } from "../names.ts";
import type { TemplateMetadata } from "./metadata.ts";
import { type JobPlace, placeProblems } from "./place.ts";
import { type StandingEnvironment, standingEnvironment } from "./runtime-environment.ts";

/** What Dataflow reads to launch a template: ContainerSpec of its templates.proto. */
export interface ContainerSpec {
  readonly image: string;
  readonly sdkInfo: { readonly language: "PYTHON" };
  readonly metadata: TemplateMetadata;
  readonly defaultEnvironment: StandingEnvironment & { readonly sdkContainerImage: string };
}

/** An image that stays what it is. */
export const BY_DIGEST = /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}$/;

/** One image is launcher and worker. By its digest, since what a tag means may change under jobs that run. */
export function containerSpec(
  metadata: TemplateMetadata,
  image: string,
  place: JobPlace,
): { readonly spec: ContainerSpec } | { readonly problems: readonly string[] } {
  const tagged = BY_DIGEST.test(image) ? [] : [`image: ${JSON.stringify(image)} → write HOST/…/NAME@sha256:DIGEST`];
  const problems = [...tagged, ...placeProblems(place)];
  if (problems.length > 0) return { problems };
  const defaultEnvironment = { ...standingEnvironment(place), sdkContainerImage: image };
  return { spec: { image, sdkInfo: { language: "PYTHON" }, metadata, defaultEnvironment } };
}

/** The object that holds the spec, named by its text: never overwritten, so a job that is queued finds what it was told. */
export function specObject(template: string, spec: ContainerSpec): { readonly name: string; readonly text: string } {
  const text = `${JSON.stringify(spec, null, 2)}\n`;
  return { name: templateSpecPath(template, text), text };
}
