import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { storage } from "@pulumi/gcp";
import { asset, type CustomResourceOptions, type Resource } from "@pulumi/pulumi";
import { canonicalJson } from "../../lakehouse/plan/canonical.ts";
import { airflowSettingsOf } from "../../lakehouse/plan/cloud/airflow.ts";
import type { Site } from "../site.ts";
import type { OrchestratorParts } from "./parts.ts";

const FOLDER = "composer-dags";
/** What tools leave beside sources. */
const LEFT_OUT = /(^|\/)(__pycache__|\.venv|\.[^/]*cache)(\/|$)|\.pyc$/;

/** What Airflow parses, and the recipe of the machine that it runs on: each file of `composer-dags/` as an object, and what they are told of the environment. */
export function syncDags(
  site: Site,
  { dags, root }: OrchestratorParts,
  options: CustomResourceOptions,
): readonly Resource[] {
  const { name: bucket } = dags;
  const files = filesOf(join(root, FOLDER)).map((path) => {
    const source = new asset.FileAsset(join(root, FOLDER, path));
    return new storage.BucketObject(`dags/${path}`, { bucket, name: `dags/${path}`, source }, options);
  });
  const { environment, settings, endpoints } = site;
  const content = `${canonicalJson(airflowSettingsOf(environment, settings, endpoints))}\n`;
  const name = "dags/environment.json";
  const told = new storage.BucketObject(name, { bucket, name, content, contentType: "application/json" }, options);
  return [...files, told];
}

function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !LEFT_OUT.test(path))
    .sort();
}
