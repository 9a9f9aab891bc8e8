import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Plan } from "../plan/plan.ts";
import { plotPath } from "../run/plot/days.ts";
import { plotFile } from "../run/plot/file.ts";
import { readDays, type Where, type YearSummary } from "../run/plot/read.ts";
import type { Context } from "./command.ts";

/** Pictures lie beside the lake's folder, as the page does. */
export function plotsFolder({ root, cwd }: Pick<Context, "root" | "cwd">): string {
  return join(dirname(resolve(cwd, root.lake)), "plots");
}

interface Wanted {
  /** All there are: the axis of a year is the same whoever is drawn. */
  readonly years: readonly YearSummary[];
  readonly isWanted: (one: YearSummary) => boolean;
  readonly out: string;
}

/** One file an airport and year, below `out`. */
export async function drawPlots(where: Where, plan: Plan, { years, isWanted, out }: Wanted) {
  const counts = { written: 0, same: 0 };
  for (const [year, all] of Map.groupBy(years, (one) => one.year)) {
    const first = all.map((one) => one.first).sort()[0] ?? `${year}-01-01`;
    const last =
      all
        .map((one) => one.last)
        .sort()
        .at(-1) ?? `${year}-12-31`;
    const airports = all.filter(isWanted).map(({ airport }) => airport);
    for (const one of await readDays(where, plan, year, airports)) {
      const file = join(out, plotPath(plan.dataset, one));
      counts[(await write(file, plotFile(one, { first, last }))) ? "written" : "same"]++;
    }
  }
  return counts;
}

/** At once, and only what is not so yet; false: it was. */
async function write(file: string, svg: string): Promise<boolean> {
  if ((await readFile(file, "utf8").catch(() => null)) === svg) return false;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, svg);
  await rename(`${file}.part`, file);
  return true;
}
