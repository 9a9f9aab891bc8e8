import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { contextPath } from "../../lakehouse/plan/dataflow/build-context.ts";
import { type Build, Denied, Unavailable } from "../../lakehouse/ports.ts";
import { ACTIONS, type Action } from "../fakes/http/faults.ts";
import { builderConformance } from "./builder.ts";
import { BUILDER, type CloudBuildBench, openCloudBuild, orderOf } from "./cloudbuild-bench.ts";

builderConformance("Cloud Build", async () => {
  const { builder, open, fake, close } = await openCloudBuild();
  return {
    builder,
    other: open(),
    order: (number) => orderOf(`number = ${number}\n`),
    ends: (how) => {
      fake.builds.ends = how === "built" ? "SUCCESS" : "FAILURE";
    },
    hold: (held) => {
      fake.builds.held = held;
    },
    begun: () => fake.builds.all().length,
    close,
  };
});

let bench: CloudBuildBench;
beforeEach(async () => {
  bench = await openCloudBuild();
});
afterEach(() => bench.close());

const order = orderOf();
const BUILD_ACCOUNT = "sluice-dev-build@acme-dev.iam.gserviceaccount.com";

async function end({ id }: Pick<Build, "id">): Promise<Build> {
  for (;;) {
    const build = await bench.builder.look(id);
    if (build.phase !== "queued" && build.phase !== "working") return build;
  }
}

describe("what is asked for", () => {
  test("Docker's builder over the sources, as the environment's account, in the environment's region", async () => {
    await bench.builder.begin(order);
    const [build] = bench.fake.builds.all();
    const image = `europe-west1-docker.pkg.dev/acme-dev/sluice-dev/split`;
    expect(build).toMatchObject({
      project: "acme-dev",
      location: "europe-west1",
      account: BUILDER,
      asked: {
        source: { storageSource: { bucket: "acme-dev-dev-scratch", object: `builds/context-${order.tag}.tar.gz` } },
        images: [`${image}:${order.tag}`, `${image}:$BUILD_ID`],
        serviceAccount: `projects/acme-dev/serviceAccounts/${BUILD_ACCOUNT}`,
        options: { logging: "CLOUD_LOGGING_ONLY" },
      },
    });
  });

  test("of sources of its own: what others put in their place is not built", async () => {
    const [bucket, name] = ["acme-dev-dev-scratch", contextPath(order.tag).replace("scratch/", "")];
    bench.storage.put(bucket, name, "what a worker would like to run");
    const begun = await bench.builder.begin(order);
    expect(await end(begun)).toMatchObject({ phase: "built" });
    bench.storage.put(bucket, name, "what a worker would like to run");
    const { asked } = bench.fake.builds.all()[0] ?? {};
    expect(asked?.source.storageSource.generation).not.toBe(bench.storage.get(bucket, name)?.resource.generation);
  });

  test("links lead to the build, and the newest image stands first", async () => {
    const begun = await bench.builder.begin(order);
    const page = `https://console.cloud.google.com/cloud-build/builds;region=europe-west1/${begun.id}?project=acme-dev`;
    expect(bench.builder.page(begun.id)).toBe(page);
    await end(begun);
    await new Promise((later) => setTimeout(later, 5));
    const newer = await end(await bench.builder.begin(orderOf("b = 2\n")));
    const [first, second] = (await bench.builder.list("split")) ?? [];
    expect([first?.digest, first?.bytes, second?.tags]).toEqual([newer.digest, 812_345_678, [order.tag, begun.id]]);
    expect(await bench.builder.list("stream")).toEqual([]);
  });
});

describe("how builds end", () => {
  test.each([
    ["FAILURE", "Build failed; check build logs for details: step exited with non-zero status: 1"],
    ["TIMEOUT", "it took longer than it may"],
    ["EXPIRED", "it waited for its turn for too long"],
    ["INTERNAL_ERROR", "Cloud Build itself failed; another try may do"],
  ] as const)("%s: %s", async (status, reason) => {
    bench.fake.builds.ends = status;
    expect(await end(await bench.builder.begin(order))).toMatchObject({ phase: "failed", digest: null, reason });
  });

  test.each([
    ["logging.logEntries.create", /may not write logs/],
    ["storage.objects.get", /may not read gs:\/\/acme-dev-dev-scratch\/builds/],
    ["artifactregistry.repositories.uploadArtifacts", /may not push/],
  ])("the account that it runs as lacks %s", async (permission, says) => {
    bench.lacks.add(`${BUILD_ACCOUNT} ${permission}`);
    const { phase, reason } = await end(await bench.builder.begin(order));
    expect([phase, reason]).toEqual(["failed", expect.stringMatching(says)]);
  });

  test("there is no repository: it cannot push, and there is no list", async () => {
    bench.repositories.clear();
    expect(await end(await bench.builder.begin(order))).toMatchObject({
      phase: "failed",
      reason: expect.stringMatching(/not found/),
    });
    expect([await bench.builder.find("split", order.tag), await bench.builder.list("split")]).toEqual([null, null]);
  });

  test("a file that the Dockerfile copies is missing", async () => {
    const files = order.files.filter(({ path }) => !path.startsWith("split/"));
    const { reason } = await end(await bench.builder.begin({ ...order, files }));
    expect(reason).toBe('"/split": not found');
  });
});

describe("what a person may not", () => {
  const registry = "roles/artifactregistry.reader on the repository sluice-dev";
  const builds = `roles/cloudbuild.builds.editor, and roles/iam.serviceAccountUser on ${BUILD_ACCOUNT}`;
  const storage = "roles/storage.objectUser on the bucket acme-dev-dev-scratch";

  test.each([
    ["artifactregistry.tags.get", () => bench.builder.find("split", order.tag), registry],
    ["artifactregistry.dockerimages.list", () => bench.builder.list("split"), registry],
    ["cloudbuild.builds.list", () => bench.builder.begin(order), builds],
    ["cloudbuild.builds.create", () => bench.builder.begin(order), builds],
    ["iam.serviceAccounts.actAs", () => bench.builder.begin(order), builds],
    ["storage.objects.create", () => bench.builder.begin(order), storage],
  ])("%s: it is said what to have granted", async (permission, work, role) => {
    bench.lacks.add(`${BUILDER} ${permission}`);
    const error = await failureOf(work());
    expect(error).toBeInstanceOf(Denied);
    expect(error?.message.split(" → ")[1]).toBe(`have this account granted ${role}`);
    expect(bench.fake.builds.all()).toEqual([]);
  });
});

type Kind = (new (...parts: never[]) => Error) | null;
/** Of one fault, and of as many as there are tries: null, it is done in the end. */
const outcomes: Readonly<Record<Action, readonly [once: Kind, always: Kind]>> = {
  "503": [null, Unavailable],
  // Not before long.
  "429": [Unavailable, Unavailable],
  "412": [Error, Error],
  reset: [null, Unavailable],
  acceptThenReset: [null, Unavailable],
  stall: [null, Unavailable],
  truncate: [null, Unavailable],
  // Where it strikes is chance: words that nobody reads, or the JSON.
  corrupt: [null, null],
};
const builderFor = (action: Action, timeoutMs: number) => (action === "stall" ? bench.open(timeoutMs) : bench.builder);

describe("what befalls the call that begins a build", () => {
  test.each(ACTIONS)("%s, once: one build, or none and it is said", async (action) => {
    bench.faults.set([{ op: "cloudbuild.builds.create", nth: 1, action }]);
    const [fails] = outcomes[action];
    expectKind(await failureOf(builderFor(action, 1_000).begin(order)), fails);
    expect(bench.fake.builds.all()).toHaveLength(fails === null ? 1 : 0);
  });

  test.each(ACTIONS.filter((action) => action !== "corrupt"))(
    "%s, again and again: never a second build",
    async (action) => {
      bench.faults.set([{ op: "cloudbuild.builds.create", nth: 1, times: 9, action }]);
      const changes = action === "acceptThenReset" || action === "truncate";
      // What was begun is found by the next try.
      expectKind(await failureOf(builderFor(action, 200).begin(order)), changes ? null : outcomes[action][1]);
      expect(bench.fake.builds.all()).toHaveLength(changes ? 1 : 0);
    },
  );
});

test("one that lists do not show yet is begun twice: the tag means the last, and both can be named", async () => {
  bench.fake.unlisted.add("0a0a0a0a-0000-4000-8000-000000000001");
  bench.faults.set([{ op: "cloudbuild.builds.create", nth: 1, action: "acceptThenReset" }]);
  const second = await end(await bench.builder.begin(order));
  const first = await end({ id: "0a0a0a0a-0000-4000-8000-000000000001" });
  expect(second.id).not.toBe(first.id);
  expect(await bench.builder.find("split", order.tag)).toBe(first.digest);
  const named = (await bench.builder.list("split"))?.map(({ digest }) => digest);
  expect(named?.toSorted()).toEqual([first.digest, second.digest].toSorted());
});

test.each(["503", "reset", "truncate", "429"] as const)("a look: %s, once and always", async (action) => {
  const { id } = await bench.builder.begin(order);
  const [once, always] = outcomes[action];
  bench.faults.set([{ op: "cloudbuild.builds.get", nth: 1, action }]);
  expectKind(await failureOf(bench.builder.look(id)), once);
  bench.faults.set([{ op: "cloudbuild.builds.get", nth: 1, times: 9, action }]);
  expectKind(await failureOf(bench.builder.look(id)), always);
});

test("a service that is not switched on is for `pulumi up`", async () => {
  const words = "Cloud Build API has not been used in project 123456789012 before or it is disabled.";
  const { route } = bench.fake.service;
  bench.fake.service.route = (asked) => {
    const call = route(asked);
    return call && { ...call, needs: null, answer: () => bench.fake.service.error(403, "SERVICE_DISABLED", words) };
  };
  const error = await failureOf(bench.builder.begin(order));
  expect(error?.message).toBe("Cloud Build is not switched on in this project → `pulumi up` does that; run it first");
});

function expectKind(error: Error | null, kind: Kind): void {
  if (kind === null) expect(error).toBeNull();
  else expect(error).toBeInstanceOf(kind);
}

/** Nothing of the request may be in it: it has the token. */
async function failureOf(work: Promise<unknown>): Promise<Error | null> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason as Error,
  );
  const shown = [inspect(error, { depth: null, showHidden: true }), JSON.stringify(error)].join("\n");
  expect(shown).not.toMatch(/Bearer|fake\.[A-Za-z0-9_-]+\.\d+/);
  return error;
}
