import { withEnumNumbers } from "../grpc/proto-json.ts";
import type { GrpcFront } from "../grpc/serve.ts";
import { googleError } from "../http/google-error.ts";
import { jsonOf } from "../http/json.ts";
import type { Surroundings } from "../http/serve.ts";
import type { Answer, Asked, Call, Service } from "../http/service.ts";
import { type FakeJob, Jobs } from "./jobs.ts";
import { pageOf } from "./listing.ts";
import { DATAFLOW_SERVICES, dataflowRoot, dataflowType } from "./protos.ts";
import { said, startJob } from "./start.ts";
import { workerNeeds, workerOf } from "./workers.ts";

const PATH = /^\/v1b3\/projects\/([^/]+)\/locations\/([^/]+)\/(flexTemplates:launch|jobs(?:\/([^/]+))?)$/;

export interface DataflowOptions extends Pick<Surroundings, "now" | "allowed"> {
  /** Text of the object at `gs://…`, null: there is none. Without it container specs are taken unread. */
  readSpec?(url: string): Promise<string | null> | string | null;
}

export interface DataflowFake {
  readonly service: Service;
  /** The same by gRPC. */
  readonly front: GrpcFront;
  readonly jobs: Jobs;
  /** How a launch under the name of an active job is answered; Google's pages say the one, its service does the other. */
  duplicates: "409" | "the same job";
  /** Names of jobs that lists do not show yet. */
  readonly unlisted: Set<string>;
  /** Called when a job was launched: a test lets it run and end by `jobs.move`. */
  onLaunch: (job: FakeJob) => void;
  /** Its workers come up; false: their account lacks a right, and the job has failed. */
  begin(job: FakeJob): boolean;
}

/** Dataflow, as far as it launches templates and tells of jobs; a job does nothing of itself. */
export function createDataflowService(options: DataflowOptions): DataflowFake {
  const jobs = new Jobs(options.now);
  const service: Service = { route, error: googleError };
  const front = { service, root: dataflowRoot, names: DATAFLOW_SERVICES };
  const fake: DataflowFake = {
    service,
    front,
    jobs,
    duplicates: "409",
    unlisted: new Set(),
    onLaunch: () => undefined,
    begin: (job) => {
      const comesUp = workerNeeds(job).every(([permission, on]) => options.allowed(workerOf(job), permission, on));
      jobs.move(job.id, comesUp ? "JOB_STATE_RUNNING" : "JOB_STATE_FAILED");
      return comesUp;
    },
  };
  return fake;

  function route(asked: Asked): Call | null {
    const [, project = "", location = "", what = "", id = ""] = PATH.exec(decodeURI(asked.url.pathname)) ?? [];
    const call = (op: string, subject: string, permission: string, answer: Call["answer"]): Call => {
      return { op, subject, needs: { permission, resource: "project" }, answer };
    };
    if (asked.method === "POST" && what === "flexTemplates:launch") {
      const body = jsonOf(asked);
      const answer = () => startJob(fake, options, asked, { project, location, body });
      return call("dataflow.flexTemplates.launch", nameIn(body), "dataflow.jobs.create", answer);
    }
    if (asked.method !== "GET") return null;
    if (what === "jobs") {
      const name = asked.url.searchParams.get("name") ?? "";
      return call("dataflow.jobs.list", name, "dataflow.jobs.list", () => list(asked, project, location));
    }
    return id === "" ? null : call("dataflow.jobs.get", id, "dataflow.jobs.get", () => get(asked, location, id));
  }

  function list({ url }: Asked, projectId: string, location: string): Answer {
    const here = jobs.all().filter((job) => job.projectId === projectId && job.location === location);
    const page = pageOf(
      here.filter(({ launch: { jobName } }) => !fake.unlisted.has(jobName)),
      url.searchParams,
    );
    if (!page) return googleError(400, "badRequest", said("the list's parameters are wrong"));
    const found = page.jobs.length > 0 ? { jobs: page.jobs.map(summaryOf) } : {};
    const next = page.nextPageToken === null ? {} : { nextPageToken: page.nextPageToken };
    return { status: 200, body: inEncoding(url, "ListJobsResponse", { ...found, ...next }) };
  }

  function get({ url }: Asked, location: string, id: string): Answer {
    const job = jobs.get(id);
    if (job?.location === location) return { status: 200, body: inEncoding(url, "Job", summaryOf(job)) };
    return googleError(404, "notFound", said(`Information about job ${id} could not be found in our system.`));
  }
}

function summaryOf({ id, projectId, location, launch, created, state, stateSince }: FakeJob): Record<string, unknown> {
  const { additionalUserLabels: labels = {} } = launch.environment;
  const times = { createTime: created, startTime: created, currentStateTime: stateSince };
  return {
    id,
    projectId,
    name: launch.jobName,
    type: "JOB_TYPE_BATCH",
    currentState: state,
    location,
    labels,
    ...times,
  };
}

function inEncoding(url: URL, type: string, value: Record<string, unknown>): object {
  const numbers = url.searchParams.get("$alt")?.includes("enum-encoding=int") ?? false;
  return numbers ? withEnumNumbers(dataflowType(type), value) : value;
}

function nameIn(body: unknown): string {
  const { launchParameter } = (body ?? {}) as { launchParameter?: { jobName?: unknown } };
  return String(launchParameter?.jobName ?? "");
}
