// Pulumi's own runner and SDK against an engine that is none: what it keeps of a program, and what it refuses.
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Resource } from "./registry.ts";
import { type Ran, runProgram } from "./run.ts";
import { UNKNOWN } from "./values.ts";

function made({ type, name }: Resource) {
  const outputs: Readonly<Record<string, object>> = {
    "gcp:serviceaccount/account:Account": { email: "split@acme-dev", member: "serviceAccount:split@acme-dev" },
    "gcp:storage/bucket:Bucket": { url: "gs://acme-dev-raw" },
  };
  return { id: `${name}-id`, outputs: { ...outputs[type] } };
}

const run = (isPreview: boolean, faults = "none"): Promise<Ran> =>
  runProgram({
    project: "sluice",
    stack: "dev",
    folder: import.meta.dirname,
    main: "program",
    config: { "sluice:faults": faults },
    isPreview,
    made,
    asked: (token, inputs) => ({ emailAddress: `${token.split(":").at(-1)} of ${inputs.project}` }),
  });

describe.each([
  ["preview", true],
  ["up", false],
])("%s", (_, isPreview) => {
  let ran: Ran;
  const named = (name: string) => ran.resources.find((one) => one.name === name);
  beforeAll(async () => {
    ran = await run(isPreview);
  });

  test("comes to its end", () => {
    expect({ code: ran.code, errors: ran.errors, said: ran.said }).toEqual({ code: 0, errors: [], said: "" });
    // Those that do not wait for each other come in any order.
    expect(ran.resources.map(({ type, name, isCustom }) => `${type} ${name} ${isCustom}`).sort()).toEqual([
      "gcp:serviceaccount/account:Account split true",
      "gcp:storage/bucket:Bucket raw true",
      "gcp:storage/bucketIAMMember:BucketIAMMember raw-split true",
      "gcp:storage/bucketObject:BucketObject key true",
      "pulumi:pulumi:Stack sluice-dev false",
      "sluice:test:Lake lake false",
    ]);
  });

  test("what others give is known once they are made", () => {
    const member = isPreview ? UNKNOWN : "serviceAccount:split@acme-dev";
    expect(named("raw-split")?.inputs).toEqual({ bucket: "acme-dev-raw", role: "roles/storage.objectUser", member });
    expect(ran.outputs).toEqual({
      url: isPreview ? UNKNOWN : "gs://acme-dev-raw",
      agent: "getProjectServiceAccount of acme-dev",
    });
  });

  test("who stands in what, who waits for whom, what is kept", () => {
    const [lake, split, raw] = ["lake", "split", "raw"].map((name) => named(name)?.urn ?? "");
    expect(raw).toBe("urn:pulumi:dev::sluice::sluice:test:Lake$gcp:storage/bucket:Bucket::raw");
    expect(named("raw")).toMatchObject({ parent: lake, protect: true, dependsOn: [] });
    expect(named("raw-split")).toMatchObject({ parent: lake, protect: false, dependsOn: [split, raw].sort() });
  });

  test("what is secret is known to be", () => {
    expect(named("key")).toMatchObject({ inputs: { content: "of nobody else" }, secrets: ["content"] });
  });
});

test("what is registered twice is refused", async () => {
  const { code, errors } = await run(true, "twice");
  expect([code === 0, errors.join()]).toEqual([false, expect.stringMatching(/Bucket::raw is registered twice/)]);
});

test("what fails once values are known is no success", async () => {
  const { code, errors, said } = await run(false, "apply");
  expect([code === 0, errors.join() + said]).toEqual([
    false,
    expect.stringContaining("nothing can be made of split@acme-dev"),
  ]);
});
