import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { scratchFolder } from "../data.ts";
import { type Run, runProgram } from "../measure.ts";
import type { JudgedDay, Judgement } from "./inject.ts";

const PROGRAM = join(import.meta.dirname, "isolation_forest.py");

interface Forests {
  readonly seconds: number;
  readonly airports: Readonly<
    Record<string, { readonly score: readonly number[]; readonly flagged: readonly boolean[] }>
  >;
}

/** What forests of the exercise say of these days, in their order; `signals` are what they look at. */
export async function forestJudges(
  python: string,
  days: readonly JudgedDay[],
  signals: readonly ("delay" | "flights")[],
): Promise<{ readonly judgements: readonly Judgement[]; readonly run: Run<Forests> }> {
  const folder = await scratchFolder("forest");
  const byAirport = Map.groupBy(days, ({ airport }) => airport);
  const values = [...byAirport].map(([airport, own]) => [
    airport,
    { delay: own.map(({ delay }) => delay), flights: own.map(({ flights }) => flights) },
  ]);
  const file = join(folder, "days.json");
  await writeFile(file, JSON.stringify(Object.fromEntries(values)));
  const run = await runProgram<Forests>(python, [PROGRAM, JSON.stringify({ file, signals })]);
  await rm(folder, { recursive: true });
  const judgements = [...byAirport.keys()].flatMap((airport) => {
    const found = run.said.airports[airport];
    return (found?.score ?? []).map((score, index) => ({ score, flagged: found?.flagged[index] ?? false }));
  });
  return { judgements, run };
}
