import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Report } from "../../plan/report.ts";
import type { Objects } from "../../ports.ts";
import { listReports, NotAReport, parseReport, type ReportPlace, readReport } from "../../run/reports.ts";
import { reportView } from "../../run/view/report.ts";
import { type Context, command } from "../command.ts";
import { didYouMean } from "../did-you-mean.ts";
import { exit } from "../exit.ts";
import { lookAtLake } from "../lake.ts";
import { wrongUse } from "../wrong-use.ts";

export default command({
  name: "report",
  summary: "what became of a drop: verdict, counts, failed rules, samples, files",
  help: `
Shows the report of one drop; without a word the newest. A drop is named by its key (or its first digits), by the end
of its object name, or by its dataset, which means the newest drop of it. A report file is read as it is.

  $ sluice report                              the newest drop
  $ sluice report flights                      the newest drop of flights
  $ sluice report dt=2001-01-05/flights.parquet --json

Exits 0, or 2 where no such report is in the lake.`,
  arguments: [{ name: "DROP", meaning: "key, object name, dataset, or a report's file", required: false, many: false }],
  flags: {},
  async run(context) {
    const report = await findReport(context);
    context.output.value(report);
    context.output.print(reportView(report, { width: context.output.width, lake: context.root.lake, kept: true }));
    return exit.good;
  },
});

async function findReport(context: Context): Promise<Report> {
  const [wanted] = context.args;
  if (wanted?.endsWith(".json") && existsSync(resolve(context.cwd, wanted)))
    return readReportFile(resolve(context.cwd, wanted), wanted);
  return lookAtLake(context, async ({ objects }) => {
    const place = await choose(objects, wanted, context.root.lake);
    return readReport(objects, place.name);
  });
}

async function readReportFile(path: string, shown: string): Promise<Report> {
  try {
    return parseReport(await readFile(path), shown);
  } catch (error) {
    if (error instanceof NotAReport) throw wrongUse("not-a-report", error.message, "name a report of a lake's ledger");
    throw error;
  }
}

async function choose(objects: Objects, wanted: string | undefined, lake: string): Promise<ReportPlace> {
  const places = await listReports(objects);
  const newest = places.at(-1);
  if (!newest) throw wrongUse("no-report", `the lake ${lake} holds no report`, "`sluice run FILES…` writes them");
  if (wanted === undefined) return newest;
  const found =
    byKey(places, wanted) ??
    places.findLast(({ dataset }) => dataset === wanted) ??
    (await byName(objects, places, wanted));
  if (found) return found;
  const datasets = [...new Set(places.map(({ dataset }) => dataset))];
  throw wrongUse(
    "unknown-report",
    `no report in ${lake} fits '${wanted}'`,
    didYouMean(wanted, datasets, `datasets with reports: ${datasets.join(", ")}`),
  );
}

function byKey(places: readonly ReportPlace[], wanted: string): ReportPlace | null {
  if (!/^[0-9a-f]{4,24}$/.test(wanted)) return null;
  const found = places.filter(({ key }) => key.startsWith(wanted));
  if (found.length > 1) {
    throw wrongUse(
      "ambiguous-key",
      `${found.length} keys start with ${wanted}`,
      `write more digits: ${found.map(({ key }) => key).join(", ")}`,
    );
  }
  return found[0] ?? null;
}

/** The newest drop whose object name ends so. */
async function byName(objects: Objects, places: readonly ReportPlace[], wanted: string): Promise<ReportPlace | null> {
  const end = wanted.replace(/^(\.?\/)+/, "");
  for (const place of places.toReversed()) {
    const { name } = (await readReport(objects, place.name)).drop;
    if (name === end || name.endsWith(`/${end}`) || end.endsWith(`/${name}`)) return place;
  }
  return null;
}
