import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../adapters/clock.ts";
import { createLog } from "../adapters/log.ts";
import { token } from "../adapters/random.ts";
import { openScratch } from "../adapters/scratch.ts";
import { bucketName, type CloudEnvironment } from "../plan/cloud/names.ts";
import type { CloudSettings } from "../plan/cloud/settings.ts";
import type { LaunchRequest } from "../plan/dataflow/launch-request.ts";
import type { HostKind } from "../plan/manifest.ts";
import type { Clock, Launch, Launcher, Log, Mail, Mailer, Nudger, ObjectMeta, Objects, Warehouse } from "../ports.ts";
import { cloudLauncher, cloudMailer, cloudNudger, cloudObjects, cloudRequests, cloudWarehouse } from "./cloud-ports.ts";
import type { EnginePlace } from "./laptop.ts";

export { catchFaults, inRequest } from "../adapters/log.ts";

/** An environment in Google Cloud: everything that the chain needs from outside, as the account that runs it may use it. */
export interface Cloud {
  readonly place: CloudEnvironment;
  readonly project: string;
  /** Name of the landing bucket, part of a drop's identity. */
  readonly bucket: string;
  readonly objects: Objects;
  readonly warehouse: Warehouse;
  readonly launcher: Launcher;
  /** The request that starts a job, for who starts it elsewhere; null: there is no template yet. */
  readonly requestOf: ((job: Launch) => Promise<LaunchRequest>) | null;
  readonly mailer: Mailer;
  readonly nudger: Nudger;
  readonly log: Log;
  /** Who mails come from. */
  readonly from: Mail["from"];
  /** Mails of one UTC day, each recipient counted. */
  readonly dailyCap: number;
  /** Who hears of what is of no dataset; nobody: all whom contracts name. */
  readonly alertsTo: readonly string[];
  /** Behind each command that a mail prints: what names this environment. */
  readonly flags: string;
  readonly clock: Clock;
  readonly engine: EnginePlace;
  readonly leaseSeconds: number;
  readonly launchAboveBytes: number;
  readonly host: HostKind;
  /** Random hex digits. */
  token(): string;
  sha256(object: ObjectMeta): Promise<string>;
  /** Lets go of local copies of objects, which lie in memory: to be called when nobody reads any. */
  tidy(): Promise<void>;
  /** Removes what was only needed while working. */
  close(): Promise<void>;
}

export interface CloudOptions {
  /** Who says it, on each line of the log: a function's name. */
  readonly function: string;
}

/** No adapter is loaded, and no client made, before its first call. */
export async function openCloud(settings: CloudSettings, options: CloudOptions): Promise<Cloud> {
  const { environment, leaseSeconds, launchAboveBytes, from, dailyCap, alertsTo } = settings;
  const scratch = await openScratch(join(tmpdir(), "sluice"));
  const { objects, sha256, tidy } = cloudObjects(settings, join(scratch.folder, "objects"));
  return {
    place: environment,
    project: environment.project,
    bucket: bucketName(environment, "landing"),
    objects,
    warehouse: cloudWarehouse(settings),
    launcher: cloudLauncher(settings, objects),
    requestOf: cloudRequests(settings, objects),
    mailer: cloudMailer(settings),
    nudger: cloudNudger(settings),
    log: createLog({
      project: environment.project,
      labels: { environment: environment.id, function: options.function },
    }),
    from,
    dailyCap,
    alertsTo,
    flags: ` --env ${environment.id}`,
    clock: systemClock,
    engine: { workers: availableParallelism(), scratch: scratch.folder },
    leaseSeconds,
    launchAboveBytes,
    host: "beam",
    token,
    sha256,
    tidy,
    close: scratch.remove,
  };
}
