import { WrongCall } from "../arguments.ts";
import type { Recorded } from "../recorded.ts";
import type { Entry } from "../suite.ts";

/** Ways to split drops on Dataflow, by the bench that measured each. */
export const WAYS = [
  { bench: "beam-pipeline", words: "drops split whole" },
  { bench: "beam-units", words: "large drops, cut into units" },
  { bench: "beam-row-wise", words: "row-wise Beam, the usual way" },
] as const;
export type Way = (typeof WAYS)[number]["bench"];

/** The measurement at the most rows. */
export function measuredOf({ entries }: Recorded, bench: string): Entry {
  const found = entries.filter(({ name }) => name === bench).at(-1);
  if (!found) throw new WrongCall(`${bench} was not measured yet: start \`npm run bench -- beam\` first`);
  return found;
}

/** Compressed megabytes that one core split a second. */
export function megabytesPerCoreSecond(recorded: Recorded, way: Way): number {
  const { bytes, cpu_seconds } = measuredOf(recorded, way);
  if (bytes === undefined || cpu_seconds === null) throw new Error(`${way} was recorded without bytes or CPU time`);
  return bytes / 1e6 / cpu_seconds;
}
