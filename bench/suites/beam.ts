import { type BenchLake, withLakes } from "../beam/lake.ts";
import { agreeing, lessStart, type Splitter } from "../beam/split.ts";
import { cuttingPipeline, missingHere, nodeHost, pipeline, pythonHost, rowWiseBeam } from "../beam/splitters.ts";
import { compareCpu } from "../compare.ts";
import { pingFiles } from "../data.ts";
import { casesOf } from "../sizes.ts";
import type { Case, Found, Suite } from "../suite.ts";

type Say = (doing: string) => void;

interface Side {
  readonly files: readonly string[];
  readonly splitter: Splitter;
}

const START_ROWS = 100;
const DROP_ROWS = 1_000_000;
const SMALLEST_GROUP = 50_000;
const ROW_GROUPS = [SMALLEST_GROUP, 250_000, 1_000_000];
const REPEATS = 3;
/** Memory is the same each time. */
const MEMORY_REPEATS = 1;

export const suite: Suite = {
  about: "Python host by Node host, Beam by Python host, row-wise Beam by ours, memory by row groups; CPU of one core",
  takesMillions: true,
  cases: (millions) => [
    ...sized("beam-host", millions, 3, (rows, say) => bySplitter(rows, DROP_ROWS, pythonHost, nodeHost, say)),
    { name: "beam-start", rows: START_ROWS, run: (say) => here(() => compareStarts(say)) },
    ...sized("beam-pipeline", millions, 3, (rows, say) => bySplitter(rows, DROP_ROWS, pipeline, pythonHost, say)),
    ...sized("beam-units", millions, 3, (rows, say) => bySplitter(rows, rows, cuttingPipeline, pythonHost, say)),
    ...sized("beam-row-wise", millions, 0.5, (rows, say) => bySplitter(rows, rows, rowWiseBeam, pipeline, say)),
    ...ROW_GROUPS.flatMap((group) =>
      sized(`beam-memory-${group / 1000}k`, millions, 1, (rows, say) => byRowGroup(rows, group, say)),
    ),
  ],
};

function sized(
  name: string,
  asked: number | null,
  usual: number,
  run: (rows: number, say: Say) => Promise<Found>,
): readonly Case[] {
  return casesOf(name, asked, [usual], (rows, say) => here(() => run(rows, say)));
}

async function here(run: () => Promise<Found>): ReturnType<Case["run"]> {
  const skipped = await missingHere();
  return skipped === null ? run() : { skipped };
}

/** Over the same drops. */
async function bySplitter(
  rows: number,
  rowsPerFile: number,
  measured: Splitter,
  baseline: Splitter,
  say: Say,
): Promise<Found> {
  say("making the data");
  const files = await pingFiles(rows, { rowsPerFile });
  return compareRows(REPEATS, { files, splitter: measured }, { files, splitter: baseline }, say);
}

/** The same rows in one drop, by the smallest row groups. */
async function byRowGroup(rows: number, rowGroup: number, say: Say): Promise<Found> {
  say("making the data");
  const sideOf = async (rowGroup: number): Promise<Side> => {
    return { files: await pingFiles(rows, { rowsPerFile: rows, rowGroup }), splitter: pythonHost };
  };
  return compareRows(MEMORY_REPEATS, await sideOf(rowGroup), await sideOf(SMALLEST_GROUP), say);
}

/** What it costs to start, and to end. */
async function compareStarts(say: Say): Promise<Found> {
  return withLakes({ start: await pingFiles(START_ROWS) }, ({ start }) => {
    const costOf = (splitter: Splitter) => async () => (await splitter(start)).cost;
    return compareCpu(REPEATS, costOf(pipeline), costOf(pythonHost), say);
  });
}

/** What rows cost: the start and the end of each program are taken off. */
async function compareRows(repeats: number, measured: Side, baseline: Side, say: Say): Promise<Found> {
  const files = { measured: measured.files, baseline: baseline.files, start: await pingFiles(START_ROWS) };
  return withLakes(files, async (lakes) => {
    const agree = agreeing();
    const costOf = (splitter: Splitter, lake: BenchLake) => async () =>
      lessStart(agree(await splitter(lake)).cost, (await splitter(lakes.start)).cost);
    const sides = [costOf(measured.splitter, lakes.measured), costOf(baseline.splitter, lakes.baseline)] as const;
    return { ...(await compareCpu(repeats, ...sides, say)), bytes: lakes.measured.bytes };
  });
}
