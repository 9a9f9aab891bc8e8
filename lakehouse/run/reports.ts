import { type Report, ReportSchema } from "../plan/report.ts";
import type { Listed, Objects } from "../ports.ts";

/** A report that lies in the lake, before it is read. */
export interface ReportPlace {
  readonly dataset: string;
  readonly key: string;
  readonly round: number;
  readonly name: string;
  readonly created: string;
}

const reportName = /^ledger\/([^/]+)\/reports\/([0-9a-f]{24})\/(\d+)\.json$/;

/** The newest round of every drop, oldest report first. */
export async function listReports(objects: Objects): Promise<ReportPlace[]> {
  const newest = new Map<string, ReportPlace>();
  for (const meta of await objects.list("ledger/")) {
    const place = placeOf(meta);
    if (!place) continue;
    const known = newest.get(`${place.dataset}/${place.key}`);
    if (!known || known.round < place.round) newest.set(`${place.dataset}/${place.key}`, place);
  }
  return [...newest.values()].sort((a, b) => (a.created < b.created ? -1 : a.created > b.created ? 1 : 0));
}

function placeOf({ name, created }: Listed): ReportPlace | null {
  const match = reportName.exec(name);
  if (!match?.[1] || !match[2]) return null;
  return { dataset: match[1], key: match[2], round: Number(match[3]), name, created };
}

export async function readReport(objects: Objects, name: string): Promise<Report> {
  return parseReport((await objects.read(name)).bytes, name);
}

/** Throws `NotAReport` with the first thing that is wrong with it. */
export function parseReport(bytes: Uint8Array, name: string): Report {
  const parsed = ReportSchema.safeParse(jsonOf(bytes));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new NotAReport(`${name} is no report of this version of Sluice: ${issue?.path.join(".")} ${issue?.message}`);
}

export class NotAReport extends Error {
  override readonly name = "NotAReport";
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return null;
  }
}
