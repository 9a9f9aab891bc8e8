import type { BatchLimits } from "../../lakehouse/publish/batch.ts";
import type { Content } from "./content.ts";
import type { Policy } from "./contracts.ts";
import type { Weather } from "./luck.ts";

/** One object that a producer writes. */
export interface Delivery {
  /** In landing. */
  readonly name: string;
  readonly content: Content;
  /** Not before the original of the delivery before it is kept; else it may overwrite it at once. */
  readonly patient: boolean;
  /** How many times its event comes; 0: only the reconciler finds it. */
  readonly events: number;
  /** Created in the same millisecond as the delivery before it. */
  readonly tie: boolean;
  /** The producer takes it away again, at any time. */
  readonly removed: boolean;
}

export type Wish = "accept" | "reject" | "replay" | "replay rows" | "replay rows by either plan";

/** Everything about a run that its seed has decided before it begins. */
export interface Setup {
  readonly policy: Policy;
  readonly derived: boolean;
  readonly deliveries: readonly Delivery[];
  /** Milliseconds between two of them, at most. */
  readonly producerRest: number;
  readonly publishers: number;
  /** Milliseconds after which they come, at most: drops gather meanwhile. */
  readonly publishersRest: number;
  /** Chance that a publisher goes step by step, and remembers what it saw. */
  readonly stepwise: number;
  /** Chance that a worker publishes what it has made ready. */
  readonly workersPublish: number;
  readonly reconcilers: number;
  /** Who put what is to be told into the outbox; 0: nobody does in this run, not even at the end. */
  readonly tellers: number;
  readonly persons: readonly Wish[];
  /** Milliseconds after which they look, at most. */
  readonly personsRest: number;
  readonly limits: BatchLimits;
  readonly launchAboveBytes: number;
  /** Chance that a host never starts, or that a service forgets an ended job. */
  readonly hostTrouble: number;
  readonly weather: Weather;
  /** Nobody dies, or stands still for as long as a lease: nobody's work may be taken over. */
  readonly nobodyLost: boolean;
  /** Milliseconds after which an event is heard, at most. */
  readonly eventsRest: number;
  /** Milliseconds that a split takes. */
  readonly splitMs: number;
  readonly jobs: {
    /** Chance that a job runs some calls later. */
    readonly late: number;
    /** Jobs that fail for a passing reason, and for a quota. */
    readonly passing: number;
    readonly quota: number;
    /** Jobs whose statistics are wrong, or that lose rows, whose ids somebody else has used, and that fail for good, until a person mends it. */
    readonly lying: number;
    readonly foreign: number;
    readonly broken: number;
  };
  /** People who mend the warehouse when a publication waits for it. */
  readonly menders: number;
  /** At the end entries, names and markers are lost, and made again; the epoch while jobs of a publication run. */
  readonly losing: boolean;
  /** Loads of more files than this fail for good, whatever is in them. */
  readonly mostFilesInLoad: number;
  /** Staging tables that are lost. */
  readonly vanishing: number;
  /** When version 2 is deployed: its plan and the table's new column, in any order. `for replays`: people replay by it, no more. */
  readonly second: "never" | "for replays" | "some time" | "from the start";
  /** Hours by which workers' own clocks may be wrong. */
  readonly skewHours: number;
  readonly dialect: "bigquery" | "duckdb";
}
