import { rm } from "node:fs/promises";
import { join } from "node:path";
import { hasBeam } from "../../lakehouse/environment.ts";
import { type Counts, countsOf } from "../counts.ts";
import { scratchFolder } from "../data.ts";
import { type Cost, type Ended, lastLine, runCommand } from "../measure.ts";
import type { Splitter } from "./split.ts";

const root = join(import.meta.dirname, "../..");
const templates = join(root, "dataflow-templates");
const windows = process.platform === "win32";
const python = process.env.SLUICE_PYTHON ?? join(templates, ".venv", windows ? "Scripts/python.exe" : "bin/python");
const beam = ["-m", "split.main", "--runner=FnApiRunner", "--direct_num_workers=1"];

/** Why these cannot be measured here; null: they can. */
export async function missingHere(): Promise<string | null> {
  if (process.platform !== "linux") return "processor time and memory of other processes are read from /proc";
  return (await hasBeam(python)) ? null : "Apache Beam is not installed: `npm run setup`, then start again";
}

// One child each, so that what they cost is what one core does.
export const nodeHost = host("the Node host", (lake, manifest) => {
  const main = join(root, "lakehouse/cli/main.ts");
  return [process.execPath, main, "host", manifest, "--lake", lake, "--workers", "1"];
});
export const pythonHost = host("the Python host", (lake, manifest) => {
  return [python, "-m", "host", "--lake", lake, "--workers", "1", manifest];
});
export const pipeline = host("the pipeline", (lake, manifest) => {
  return [python, ...beam, `--lake=${lake}`, `--manifest=${manifest}`];
});
/** Each drop of more than one unit is cut. */
export const cuttingPipeline = host("the pipeline, cutting,", (lake, manifest) => {
  return [python, ...beam, `--lake=${lake}`, `--manifest=${manifest}`, "--cut_above_bytes=0"];
});

function host(
  name: string,
  commandOf: (lake: string, manifest: string) => readonly [program: string, ...args: string[]],
): Splitter {
  return async (lake) => {
    const [program, ...args] = commandOf(lake.folder, await lake.nextRound());
    const ended = await runCommand(program, args, templates);
    return { program: name, cost: costOf(ended), counts: countsOf(await lake.takeReports()) };
  };
}

/** Of lakes with one drop. */
export const rowWiseBeam: Splitter = async ({ files: [file = ""] }) => {
  const folder = await scratchFolder("row-wise");
  const ended = await runCommand(python, [join(import.meta.dirname, "row_wise.py"), file, folder]);
  await rm(folder, { recursive: true });
  return { program: "row-wise Beam", cost: costOf(ended), counts: lastLine<Counts>(ended.stdout) };
};

function costOf({ seconds, cpuSeconds, rssSumMb }: Ended): Cost {
  return { seconds, cpuSeconds, rssMb: rssSumMb };
}
