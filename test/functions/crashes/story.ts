import { readFileSync } from "node:fs";
import { dropKey } from "../../../lakehouse/plan/names.ts";
import { type SampleName, samplePath } from "../../chain/story/samples.ts";
import type { Deployed } from "../cloud/deployed.ts";

export { LAUNCH_ABOVE_BYTES, writeSamples } from "../../chain/story/samples.ts";

/** Uploads of one day; the next day begins when nobody has anything left to do. */
type Day = readonly (readonly [dataset: string, sample: SampleName, created: string, as?: string])[];

/** Rows that are new, bad, doubled, newer and replaced; a file that is none, and one that a launched job splits. */
export const DAYS: readonly Day[] = [
  [
    ["visits", "clean", "2026-03-10T05:00:00Z"],
    ["visits", "spotted", "2026-03-10T05:01:00Z"],
    ["visits", "broken", "2026-03-10T05:02:00Z"],
    ["sales", "takings", "2026-03-10T05:03:00Z"],
    ["sales", "other", "2026-03-10T05:04:00Z"],
  ],
  [
    ["visits", "later", "2026-03-11T05:01:00Z"],
    ["sales", "corrected", "2026-03-11T05:02:00Z", "takings"],
    ["sales", "bulky", "2026-03-11T05:03:00Z"],
  ],
];

/** Uploads of a day, one by one as they are asked for; `names` learns what they are called. */
export function* uploads(deployed: Deployed, day: Day, samples: string, names: Map<string, string>) {
  for (const [dataset, sample, created, as = sample] of day) {
    const content = readFileSync(samplePath(samples, sample));
    const name = `${dataset}/dt=2026-03-09/${as}.parquet`;
    const { bucket, generation } = deployed.upload(name, content, Date.parse(created));
    names.set(dropKey({ bucket, name, generation: String(generation) }), `${sample}.parquet`);
    yield name;
  }
}
