import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ArchiveFile, isArchived, SOURCES, TEMPLATE } from "../archive.ts";
import type { PackageJson } from "./package.ts";

/** Of a checkout, what an archive is made of besides plans. */
export interface Checkout {
  readonly sources: readonly ArchiveFile[];
  readonly package: PackageJson;
  readonly lock: unknown;
}

/** As it stands on the disk, committed or not. */
export function readCheckout(root: string): Checkout {
  const json = (name: string): unknown => JSON.parse(readFileSync(join(root, name), "utf8"));
  return {
    sources: [...SOURCES.flatMap((folder) => filesBelow(root, folder)), TEMPLATE]
      .filter(isArchived)
      .map((path) => ({ path, bytes: readFileSync(join(root, path)) })),
    package: json("package.json") as PackageJson,
    lock: json("package-lock.json"),
  };
}

/** Paths from the checkout's folder, with forward slashes. */
function filesBelow(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(root, path);
    return entry.isFile() ? [path] : [];
  });
}
