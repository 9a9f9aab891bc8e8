import type { Engine } from "../engine/engine.ts";
import type { HostKind } from "../plan/manifest.ts";
import type { Launcher } from "../ports.ts";
import type { PublishTools } from "../publish/context.ts";
import type { Backlog } from "./backlog.ts";

/** What a worker has at hand. */
export interface Tools extends PublishTools {
  readonly engine: Pick<Engine, "split">;
  readonly launcher: Launcher;
  /** How long a claim is respected without a sign of life. It saves work; correctness never rests on it. */
  readonly leaseSeconds: number;
  /** Larger drops are split by a launched host. */
  readonly launchAboveBytes: number;
  /** Which host is launched. */
  readonly host: HostKind;
  /** Where many drops are worked on: the larger ones wait here for each other. Absent: each is launched at once. */
  readonly backlog?: Backlog;
}
