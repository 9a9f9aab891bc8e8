import { availableParallelism } from "node:os";
import { join } from "node:path";
import { systemClock } from "../adapters/clock.ts";
import { digestOf } from "../adapters/digest.ts";
import { createDuckDbWarehouse } from "../adapters/duckdb.ts";
import { createEmlMailer } from "../adapters/eml.ts";
import { createFileObjects, ownFolder } from "../adapters/files.ts";
import { type LakeSql, openLakeSql } from "../adapters/lake-sql.ts";
import { hostCommand } from "../adapters/local-hosts.ts";
import { upload } from "../adapters/local-landing.ts";
import { createLocalLauncher } from "../adapters/local-launcher.ts";
import { token } from "../adapters/random.ts";
import { openScratch, openScratchToLook } from "../adapters/scratch.ts";
import { LOCAL, type Workplace } from "../plan/environment.ts";
import type { HostKind } from "../plan/manifest.ts";
import type { Plan } from "../plan/plan.ts";
import type { Clock, Launcher, Mail, Mailer, ObjectMeta, Objects, Warehouse } from "../ports.ts";

/** The laptop: everything that the chain needs from outside, in one folder. */
export interface Laptop {
  readonly place: Workplace;
  readonly project: string;
  /** Name of the landing bucket, part of a drop's identity. */
  readonly bucket: string;
  readonly objects: Objects;
  readonly warehouse: Warehouse;
  readonly launcher: Launcher;
  readonly mailer: Mailer;
  /** Who mails come from. */
  readonly from: Mail["from"];
  /** Mails of one UTC day, each recipient counted. */
  readonly dailyCap: number;
  /** Behind each command that a mail prints: what names this lake. */
  readonly flags: string;
  readonly clock: Clock;
  readonly engine: EnginePlace;
  readonly leaseSeconds: number;
  readonly launchAboveBytes: number;
  readonly host: HostKind;
  /** Random hex digits. */
  token(): string;
  sha256(object: ObjectMeta): Promise<string>;
  /** What a producer does: a local file becomes an object of landing, created when the file was last written, or as told. */
  upload(path: string, name: string, created: string | null): Promise<ObjectMeta>;
  /** What `pulumi up` does in the cloud: tables as the plan has them. */
  up(plan: Plan): Promise<void>;
  /** A copy of the warehouse's tables that anyone can open. */
  exportWarehouse(path: string): Promise<void>;
  sql(files: readonly string[], setup: readonly string[]): Promise<LakeSql>;
  /** Removes what was only needed while working. */
  close(): Promise<void>;
}

/** What the engine needs to know of this machine; its limits are its own. */
export interface EnginePlace {
  readonly workers: number;
  readonly scratch: string;
}

export interface LaptopOptions {
  /** Folder of the lake, absolute. */
  readonly lake: string;
  /** What names the lake in a command, ` --lake out/demo/lake`; nothing by default. */
  readonly flags?: string | undefined;
  readonly workers?: number | undefined;
  /** Another than the machine's: for demo and tests. */
  readonly clock?: Clock | undefined;
  readonly leaseSeconds?: number | undefined;
  /** Larger drops go to a launched host, a process of its own; none by default. */
  readonly launchAboveBytes?: number | undefined;
  /** Which host that is: `node` by default. */
  readonly host?: HostKind | undefined;
  /** The Python that has Beam; the project's own by default. */
  readonly python?: string | undefined;
  /** False: written without waiting for the disk, where a power cut may lose the lake. */
  readonly durable?: boolean | undefined;
  /** True: nothing of the lake is to be changed, so it need not be writable. */
  readonly looks?: boolean | undefined;
}

export async function openLaptop(options: LaptopOptions): Promise<Laptop> {
  const { lake, workers = availableParallelism(), clock = systemClock, durable = true } = options;
  const own = join(lake, ownFolder);
  const scratch = await (options.looks ? openScratchToLook : openScratch)(join(own, "scratch"));
  const objects = createFileObjects(lake, clock, { durable });
  const warehouse = createDuckDbWarehouse({ file: join(own, "warehouse.duckdb"), objects, clock });
  return {
    place: LOCAL,
    project: LOCAL.project,
    bucket: "local",
    objects,
    warehouse,
    launcher: createLocalLauncher({
      folder: join(own, "jobs"),
      shown: `${ownFolder}/jobs`,
      command: (job) => hostCommand({ lake, python: options.python }, job),
    }),
    mailer: createEmlMailer(join(lake, "mail"), clock),
    from: { email: "sluice@example.com", name: "Sluice on a laptop" },
    dailyCap: 1_000,
    flags: options.flags ?? "",
    clock,
    engine: { workers, scratch: scratch.folder },
    leaseSeconds: options.leaseSeconds ?? 15,
    launchAboveBytes: options.launchAboveBytes ?? Number.POSITIVE_INFINITY,
    host: options.host ?? "node",
    token,
    sha256: (object) => digestOf(objects, object),
    upload: (path, name, created) => upload(lake, path, name, { ...(created !== null && { created }), durable }),
    up: warehouse.up,
    exportWarehouse: warehouse.exportTo,
    sql: (files, setup) => openLakeSql(files, setup, scratch.folder),
    close: async () => {
      await warehouse.close();
      await scratch.remove();
    },
  };
}
