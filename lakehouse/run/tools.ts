import type { Engine } from "../engine/engine.ts";
import type { Launcher } from "../ports.ts";
import type { PublishTools } from "../publish/context.ts";

/** What a worker has at hand. */
export interface Tools extends PublishTools {
  readonly engine: Pick<Engine, "split">;
  readonly launcher: Launcher;
  /** How long a claim is respected without a sign of life. It saves work; correctness never rests on it. */
  readonly leaseSeconds: number;
  /** Larger drops are split by a launched host. */
  readonly launchAboveBytes: number;
}
