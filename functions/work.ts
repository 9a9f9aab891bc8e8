import type { Cloud } from "../lakehouse/environment/cloud.ts";
import type { Plan } from "../lakehouse/plan/plan.ts";
import type { LogLine } from "../lakehouse/ports.ts";
import type { ChainTools } from "../lakehouse/run/chain.ts";
import type { TimeBox } from "../lakehouse/run/time-box.ts";
import type { CloudEvent } from "./cloud-event.ts";
import type { Reading } from "./reading.ts";

/** What a function has at hand for one request. */
export interface Work {
  readonly tools: ChainTools & Pick<Cloud, "place" | "bucket" | "nudger" | "log" | "requestOf">;
  /** That are deployed. */
  plans(): Promise<readonly Plan[]>;
  /** Over when nothing more should be begun; what is under way then still has a while. */
  readonly time: TimeBox;
}

/** What was done, for the log: counts and names of ours. */
export type Done = Pick<LogLine, "message" | "dataset" | "key" | "state" | "reason" | "drops" | "seconds">;

/**
 * A function that events call. It is called again for what it throws, and also without a reason: whatever it does may
 * have been done before.
 */
export interface EventFunction<Value> {
  read(event: CloudEvent, place: Cloud["place"]): Reading<Value>;
  work(work: Work, value: Value): Promise<Done>;
}

/** A request of a caller whom Cloud Run has let in. */
export interface HttpRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly query: URLSearchParams;
  /** Undefined: it has no content. */
  readonly json: unknown;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: object;
}

/** A function that people and DAGs call. What it throws is logged, and answered without its words. */
export interface HttpFunction {
  answer(work: Work, request: HttpRequest): Promise<HttpAnswer>;
}
