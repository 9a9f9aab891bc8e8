import { setTimeout as sleep } from "node:timers/promises";
import { jobPlace } from "../plan/cloud/job-place.ts";
import type { CloudEnvironment } from "../plan/cloud/names.ts";
import type { CloudSettings } from "../plan/cloud/settings.ts";
import { type JobLog, type JobPhase, type Launch, type Launcher, type Objects, Unavailable } from "../ports.ts";
import { type Clients, openClients } from "./dataflow/clients.ts";
import { phaseOf, phaseOfAll } from "./dataflow/phase.ts";
import { requestOf } from "./dataflow/request.ts";
import { googleFailure, statusOf } from "./google-failure.ts";
import { type Patience, patiently } from "./patience.ts";

export interface DataflowOptions {
  readonly environment: CloudEnvironment;
  readonly jobs: NonNullable<CloudSettings["jobs"]>;
  /** Where manifests and plans are. */
  readonly objects: Objects;
  /** Another address than Google's own: `http://127.0.0.1:8080`. */
  readonly endpoint?: string | undefined;
  readonly patience?: Patience;
}

/** A minute in all where nothing answers. */
const PATIENCE: Patience = { attempts: 3, firstWaitMs: 500, timeoutMs: 20_000 };
const SERVICE = "Dataflow";

type LaunchFlexTemplateRequest = NonNullable<Parameters<Clients["templates"]["launchFlexTemplate"]>[0]>;

interface Known {
  readonly id: string;
  readonly state: string;
  /** Milliseconds since 1970. */
  readonly created: number;
}

/**
 * Launches the template over manifests. The name is a job's only identity until it ends: Dataflow refuses a second one
 * of the same name meanwhile, and so a launch whose answer was lost is simply asked for again. A quota that is used up is
 * `Unavailable`: who launches leaves the drop with its job, and whoever looks at it next launches it.
 */
export function createDataflowLauncher(options: DataflowOptions): Launcher {
  const { environment, jobs, objects, endpoint, patience = PATIENCE } = options;
  const { project, region } = environment;
  const office = { objects, place: jobPlace(environment, jobs), fleet: jobs.fleet, spec: jobs.spec };
  let clients: Promise<Clients> | undefined;

  return { launch, phase, log };

  async function launch(job: Launch): Promise<void> {
    // The client's types would be free to change it.
    const request = (await requestOf(office, job)) as LaunchFlexTemplateRequest;
    await ask(async ({ templates }) => {
      await templates.launchFlexTemplate(request).catch(isThereAlready);
    });
  }

  async function phase(name: string): Promise<JobPhase> {
    return phaseOfAll((await named(name)).map(({ state }) => state));
  }

  /** What jobs say is in Cloud Logging, behind this page. */
  async function log(name: string): Promise<JobLog> {
    const found = (await named(name)).toSorted((a, b) => b.created - a.created);
    const { id } = found.find(({ state }) => phaseOf(state) !== "ended") ?? found[0] ?? {};
    const page = id === undefined ? "jobs" : `jobs/${region}/${id}`;
    return { place: `https://console.cloud.google.com/dataflow/${page}?project=${project}`, lines: [] };
  }

  /** All jobs that had this name, as far back as the service remembers. */
  async function named(name: string): Promise<Known[]> {
    const found: Known[] = [];
    for (let pageToken = ""; ; ) {
      const request = { projectId: project, location: region, name, ...(pageToken !== "" && { pageToken }) };
      const { jobs: page, nextPageToken } = await ask(async (present) => {
        const [, , answer] = await present.jobs.listJobs(request, { autoPaginate: false });
        return answer;
      });
      for (const job of page ?? []) {
        if (job.name !== name) continue;
        const created = Number(job.createTime?.seconds ?? 0) * 1000;
        found.push({ id: job.id ?? "", state: String(job.currentState), created });
      }
      if (!nextPageToken) return found;
      pageToken = nextPageToken;
    }
  }

  function ask<T>(call: (clients: Clients) => Promise<T>): Promise<T> {
    return patiently(
      patience,
      sleep,
      async () => {
        clients ??= openClients(project, endpoint, patience.timeoutMs);
        return call(await clients).catch((error: unknown) => {
          throw googleFailure(SERVICE, error);
        });
      },
      ({ message }) => new Unavailable(message),
    );
  }
}

/** Launched before, by us or another, and still active: as it should be. */
function isThereAlready(error: unknown): void {
  if (statusOf(error as object) !== 409) throw error;
}
