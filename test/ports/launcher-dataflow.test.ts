import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Denied, type JobPhase, Unavailable } from "../../lakehouse/ports.ts";
import type { JobState } from "../fakes/dataflow/jobs.ts";
import { type DataflowBench, jobOf, openDataflow } from "./dataflow-bench.ts";
import { launcherConformance } from "./launcher.ts";

launcherConformance("Dataflow", async () => {
  const { launcher, open, fake, close } = await openDataflow();
  // A job is queued first.
  fake.onLaunch = ({ id }) => setTimeout(() => fake.jobs.move(id, "JOB_STATE_RUNNING"), 1);
  const running = () => fake.jobs.all().filter(({ state }) => state === "JOB_STATE_RUNNING");
  const end = async (manifest: string, state: JobState) => {
    for (const { id, launch } of running()) if (launch.parameters.manifest === manifest) fake.jobs.move(id, state);
  };
  return {
    launcher,
    other: open(),
    alive: async () => running().map(({ launch }) => launch.parameters.manifest ?? ""),
    finish: (manifest) => end(manifest, "JOB_STATE_DONE"),
    kill: (manifest) => end(manifest, "JOB_STATE_FAILED"),
    close,
  };
});

let bench: DataflowBench;
beforeEach(async () => {
  bench = await openDataflow();
});
afterEach(() => bench.close());

const thrown = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "nothing",
    (error: unknown) => error,
  );

describe("what is launched", () => {
  test("the template over the manifest, as the worker's account, without public addresses, sized by the manifest's bytes", async () => {
    await bench.launcher.launch(jobOf(1));
    const [job] = bench.fake.jobs.all();
    expect(job).toMatchObject({
      projectId: "acme-dev",
      location: "europe-west1",
      account: "sluice-dev-split@acme-dev.iam.gserviceaccount.com",
      launch: {
        jobName: "sluice-flights-1-1-1",
        parameters: { manifest: "ledger/flights/jobs/sluice-flights-1-1-1.json", lake: "gs://acme-dev-dev-{zone}" },
        environment: {
          numWorkers: 2,
          maxWorkers: 2,
          autoscalingAlgorithm: "AUTOSCALING_ALGORITHM_NONE",
          ipConfiguration: "WORKER_IP_PRIVATE",
          serviceAccountEmail: "sluice-dev-worker@acme-dev.iam.gserviceaccount.com",
          subnetwork: "regions/europe-west1/subnetworks/sluice",
          tempLocation: "gs://acme-dev-dev-scratch/dataflow/temp",
          additionalUserLabels: {
            team: "flight-data",
            "sluice-dataset": "flights",
            "sluice-environment": "dev",
          },
        },
      },
    });
    expect(job?.launch.containerSpecGcsPath).toMatch(/^gs:\/\/acme-dev-dev-templates\/split\/spec-[0-9a-f]{12}\.json$/);
  });

  test("more workers for a contract that promises to be quick", async () => {
    await bench.close();
    bench = await openDataflow({ latencyHours: 1 });
    await bench.launcher.launch(jobOf(1));
    expect(bench.fake.jobs.all()[0]?.launch.environment).toMatchObject({ numWorkers: 6, maxWorkers: 6 });
  });

  test("nothing where manifest or plan are gone: said with their names", async () => {
    const gone = { ...jobOf(1), manifest: "ledger/flights/jobs/gone.json" };
    expect(String(await thrown(bench.launcher.launch(gone)))).toMatch(
      /^Error: ledger\/flights\/jobs\/gone\.json is gone/,
    );
    expect(bench.calls.filter(({ op }) => op.startsWith("dataflow."))).toEqual([]);
  });
});

describe("the same name again", () => {
  test.each(["409", "the same job"] as const)(
    "an active job's, which the service answers by %s, is no fault",
    async (how) => {
      bench.fake.duplicates = how;
      for (const launcher of [bench.launcher, bench.open(), bench.launcher]) await launcher.launch(jobOf(1));
      expect(bench.fake.jobs.all()).toHaveLength(1);
    },
  );

  test("a job that no list shows yet is absent, and to launch it once more is no second job", async () => {
    const { name } = jobOf(1);
    bench.fake.unlisted.add(name);
    await bench.launcher.launch(jobOf(1));
    expect(await bench.launcher.phase(name)).toBe("absent");
    await bench.launcher.launch(jobOf(1));
    expect(bench.fake.jobs.all()).toHaveLength(1);
  });

  test("of jobs with one name the active one counts, on however many pages they are", async () => {
    const { name } = jobOf(1);
    for (let time = 1; time <= 60; time += 1) {
      await bench.launcher.launch(jobOf(1));
      if (time < 60)
        bench.fake.jobs.move(bench.fake.jobs.activeNamed("europe-west1", name)?.id ?? "", "JOB_STATE_FAILED");
    }
    expect(await bench.launcher.phase(name)).toBe("queued");
    const active = bench.fake.jobs.activeNamed("europe-west1", name)?.id ?? "";
    expect((await bench.launcher.log(name)).place).toContain(active);
    bench.fake.jobs.move(active, "JOB_STATE_DONE");
    expect(await bench.launcher.phase(name)).toBe("ended");
  });
});

test.each<[JobState, JobPhase]>([
  ["JOB_STATE_QUEUED", "queued"],
  ["JOB_STATE_PENDING", "queued"],
  ["JOB_STATE_RUNNING", "running"],
  ["JOB_STATE_CANCELLING", "running"],
  ["JOB_STATE_RESOURCE_CLEANING_UP", "running"],
  ["JOB_STATE_DONE", "ended"],
  ["JOB_STATE_FAILED", "ended"],
  ["JOB_STATE_CANCELLED", "ended"],
])("%s is %s", async (state, phase) => {
  await bench.launcher.launch(jobOf(1));
  bench.fake.jobs.move(bench.fake.jobs.all()[0]?.id ?? "", state);
  expect(await bench.launcher.phase(jobOf(1).name)).toBe(phase);
});

test("what a job said is behind a page of the console, the newest of its name", async () => {
  const page = "https://console.cloud.google.com/dataflow/jobs";
  expect(await bench.launcher.log(jobOf(1).name)).toEqual({ place: `${page}?project=acme-dev`, lines: [] });
  await bench.launcher.launch(jobOf(1));
  const { id = "" } = bench.fake.jobs.all()[0] ?? {};
  const expected = { place: `${page}/europe-west1/${id}?project=acme-dev`, lines: [] };
  expect(await bench.launcher.log(jobOf(1).name)).toEqual(expected);
});

describe("#55 what Dataflow has too little of, or does not let us do", () => {
  test("25 jobs are active: asked once, and again when one has ended", async () => {
    for (let number = 1; number <= 25; number += 1) {
      const launch = { jobName: `other-${number}`, containerSpecGcsPath: "", parameters: {}, environment: {} };
      bench.fake.jobs.add({ projectId: "acme-dev", location: "europe-west1", launch, account: null });
    }
    const error = await thrown(bench.launcher.launch(jobOf(1)));
    expect(error).toBeInstanceOf(Unavailable);
    expect(String(error)).toMatch(/Dataflow answered 429: .*25 jobs running/);
    expect(bench.calls.filter(({ op }) => op === "dataflow.flexTemplates.launch")).toHaveLength(1);
    bench.fake.jobs.move(bench.fake.jobs.all()[0]?.id ?? "", "JOB_STATE_DONE");
    await bench.launcher.launch(jobOf(1));
  });

  test.each(["mail", "publish"] as const)("the account %s may neither launch nor look", async (account) => {
    await bench.close();
    bench = await openDataflow({ account });
    const { launch, phase, log } = bench.launcher;
    for (const work of [() => launch(jobOf(1)), () => phase("a"), () => log("a")]) {
      const error = await thrown(work());
      expect(error).toBeInstanceOf(Denied);
      expect(String(error)).toMatch(/^Denied: Dataflow answered 403: .* → /);
    }
  });
});
