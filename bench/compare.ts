import { spawnSync } from "node:child_process";
import type { Cost } from "./measure.ts";
import type { Found } from "./suite.ts";

type Side = () => Promise<Cost>;

/** The middle value; of an even number of values the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new RangeError("no values");
  return (low + high) / 2;
}

/** Big inputs vary less and cost more. */
export function repeatsFor(rows: number): number {
  return rows <= 5_000_000 ? 3 : 2;
}

/** Runs both sides in turn, each first in every other round, and gives the medians. */
export async function compare(
  repeats: number,
  measured: Side,
  baseline: Side,
  say: (doing: string) => void,
): Promise<Found> {
  const found = await takeTurns(repeats, measured, baseline, say);
  return { ...mediansOf(found.measured), baseline_seconds: median(found.baseline.map(({ seconds }) => seconds)) };
}

/** The same by processor time, which a second core and a slow disk do not change. */
export async function compareCpu(
  repeats: number,
  measured: Side,
  baseline: Side,
  say: (doing: string) => void,
): Promise<Found> {
  const found = await takeTurns(repeats, measured, baseline, say);
  const baselineSeconds = medianOrNull(found.baseline.map(({ cpuSeconds }) => cpuSeconds));
  if (baselineSeconds === null) throw new Error("this system does not tell processor time");
  return { ...mediansOf(found.measured), baseline_seconds: baselineSeconds, by: "cpu" };
}

async function takeTurns(repeats: number, measured: Side, baseline: Side, say: (doing: string) => void) {
  const found: { readonly measured: Cost[]; readonly baseline: Cost[] } = { measured: [], baseline: [] };
  for (let round = 1; round <= repeats; round++) {
    const order = round % 2 === 1 ? (["baseline", "measured"] as const) : (["measured", "baseline"] as const);
    for (const side of order) {
      say(`${side}, ${round} of ${repeats}`);
      settle();
      found[side].push(await (side === "measured" ? measured() : baseline()));
    }
  }
  return found;
}

function mediansOf(costs: readonly Cost[]): Pick<Found, "seconds" | "cpu_seconds" | "rss_mb"> {
  return {
    seconds: median(costs.map(({ seconds }) => seconds)),
    cpu_seconds: medianOrNull(costs.map(({ cpuSeconds }) => cpuSeconds)),
    rss_mb: medianOrNull(costs.map(({ rssMb }) => rssMb)),
  };
}

function medianOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? median(known) : null;
}

/** What the run before still has to write to disk is not this run's cost. */
function settle(): void {
  if (process.platform !== "win32") spawnSync("sync");
}
