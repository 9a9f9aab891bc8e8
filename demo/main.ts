// `npm run demo`: real files through the real chain, on this machine, with no cloud.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { createOutput, type Output } from "../lakehouse/cli/output.ts";
import { type Laptop, openLaptop } from "../lakehouse/environment.ts";
import type { Report } from "../lakehouse/plan/report.ts";
import { concurrently } from "../lakehouse/run/concurrently.ts";
import { openEngine } from "../lakehouse/run/engine.ts";
import { processDrop } from "../lakehouse/run/process.ts";
import { cut, styled, type Text, text } from "../lakehouse/run/view/text.ts";
import { countFiles } from "./count-files.ts";
import { cutFlights } from "./data/flights.ts";
import { generatePings } from "./data/pings.ts";
import { type PlannedDrop, planDrops } from "./drops.ts";
import { eventHead, eventLine } from "./event.ts";
import { nextCommands } from "./next.ts";
import { disagreements, type Summary, summarise } from "./summary.ts";
import { summaryView } from "./summary-view.ts";

const root = join(import.meta.dirname, "..");
const landing = join(root, "out/landing");
const demo = join(root, "out/demo");
const lake = join(demo, "lake");
const pings = { seed: 7, rowsPerDay: 20_000 };

const output = createOutput({ stdout: process.stdout, stderr: process.stderr, env: process.env }, false);
process.exitCode = (await main(output)) ? 0 : 1;

/** True if the files agree with the reports. */
async function main(output: Output): Promise<boolean> {
  const started = performance.now();
  output.print([
    text`Parquet files arrive, one a day: 3 million US flights, and a week of made-up phone pings.`,
    text`Sluice holds each against its contract: good rows go on, bad rows wait, with their reasons.`,
    text``,
  ]);
  output.progress(text`making the files in out/landing`);
  const folders = [await cutFlights(landing), await generatePings(landing, pings)];
  await rm(demo, { recursive: true, force: true });
  await mkdir(lake, { recursive: true });

  const laptop = await openLaptop({ lake });
  const drops = await planDrops(folders, join(root, "contracts"), laptop.place);
  const reports = await splitAll(laptop, drops, output).finally(laptop.close);
  output.progress(text`counting the files`);
  const summary = await summariseAll(drops, reports, (performance.now() - started) / 1000);
  await writeFile(join(demo, "summary.json"), `${JSON.stringify(summary, null, 2)}\n`);

  const shownLake = relative(process.cwd(), lake);
  output.print([text``, ...summaryView(summary, output.width), text``, ...nextCommands(reports, shownLake), text``]);
  output.print(
    styled(
      "dim",
      text`${drops.length} drops in ${summary.seconds.toFixed(1)} s; the lake is in ${shownLake}, these figures in out/demo/summary.json`,
    ),
  );
  return summary.datasets.every((dataset) => disagreements(dataset).length === 0);
}

async function splitAll(laptop: Laptop, drops: readonly PlannedDrop[], output: Output): Promise<Report[]> {
  const engine = openEngine(laptop.engine);
  const started = performance.now();
  let done = 0;
  output.print(eventHead());
  try {
    return await concurrently(drops, laptop.engine.workers + 1, async (drop) => {
      const { report } = await processDrop({ ...laptop, engine }, drop.plan, drop, { write: true });
      output.print(fitted(eventLine({ at: (performance.now() - started) / 1000, report })));
      done += 1;
      // Elsewhere the lines themselves show how far it is.
      if (process.stderr.isTTY) output.progress(text`${done} of ${drops.length} drops`);
      return report;
    });
  } finally {
    await engine.close();
  }
}

/** One line each on a terminal; a file gets all of it. */
function fitted(line: Text): Text {
  return process.stdout.isTTY ? cut(line, output.width) : line;
}

async function summariseAll(
  drops: readonly PlannedDrop[],
  reports: readonly Report[],
  seconds: number,
): Promise<Summary> {
  const datasets = [...Map.groupBy(reports.entries(), ([, { dataset }]) => dataset)];
  return {
    seconds: Number(seconds.toFixed(1)),
    datasets: await Promise.all(
      datasets.map(async ([dataset, entries]) => {
        const read = entries.filter(([, { rows }]) => rows.in !== null).flatMap(([index]) => drops[index]?.path ?? []);
        return summarise(
          dataset,
          entries.map(([, report]) => report),
          await countFiles(dataset, read, lake),
        );
      }),
    ),
  };
}
