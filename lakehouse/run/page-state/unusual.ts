import type { Plan } from "../../plan/plan.ts";
import { Denied, Unavailable } from "../../ports.ts";
import type { UnusualState } from "../page/state.ts";
import { plotPath } from "../plot/days.ts";
import { canBePlotted, readDays, readYears, type Where, type YearSummary } from "../plot/read.ts";

/** Pictures on the page; the others are linked. */
const SHOWN = 4;

/** The newest year of a table of unusual days, its most unusual airports first; null: it is none, or cannot be read. */
export async function readUnusual(
  where: Where,
  plan: Plan,
  plotFile: (path: string) => string | null,
): Promise<UnusualState | null> {
  if (!canBePlotted(plan)) return null;
  try {
    const years = (await readYears(where, plan)) ?? [];
    const year = years.at(-1)?.year;
    return year === undefined
      ? null
      : await newest(where, plan, { year, airports: years.filter((one) => one.year === year) }, plotFile);
  } catch (error) {
    // A page without these pictures is better than none.
    if (error instanceof Unavailable || error instanceof Denied) return null;
    throw error;
  }
}

async function newest(
  where: Where,
  plan: Plan,
  { year, airports }: { readonly year: number; readonly airports: readonly YearSummary[] },
  plotFile: (path: string) => string | null,
): Promise<UnusualState> {
  const unusual = airports.filter((one) => one.unusual > 0).sort(byScore);
  const shown = unusual.slice(0, SHOWN).map(({ airport }) => airport);
  const days = await readDays(where, plan, year, shown);
  return {
    year,
    first: airports.map(({ first }) => first).sort()[0] ?? "",
    last:
      airports
        .map(({ last }) => last)
        .sort()
        .at(-1) ?? "",
    all: airports.length,
    shown: shown.flatMap((airport) => days.find((one) => one.airport === airport) ?? []),
    airports: unusual.map((one) => ({
      airport: one.airport,
      unusual: one.unusual,
      score: one.score,
      file: plotFile(plotPath(plan.dataset, one)),
    })),
  };
}

function byScore(a: YearSummary, b: YearSummary): number {
  return (b.score ?? 0) - (a.score ?? 0) || (a.airport < b.airport ? -1 : 1);
}
