import { canonicalJson } from "../lakehouse/plan/canonical.ts";
import type { Plan } from "../lakehouse/plan/plan.ts";
import { asJavaScript } from "./archive/javascript.ts";
import { trimLock } from "./archive/lock.ts";
import { type PackageJson, trimPackage } from "./archive/package.ts";

// What is deployed as functions: sources without their types, the plans of one environment, and what the buildpack needs
// to install packages. Pure: the same checkout gives the same bytes anywhere.

export interface ArchiveFile {
  /** From the checkout's folder, with forward slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Folders whose sources run there. */
export const SOURCES = ["lakehouse", "functions"] as const;

/** No function knows the command line. */
const LEFT_OUT = /^lakehouse\/cli\/|\/node_modules\//;
const TAKEN = /^(?:lakehouse|functions)\/(?:[\w-]+\/)*[\w-][\w.-]*\.(?:ts|mjs|json)$/;
/** Describes the parameters of the Dataflow template, which launches are checked against. */
export const TEMPLATE = "dataflow-templates/split/metadata.json";

/** Whether a file of the checkout runs there. What an editor or a system leaves beside sources does not. */
export function isArchived(path: string): boolean {
  return path === TEMPLATE || (TAKEN.test(path) && !LEFT_OUT.test(path));
}

export interface Deployment {
  /** Of the checkout, those that `isArchived` takes. */
  readonly sources: readonly ArchiveFile[];
  readonly plans: readonly Plan[];
  readonly package: PackageJson;
  readonly lock: unknown;
}

/** Sorted by path. */
export function archiveFiles({ sources, plans, package: whole, lock }: Deployment): ArchiveFile[] {
  const trimmed = trimPackage(whole);
  const files = [
    ...sources.filter(({ path }) => isArchived(path)).map((file) => asJavaScript(withUnixLines(file))),
    ...plans.map((plan) => textFile(planFile(plan.dataset), canonicalJson(plan))),
    textFile("package.json", JSON.stringify(trimmed, null, 2)),
    textFile("package-lock.json", JSON.stringify(trimLock(lock, trimmed), null, 2)),
  ];
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Where a function finds the plan of a dataset. */
export function planFile(dataset: string): string {
  return `plans/${dataset}.json`;
}

/** Object name of the archive: another content is another object, so `up` deploys exactly what has changed. */
export function archiveName(environment: string, sha256: string): string {
  return `functions-${environment}-${sha256.slice(0, 12)}.zip`;
}

function textFile(path: string, text: string): ArchiveFile {
  return { path, bytes: new TextEncoder().encode(`${text}\n`) };
}

/** A checkout on Windows may have other line ends. */
function withUnixLines({ path, bytes }: ArchiveFile): ArchiveFile {
  if (!bytes.includes(0x0d)) return { path, bytes };
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
  return { path, bytes: new TextEncoder().encode(text) };
}
