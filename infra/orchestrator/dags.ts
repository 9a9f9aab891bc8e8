import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { storage } from "@pulumi/gcp";
import { asset, type CustomResourceOptions } from "@pulumi/pulumi";
import type { OrchestratorParts } from "./parts.ts";

const FOLDER = "composer-dags";
/** What tools leave beside sources. */
const LEFT_OUT = /(^|\/)(__pycache__|\.venv|\.[^/]*cache)(\/|$)|\.pyc$/;

/** What Airflow parses, and the recipe of the machine that it runs on: each file of `composer-dags/` as an object. */
export function syncDags({ dags, root }: OrchestratorParts, options: CustomResourceOptions): void {
  const { name: bucket } = dags;
  for (const path of filesOf(join(root, FOLDER))) {
    const source = new asset.FileAsset(join(root, FOLDER, path));
    new storage.BucketObject(`dags/${path}`, { bucket, name: `dags/${path}`, source }, options);
  }
}

function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !LEFT_OUT.test(path))
    .sort();
}
