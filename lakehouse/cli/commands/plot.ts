import { relative, resolve } from "node:path";
import type { Plan } from "../../plan/plan.ts";
import { canBePlotted, readYears, type YearSummary } from "../../run/plot/read.ts";
import { countOf, grouped } from "../../run/view/numbers.ts";
import { styled, text } from "../../run/view/text.ts";
import { type Context, command, type Flags } from "../command.ts";
import { readablePlans } from "../deployed.ts";
import { didYouMean } from "../did-you-mean.ts";
import { drawPlots, plotsFolder } from "../draw-plots.ts";
import { exit } from "../exit.ts";
import { lookAtLake } from "../lake.ts";
import { wrongUse } from "../wrong-use.ts";

const flags = {
  year: { kind: "count", value: "YEAR", meaning: "one year (default: all)", least: 1 },
  airport: { kind: "text", value: "CODES", meaning: "these airports, with commas between (default: all)" },
  out: { kind: "text", value: "DIR", meaning: "where to draw (default: plots beside the lake's folder)" },
} as const satisfies Flags;

export default command({
  name: "plot",
  topic: "Data",
  summary: "flights and delay of each airport by day, with unusual days marked, as SVG files",
  help: `
Draws a table of unusual days: one picture an airport and year, DATASET/year=2001/airport=SFO.svg. Above flights a day
as bars with the line of what was expected, below the mean delay; unusual days are marked in both. The same rows give
the same bytes, and a file that is so already is left alone. The page links pictures that lie beside the lake.

  $ sluice plot airport_anomalies                    every airport, every year
  $ sluice plot airport_anomalies --year 2001 --airport LGA,IAH
  $ sluice plot airport_anomalies --out /tmp/plots   elsewhere

With --json: how many files were written and left alone. Exits 0, or 2 for wrong use.`,
  arguments: [{ name: "DATASET", meaning: "a table of unusual days", required: true, many: false }],
  flags,
  async run(context) {
    const out = resolve(context.cwd, context.flags.out ?? plotsFolder(context));
    const done = await lookAtLake(context, async ({ warehouse, project, place }) => {
      const plan = chosen(await readablePlans(context, place), context.args[0] ?? "");
      const years = await readYears({ warehouse, project }, plan);
      if (years === null)
        throw wrongUse("no-table", `${plan.dataset} has no table yet`, "publish what it is made from");
      const isWanted = filterOf(context, years);
      return drawPlots({ warehouse, project }, plan, { years, isWanted, out });
    });
    const shown = relative(context.cwd, out).startsWith("..") ? out : relative(context.cwd, out);
    context.output.value({ folder: shown, ...done });
    const { written, same } = done;
    context.output.print([
      text`${styled("good", "✓")} ${shown}/${context.args[0] ?? ""}: ${countOf(written, "picture")} drawn, ${grouped(same)} left as they were`,
    ]);
    return exit.good;
  },
});

function chosen(plans: readonly Plan[], dataset: string): Plan {
  const fitting = plans.filter(canBePlotted).map((plan) => plan.dataset);
  const plan = plans.find((one) => one.dataset === dataset);
  if (plan && canBePlotted(plan)) return plan;
  const what = plan ? `${dataset} does not say which days of airports are unusual` : `there is no dataset ${dataset}`;
  throw wrongUse("not-plotted", what, didYouMean(dataset, fitting, `tables that do: ${fitting.join(", ") || "none"}`));
}

/** Which are asked for; whoever names one that is not there is told so. */
function filterOf(
  { flags: { airport, year } }: Context<typeof flags>,
  years: readonly YearSummary[],
): (one: YearSummary) => boolean {
  const codes = airport?.split(",").map((code) => code.trim()) ?? null;
  const unknown = codes?.find((code) => !years.some((one) => one.airport === code));
  if (unknown !== undefined) {
    const known = [...new Set(years.map((one) => one.airport))];
    throw wrongUse(
      "unknown-airport",
      `no airport is called '${unknown}'`,
      didYouMean(unknown, known, "write its code"),
    );
  }
  if (year !== undefined && !years.some((one) => one.year === year)) {
    const known = [...new Set(years.map((one) => one.year))].join(", ");
    throw wrongUse("unknown-year", `no day of ${year} is there`, `years that are: ${known || "none"}`);
  }
  return (one) => (codes?.includes(one.airport) ?? true) && (year ?? one.year) === one.year;
}
