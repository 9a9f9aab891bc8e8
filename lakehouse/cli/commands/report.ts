import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Report } from "../../plan/report.ts";
import type { Objects } from "../../ports.ts";
import { type Entry, findDrop, findDrops } from "../../run/find-drop.ts";
import { listReports, NotAReport, parseReport, type ReportPlace, readReport } from "../../run/reports.ts";
import { dropView, hasLostReport } from "../../run/view/drop.ts";
import type { NamedLake } from "../../run/view/next.ts";
import { reportView } from "../../run/view/report.ts";
import { type Context, command } from "../command.ts";
import { didYouMean } from "../did-you-mean.ts";
import { exit } from "../exit.ts";
import { lookAtLake } from "../lake.ts";
import { wrongUse } from "../wrong-use.ts";

export default command({
  name: "report",
  topic: "Data",
  summary: "what became of a drop: verdict, counts, failed rules, samples, files",
  help: `
Shows the report of one drop and where the drop stands; without a word the newest report. A drop is named by its key
(or its first digits, at least 4), by the end of its object name, or by its dataset, which means the newest report of
it. A drop that has no report (a duplicate, one that was lost) says why. A report's file is read as it is.

  $ sluice report                              the newest report
  $ sluice report flights                      the newest report of flights
  $ sluice report dt=2001-01-05/flights.parquet --json

With --json: the report, or the drop's ledger entry where there is none; "format" tells which.
Exits 0; 1 where the drop's report is gone; 2 where no such drop is in the lake.`,
  arguments: [{ name: "DROP", meaning: "key, object name, dataset, or a report's file", required: false, many: false }],
  flags: {},
  clouds: true,
  async run(context) {
    const { args, cwd, output, root } = context;
    const [wanted] = args;
    const asTyped = { width: output.width, lake: root.lake, kept: true };
    if (wanted?.endsWith(".json") && existsSync(resolve(cwd, wanted))) {
      const report = await readReportFile(resolve(cwd, wanted), wanted);
      output.value(report);
      output.print(reportView(report, { ...asTyped, entry: null }));
      return exit.good;
    }
    const { entry, report, named } = await find(context);
    const options = { ...asTyped, ...named };
    output.value(report ?? entry);
    if (entry) output.print(dropView({ entry, report }, options));
    else if (report) output.print(reportView(report, { ...options, entry }));
    return entry && hasLostReport({ entry, report }) ? exit.problems : exit.good;
  },
});

interface Found {
  /** Null: the ledger has lost it, and the report alone is left. */
  readonly entry: Entry | null;
  readonly report: Report | null;
  readonly named: NamedLake;
}

function find(context: Context): Promise<Found> {
  const [wanted] = context.args;
  return lookAtLake(context, async ({ objects, named }) => {
    const places = await listReports(objects);
    const place = await choose(objects, places, wanted);
    if (place) {
      const report = await readReport(objects, place.name);
      const entry = await findDrop(objects, { ...report.drop, dataset: report.dataset });
      // One of an earlier round says nothing of what was decided by the lost one.
      const lost = entry && report.round < entry.round && hasLostReport({ entry, report: null });
      return { entry, report: lost ? null : report, named };
    }
    const [drop, another] = wanted === undefined ? [] : await findDrops(objects, wanted);
    if (drop && !another) return { entry: drop.value, report: null, named };
    throw unknown(places, wanted, named.lake);
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

async function choose(
  objects: Objects,
  places: readonly ReportPlace[],
  wanted: string | undefined,
): Promise<ReportPlace | null> {
  if (wanted === undefined) return places.at(-1) ?? null;
  return (
    byKey(places, wanted) ??
    places.findLast(({ dataset }) => dataset === wanted) ??
    (await byName(objects, places, wanted))
  );
}

function unknown(places: readonly ReportPlace[], wanted: string | undefined, lake: string) {
  if (places.length === 0 || wanted === undefined) {
    return wrongUse("no-report", `the lake ${lake} holds no report`, "`sluice run FILES…` writes them");
  }
  if (/^[0-9a-f]{1,3}$/.test(wanted)) {
    return wrongUse("unknown-report", `'${wanted}' is too short for a key`, "write at least 4 digits of it");
  }
  const datasets = [...new Set(places.map(({ dataset }) => dataset))];
  const cure = didYouMean(wanted, datasets, `datasets with reports: ${datasets.join(", ")}`);
  return wrongUse("unknown-report", `no drop in ${lake} fits '${wanted}'`, cure);
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
