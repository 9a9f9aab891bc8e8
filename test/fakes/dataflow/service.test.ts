import { FlexTemplatesServiceClient, JobsV1Beta3Client } from "@google-cloud/dataflow";
import { credentials, status } from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type GrpcServing, serveGrpc } from "../grpc/serve.ts";
import { alone } from "../http/alone.ts";
import { type Serving, type Surroundings, serve } from "../http/serve.ts";
import { tokenFor } from "../http/tokens.ts";
import { createDataflowService, type DataflowFake } from "./service.ts";

const account = "somebody@acme-dev.iam.gserviceaccount.com";
const where = { projectId: "acme-dev", location: "europe-west1" };
const environment = {
  numWorkers: 2,
  maxWorkers: 4,
  ipConfiguration: "WORKER_IP_PRIVATE",
  serviceAccountEmail: "worker@acme-dev.iam.gserviceaccount.com",
};
const parameter = {
  jobName: "a-job",
  containerSpecGcsPath: "gs://specs/split.json",
  parameters: { manifest: "m" },
  environment,
};
const spec = {
  image: "image",
  sdkInfo: { language: "PYTHON" },
  metadata: {
    name: "split",
    description: "",
    streaming: false,
    parameters: [{ name: "manifest", label: "", helpText: "", paramType: "TEXT", regexes: ["^[a-z]$"] }],
  },
};

let around: Surroundings;
let fake: DataflowFake;
let rest: Serving;
let grpc: GrpcServing;
/** What the account lacks, as `permission resource`. */
let lacks: Set<string>;

// Else clients look for Google's own, and warn that it is not there.
process.env.METADATA_SERVER_DETECTION = "none";

beforeEach(async () => {
  lacks = new Set();
  around = alone((_, permission, resource) => !lacks.has(`${permission} ${resource}`));
  const readSpec = (url: string) => (url === "gs://specs/split.json" ? JSON.stringify(spec) : null);
  fake = createDataflowService({ ...around, readSpec });
  rest = await serve(fake.service, around);
  grpc = await serveGrpc([fake.front], around, { anonymous: account });
});
afterEach(async () => {
  await rest.close();
  await grpc.close();
});

async function ask(
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${rest.url}/v1b3/projects/acme-dev/locations/europe-west1/${path}`, {
    method,
    headers: { authorization: `Bearer ${tokenFor(account, Date.now() + 60_000)}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const launch = (change: object = {}) =>
  ask("POST", "flexTemplates:launch", { launchParameter: { ...parameter, ...change } });
const inEnvironment = (change: object) => ({ environment: { ...environment, ...change } });

describe("a launch is read field by field", () => {
  const refused: readonly [string, object, RegExp][] = [
    ["a field that nobody knows", { jobname: "a" }, /Unknown name "jobname" at 'launchParameter'/],
    ["one below", inEnvironment({ workers: 1 }), /Unknown name "workers" at 'launchParameter.environment'/],
    [
      "a number as text",
      inEnvironment({ numWorkers: "2" }),
      /Invalid value at 'launchParameter.environment.numWorkers'/,
    ],
    ["an enum's unknown value", inEnvironment({ ipConfiguration: "PRIVATE" }), /ipConfiguration' .*"PRIVATE"/],
    [
      "a parameter that is no text",
      { parameters: { manifest: 1 } },
      /Invalid value at 'launchParameter.parameters.manifest'/,
    ],
    ["a name with a capital", { jobName: "A-job" }, /JobName invalid/],
    ["a name that ends in a hyphen", { jobName: "a-" }, /JobName invalid/],
    ["no name", { jobName: undefined }, /JobName invalid/],
    ["no spec", { containerSpecGcsPath: "split.json" }, /container_spec_gcs_path/],
    ["a spec that is not there", { containerSpecGcsPath: "gs://specs/other.json" }, /Unable to open template file/],
    ["a parameter that the template lacks", { parameters: { manifest: "m", other: "o" } }, /parameter other/],
    ["a parameter missing", { parameters: {} }, /parameter manifest: missing/],
    ["a parameter of another form", { parameters: { manifest: "M" } }, /does not match/],
    ["no workers", inEnvironment({ numWorkers: 0 }), /workers must be/],
    ["more than the most", inEnvironment({ numWorkers: 5 }), /more than max_workers/],
    [
      "FlexRS with an algorithm",
      inEnvironment({ flexrsGoal: "FLEXRS_COST_OPTIMIZED", autoscalingAlgorithm: "AUTOSCALING_ALGORITHM_NONE" }),
      /FlexRS/,
    ],
    ["a subnetwork by its name", inEnvironment({ subnetwork: "sluice" }), /subnetwork/],
    ["a label of Google's", inEnvironment({ additionalUserLabels: { "goog-a": "b" } }), /label goog-a/],
    ["what the fake does not know", { update: true }, /this fake does not know update/],
  ];

  test.each(refused)("%s", async (_, change, says) => {
    const { status: code, body } = await launch(change);
    const { message } = body.error as { message: string };
    expect([code, message]).toEqual([400, expect.stringMatching(says)]);
    expect(fake.jobs.all()).toEqual([]);
  });

  test("a launch that is only to be looked at starts nothing", async () => {
    expect(await ask("POST", "flexTemplates:launch", { launchParameter: parameter, validateOnly: true })).toEqual({
      status: 200,
      body: {},
    });
    expect(fake.jobs.all()).toEqual([]);
  });
});

test.each([
  "dataflow.jobs.create project",
  `iam.serviceAccounts.actAs ${environment.serviceAccountEmail}`,
  "storage.objects.get specs/split.json",
])("a launch needs %s", async (right) => {
  lacks.add(right);
  expect((await launch()).status).toBe(403);
});

test("names of active jobs are unique in a region, and free again afterwards", async () => {
  expect((await launch()).status).toBe(200);
  expect(await launch()).toMatchObject({
    status: 409,
    body: { error: { status: "ALREADY_EXISTS", errors: [{ reason: "alreadyExists" }] } },
  });
  fake.jobs.move(fake.jobs.all()[0]?.id ?? "", "JOB_STATE_FAILED");
  expect((await launch()).status).toBe(200);
  expect(fake.jobs.all().map(({ state }) => state)).toEqual(["JOB_STATE_FAILED", "JOB_STATE_QUEUED"]);
});

test("25 are active at most", async () => {
  for (let number = 1; number <= 25; number += 1) expect((await launch({ jobName: `j${number}` })).status).toBe(200);
  expect((await launch()).status).toBe(429);
});

test("lists are filtered and come in pages", async () => {
  for (const jobName of ["a", "b", "c"]) await launch({ jobName });
  fake.jobs.move(fake.jobs.all()[1]?.id ?? "", "JOB_STATE_DONE");
  const names = async (query: string) => {
    const { body } = await ask("GET", `jobs?${query}`);
    return [((body.jobs ?? []) as { name: string }[]).map(({ name }) => name).join(), body.nextPageToken];
  };
  expect(await names("")).toEqual(["c,b,a", undefined]);
  expect(await names("filter=ALL")).toEqual(["a,c,b", undefined]);
  expect(await names("filter=3")).toEqual(["a,c", undefined]);
  expect(await names("filter=TERMINATED")).toEqual(["b", undefined]);
  expect(await names("name=b")).toEqual(["b", undefined]);
  expect(await names("pageSize=2")).toEqual(["c,b", "2"]);
  expect(await names("pageSize=2&pageToken=2")).toEqual(["a", undefined]);
  expect((await ask("GET", "jobs?filter=SOME")).status).toBe(400);
  expect((await ask("GET", "jobs?nmae=b")).status).toBe(400);
});

test("what clients are told by number they may ask by number", async () => {
  await launch();
  const { body } = await ask("GET", "jobs?$alt=json;enum-encoding=int");
  expect(body).toMatchObject({ jobs: [{ currentState: 11, type: 1 }] });
  expect((await ask("GET", "jobs")).body).toMatchObject({ jobs: [{ currentState: "JOB_STATE_QUEUED" }] });
  expect((await ask("GET", "jobs/nobody")).status).toBe(404);
});

describe("by gRPC, with Google's client", () => {
  const options = () => ({
    sslCreds: credentials.createInsecure(),
    projectId: "acme-dev",
    apiEndpoint: "127.0.0.1",
    port: grpc.port,
  });
  const once = { autoPaginate: false, retry: { retryCodes: [] as number[] } };
  const thrown = (work: Promise<unknown>) =>
    work.then(
      () => ({}),
      (error: { code: number }) => error,
    );

  test("it launches, lists and gets the same jobs", async () => {
    const [templates, jobs] = [new FlexTemplatesServiceClient(options()), new JobsV1Beta3Client(options())];
    const request = {
      ...where,
      launchParameter: { ...parameter, environment: { ...environment, ipConfiguration: "WORKER_IP_PRIVATE" as const } },
    };
    const [{ job }] = await templates.launchFlexTemplate(request);
    expect(fake.jobs.all()).toMatchObject([{ id: job?.id, account, launch: { ...parameter, environment } }]);
    const [found] = await jobs.getJob({ ...where, jobId: job?.id ?? null });
    const created = Date.parse(fake.jobs.all()[0]?.created ?? "");
    expect(found).toMatchObject({
      name: "a-job",
      currentState: "JOB_STATE_QUEUED",
      createTime: { seconds: String(Math.floor(created / 1000)) },
    });
    const [listed] = await jobs.listJobs({ ...where, name: "a-job", filter: "ACTIVE" }, once);
    expect(listed.map(({ id }) => id)).toEqual([job?.id]);
    expect(await thrown(templates.launchFlexTemplate(request))).toMatchObject({ code: status.ALREADY_EXISTS });
    expect(await thrown(jobs.getJob({ ...where, jobId: "nobody" }))).toMatchObject({ code: status.NOT_FOUND });
    await Promise.all([templates.close(), jobs.close()]);
  });

  test("rights and faults are those of HTTP", async () => {
    const jobs = new JobsV1Beta3Client(options());
    const list = (email: string | null = null) => {
      const token = `Bearer ${tokenFor(email ?? "", Date.now() + (email === null ? -1 : 60_000))}`;
      return thrown(jobs.listJobs(where, { ...once, otherArgs: { headers: { authorization: token } } }));
    };
    expect(await list()).toMatchObject({ code: status.UNAUTHENTICATED });
    lacks.add("dataflow.jobs.list project");
    expect(await list(account)).toMatchObject({ code: status.PERMISSION_DENIED });
    lacks.clear();
    expect(await list(account)).toEqual({});
    for (const [action, code] of [
      ["503", status.UNAVAILABLE],
      ["429", status.RESOURCE_EXHAUSTED],
      ["reset", status.UNAVAILABLE],
      ["truncate", status.INTERNAL],
    ] as const) {
      around.faults.set([{ op: "dataflow.jobs.list", nth: 1, action }]);
      expect(await list(account)).toMatchObject({ code });
    }
    await jobs.close();
  });
});
