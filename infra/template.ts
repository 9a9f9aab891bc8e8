import { readFileSync } from "node:fs";
import { join } from "node:path";
import { storage } from "@pulumi/gcp";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { jobPlace } from "../lakehouse/plan/cloud/job-place.ts";
import { standingOf } from "../lakehouse/plan/cloud/settings-of.ts";
import { containerSpec, specObject } from "../lakehouse/plan/dataflow/container-spec.ts";
import { TemplateMetadataSchema } from "../lakehouse/plan/dataflow/metadata.ts";
import { TEMPLATE } from "./archive.ts";
import { Component } from "./component.ts";
import type { Lake } from "./lake.ts";
import type { Platform } from "./platform.ts";
import type { Site } from "./site.ts";

/** What Dataflow reads to launch jobs of the image that the settings name. */
export interface Spec {
  /** In the lake: `templates/split/spec-….json`. */
  readonly name: string;
  readonly text: string;
}

/** Null: no image is built yet, so that large drops wait. */
export function specOf({ environment, settings }: Site, root: string): Spec | null {
  if (settings.image === null) return null;
  const metadata = TemplateMetadataSchema.parse(JSON.parse(readFileSync(join(root, TEMPLATE), "utf8")));
  const made = containerSpec(metadata, settings.image, jobPlace(environment, standingOf(environment, settings)));
  if ("problems" in made) throw new Error(made.problems.join("\n"));
  return specObject("split", made.spec);
}

export interface TemplateParts {
  readonly platform: Platform;
  readonly lake: Lake;
}

/** The Dataflow template. Its image is no resource: Cloud Build makes it, and a spec names it by its digest. */
export class Template extends Component {
  constructor(
    name: string,
    site: Site,
    spec: Spec,
    { platform, lake }: TemplateParts,
    options: ComponentResourceOptions,
  ) {
    super("Template", name, site, options);
    const object = { bucket: lake.zones.templates.name, name: spec.name.replace(/^templates\//, "") };
    new storage.BucketObject(
      "split-spec",
      { ...object, content: spec.text, contentType: "application/json" },
      // Jobs that are queued read the one that they were told.
      { ...this.after(...platform.granted("worker")), retainOnDelete: site.settings.protect },
    );
    this.registerOutputs({});
  }
}
