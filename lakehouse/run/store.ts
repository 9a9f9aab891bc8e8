import { randomBytes } from "node:crypto";
import { canonicalJson } from "../plan/canonical.ts";
import { attemptFolder, planPath, rawPath, reportPath } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";
import type { OutputFile, Report } from "../plan/report.ts";
import { type Content, type ObjectMeta, type Objects, PreconditionFailed } from "../ports.ts";
import { readReport } from "./reports.ts";

// What a drop leaves in the lake, in the order of the protocol: plan, original, output files, and last the report.

/** Which drop, as far as paths depend on it. */
export interface DropPlace {
  readonly dataset: string;
  readonly key: string;
  readonly arrivalDay: string;
}

const round = 1;
const attempt = 1;

/** Objects that are named by their content: who comes second finds what it would have written. */
async function createOnce(objects: Objects, name: string, content: Content): Promise<ObjectMeta> {
  try {
    return await objects.create(name, content);
  } catch (error) {
    const there = error instanceof PreconditionFailed ? await objects.stat(name) : null;
    if (!there) throw error;
    return there;
  }
}

export async function storePlan(objects: Objects, hash: string, plan: Plan): Promise<void> {
  const bytes = new TextEncoder().encode(canonicalJson(plan));
  await createOnce(objects, planPath(hash), { kind: "bytes", bytes });
}

/** Copies the original into the lake; every later read is from there. */
export function storeOriginal(
  objects: Objects,
  { dataset, arrivalDay, key }: DropPlace,
  path: string,
): Promise<ObjectMeta> {
  return createOnce(objects, rawPath(dataset, arrivalDay, key), { kind: "copy", path });
}

/** The token keeps attempts apart that started at the same time. */
export function storeOutput(
  objects: Objects,
  zone: "staging" | "quarantine",
  { dataset, arrivalDay, key }: DropPlace,
  files: readonly { readonly path: string; readonly rows: number }[],
  kind: "move" | "copy",
): Promise<OutputFile[]> {
  const folder = attemptFolder(zone, dataset, arrivalDay, key, round, attempt);
  return Promise.all(
    files.map(async ({ path, rows }, unit) => {
      const name = `${folder}/${unit}-${randomBytes(6).toString("hex")}.parquet`;
      const { generation, crc32c, bytes } = await objects.create(name, { kind, path });
      return { uri: name, generation, crc32c, bytes, rows };
    }),
  );
}

export async function findReport(objects: Objects, { dataset, key }: DropPlace): Promise<Report | null> {
  const name = reportPath(dataset, key, round);
  return (await objects.stat(name)) ? readReport(objects, name) : null;
}

/** The first report of a round wins; whoever comes later adopts it. */
export async function storeReport(objects: Objects, report: Report): Promise<Report> {
  const name = reportPath(report.dataset, report.drop.key, report.round);
  const bytes = new TextEncoder().encode(`${JSON.stringify(report, null, 1)}\n`);
  try {
    await objects.create(name, { kind: "bytes", bytes });
    return report;
  } catch (error) {
    if (error instanceof PreconditionFailed) return readReport(objects, name);
    throw error;
  }
}
