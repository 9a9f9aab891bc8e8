import type { GcsObjects } from "../adapters/gcs.ts";
import { jobPlace } from "../plan/cloud/job-place.ts";
import { type CloudEnvironment, lakeRoot } from "../plan/cloud/names.ts";
import type { CloudSettings } from "../plan/cloud/settings.ts";
import { Denied, type Launcher, type Mailer, type Nudger, type Objects, type Warehouse } from "../ports.ts";
import type { Cloud } from "./cloud.ts";
import { onFirstUse } from "./on-first-use.ts";

/** Nobody in the chain says when he has read a local copy; whoever serves one request after the other knows it of all. */
export function cloudObjects(
  { environment, endpoints }: CloudSettings,
  scratch: string,
): Pick<Cloud, "objects" | "sha256" | "tidy"> {
  const methods = {
    stat: true,
    read: true,
    list: true,
    write: true,
    copy: true,
    remove: true,
    local: true,
    forget: true,
    sha256: true,
    time: true,
  } as const;
  const { forget, local, sha256, ...others } = onFirstUse<GcsObjects>(methods, async () => {
    const { createGcsObjects } = await import("../adapters/gcs.ts");
    return createGcsObjects({ lake: lakeRoot(environment), endpoint: endpoints.storage, scratch });
  });
  const copies: string[] = [];
  const noted: Objects["local"] = async (...given) => {
    const path = await local(...given);
    copies.push(path);
    return path;
  };
  const tidy = async () => {
    for (const path of copies.splice(0)) await forget(path);
  };
  return { objects: { ...others, local: noted }, sha256, tidy };
}

/** BigQuery copies one partition a job. */
const PARTITIONS_PER_COPY = 1;

export function cloudWarehouse({ environment, endpoints }: CloudSettings): Warehouse {
  const { project, location } = environment;
  const methods = {
    insert: true,
    job: true,
    shape: true,
    widen: true,
    rows: true,
    query: true,
    tables: true,
    drop: true,
  } as const;
  const calls = onFirstUse<Warehouse>(methods, async () => {
    const { createBigQueryWarehouse } = await import("../adapters/bigquery.ts");
    const lake = lakeRoot(environment);
    return createBigQueryWarehouse({ project, location, lake, endpoint: endpoints.bigquery });
  });
  return { dialect: "bigquery", location, partitionsPerCopy: PARTITIONS_PER_COPY, ...calls };
}

export function cloudLauncher({ environment, jobs, endpoints }: CloudSettings, objects: Objects): Launcher {
  if (jobs === null) return withoutTemplate(environment);
  return onFirstUse<Launcher>({ launch: true, phase: true, log: true }, async () => {
    const { createDataflowLauncher } = await import("../adapters/dataflow.ts");
    const launcher = createDataflowLauncher({ environment, jobs, objects, endpoint: endpoints.dataflow });
    return jobs.launchedBy === "dag" ? leftToDag(launcher) : launcher;
  });
}

/** Drops that are handed over wait for the DAG, which starts their jobs; whether one has ended is looked at as always. */
function leftToDag(launcher: Launcher): Launcher {
  return { ...launcher, launch: async () => undefined };
}

export function cloudRequests({ environment, jobs }: CloudSettings, objects: Objects): Cloud["requestOf"] {
  if (jobs === null) return null;
  return async (job) => {
    const { requestOf } = await import("../adapters/dataflow/request.ts");
    return requestOf({ objects, place: jobPlace(environment, jobs), fleet: jobs.fleet, spec: jobs.spec }, job);
  };
}

/** Large drops wait as LAUNCHED, each with its manifest: the reconciler starts them once there is a template. */
function withoutTemplate({ id }: CloudEnvironment): Launcher {
  const cure = `build the template's image and name it in Pulumi.${id}.yaml, then \`pulumi up\``;
  return {
    launch: async ({ name }) => {
      throw new Denied(`job ${name} cannot be started: the environment ${id} has no Dataflow template → ${cure}`);
    },
    phase: async () => "absent",
    log: async () => ({ place: "nowhere: no job was started", lines: [] }),
  };
}

export function cloudMailer({ mailKeyFile, endpoints }: CloudSettings): Mailer {
  return onFirstUse<Mailer>({ send: true }, async () => {
    const { createSendGridMailer } = await import("../adapters/sendgrid.ts");
    return createSendGridMailer({ keyFile: mailKeyFile, endpoint: endpoints.sendgrid });
  });
}

export function cloudNudger({ environment, endpoints }: CloudSettings): Nudger {
  return onFirstUse<Nudger>({ nudge: true }, async () => {
    const { createPubSubNudger } = await import("../adapters/pubsub.ts");
    return createPubSubNudger({ environment, endpoint: endpoints.pubsub });
  });
}
