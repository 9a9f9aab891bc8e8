import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Counts, countsOf } from "../counts.ts";
import { scratchFolder } from "../data.ts";
import { type Cost, type Ended, lastLine, runCommand } from "../measure.ts";
import type { BenchLake } from "./lake.ts";

/** What one run cost, memory of all its processes together, and what it counted. */
export interface Split {
  readonly cost: Cost;
  readonly counts: Counts;
}

const root = join(import.meta.dirname, "../..");
const templates = join(root, "dataflow-templates");
const windows = process.platform === "win32";

/** The Python that has Beam. */
export const PYTHON =
  process.env.SLUICE_PYTHON ?? join(templates, ".venv", windows ? "Scripts/python.exe" : "bin/python");

type Command = readonly [program: string, ...args: string[]];

// One child each, so that what they cost is what one core does.
const BEAM = ["-m", "split.main", "--runner=FnApiRunner", "--direct_num_workers=1"];
const HOSTS = {
  node: (lake, manifest) => {
    const main = join(root, "lakehouse/cli/main.ts");
    return [process.execPath, main, "host", manifest, "--lake", lake, "--workers", "1"];
  },
  python: (lake, manifest) => [PYTHON, "-m", "host", "--lake", lake, "--workers", "1", manifest],
  pipeline: (lake, manifest) => [PYTHON, ...BEAM, `--lake=${lake}`, `--manifest=${manifest}`],
  /** Each drop of more than one unit is cut. */
  cutting: (lake, manifest) => [PYTHON, ...BEAM, `--lake=${lake}`, `--manifest=${manifest}`, "--cut_above_bytes=0"],
} as const satisfies Record<string, (lake: string, manifest: string) => Command>;
export type Host = keyof typeof HOSTS;

/** Over all drops of the lake, anew. */
export async function runHost(host: Host, lake: BenchLake): Promise<Split> {
  const [program, ...args] = HOSTS[host](lake.folder, await lake.nextRound());
  const ended = await runCommand(program, args, templates);
  return { cost: costOf(ended), counts: countsOf(await lake.takeReports()) };
}

/** One file, by the pipeline that takes row after row. */
export async function runRowWise(file: string): Promise<Split> {
  const folder = await scratchFolder("row-wise");
  const ended = await runCommand(PYTHON, [join(import.meta.dirname, "row_wise.py"), file, folder]);
  await rm(folder, { recursive: true });
  return { cost: costOf(ended), counts: lastLine<Counts>(ended.stdout) };
}

function costOf({ seconds, cpuSeconds, rssSumMb }: Ended): Cost {
  return { seconds, cpuSeconds, rssMb: rssSumMb };
}
