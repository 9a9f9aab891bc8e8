import type { Plan } from "../../../lakehouse/plan/plan.ts";
import type { ChainTools } from "../../../lakehouse/run/chain.ts";
import { acceptDoubtful, replaySpotted } from "./decisions.ts";
import type { SampleName } from "./samples.ts";

export interface Upload {
  readonly sample: SampleName;
  readonly name: string;
  /** RFC 3339 UTC. */
  readonly created: string;
}

export interface Deciding {
  readonly tools: ChainTools;
  readonly plans: readonly Plan[];
}

/** One day: what arrives, and then what people decide. Whatever of it was done before is left alone. */
export interface Act {
  readonly name: string;
  /** Folder of the contracts that are deployed. */
  readonly contracts: "first" | "second";
  /** When the day's work begins, RFC 3339 UTC. */
  readonly begins: string;
  readonly uploads: readonly Upload[];
  readonly decisions: readonly ((deciding: Deciding) => Promise<void>)[];
}

const visits = (file: string) => `visits/dt=2026-03-09/${file}.parquet`;
const sales = (file: string) => `sales/dt=2026-03-09/${file}.parquet`;

/** Two days in a small lake, with everything in them that can become of a drop. */
export const STORY: readonly Act[] = [
  {
    name: "first day",
    contracts: "first",
    begins: "2026-03-10T08:00:00.000Z",
    uploads: [
      { sample: "clean", name: visits("clean"), created: "2026-03-10T05:00:00.000Z" },
      { sample: "spotted", name: visits("spotted"), created: "2026-03-10T05:01:00.000Z" },
      { sample: "broken", name: visits("broken"), created: "2026-03-10T05:02:00.000Z" },
      { sample: "doubtful", name: visits("doubtful"), created: "2026-03-10T05:03:00.000Z" },
      { sample: "takings", name: sales("takings"), created: "2026-03-10T05:04:00.000Z" },
      { sample: "other", name: sales("other"), created: "2026-03-10T05:05:00.000Z" },
    ],
    decisions: [],
  },
  {
    name: "second day",
    contracts: "second",
    begins: "2026-03-11T08:00:00.000Z",
    uploads: [
      { sample: "clean", name: visits("clean"), created: "2026-03-11T05:00:00.000Z" },
      { sample: "later", name: visits("later"), created: "2026-03-11T05:01:00.000Z" },
      { sample: "corrected", name: sales("takings"), created: "2026-03-11T05:02:00.000Z" },
      { sample: "bulky", name: sales("bulky"), created: "2026-03-11T05:03:00.000Z" },
    ],
    decisions: [acceptDoubtful, replaySpotted],
  },
];
