import { reportPath } from "../plan/names.ts";
import { type Report, ReportSchema } from "../plan/report.ts";
import { adoptValue, readValue } from "../ports/values.ts";
import type { Objects } from "../ports.ts";
import { inChunks } from "./chunks.ts";

export async function readReportOf(
  objects: Objects,
  dataset: string,
  key: string,
  round: number,
): Promise<Report | null> {
  return (await readValue(objects, reportPath(dataset, key, round), ReportSchema))?.value ?? null;
}

/** Of every round of a drop that has one. */
export async function readReportsOf(objects: Objects, dataset: string, key: string): Promise<Report[]> {
  const listed = await objects.list(reportPath(dataset, key, 0).replace(/[^/]+$/, ""));
  const reports = await inChunks(listed, ({ name }) => readValue(objects, name, ReportSchema));
  return reports.flatMap((stored) => (stored ? [stored.value] : []));
}

/** The first report of a round wins; whoever comes later adopts it, and its files. */
export async function keepReport(objects: Objects, report: Report): Promise<Report> {
  const name = reportPath(report.dataset, report.drop.key, report.round);
  return (await adoptValue(objects, name, report, ReportSchema)).stored.value;
}
