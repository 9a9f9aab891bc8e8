// What is wrong with a run that came to its end.
import { describe, expect, test } from "@jest/globals";
import { faults } from "./faults.ts";
import { madeUp } from "./made-up.ts";
import type { Resource } from "./registry.ts";
import { UNKNOWN } from "./values.ts";

const BUCKET = "gcp:storage/bucket:Bucket";
const stack = madeUp("pulumi:pulumi:Stack", {}, { name: "sluice-dev", isCustom: false });
const provider = madeUp("pulumi:providers:gcp", {}, { name: "ours", parent: stack.urn, provider: "" });
const lake = madeUp("sluice:infra:Lake", {}, { name: "lake", isCustom: false, parent: stack.urn });
const bucket = (inputs: Resource["inputs"], more: Partial<Resource> = {}) =>
  madeUp(BUCKET, inputs, { parent: lake.urn, ...more });
const withBucket = (inputs: Resource["inputs"], more: Partial<Resource> = {}) =>
  faults([stack, provider, lake, bucket(inputs, more)]);

test.each<[Record<string, unknown>]>([
  [{ name: "acme-dev-raw", labels: { env: "dev" } }],
  [{ name: UNKNOWN, documentation: "what is undefined in SQL is NULL", content: "[object store]" }],
])("nothing is wrong with %j", (inputs) => {
  expect(withBucket(inputs)).toEqual([]);
});

describe("what was written into texts", () => {
  test.each([
    ["Calling [toString] on an [Output<T>] is not supported.", "an output"],
    ["gs://Calling [toJSON] on an [Output<T>]", "an output"],
    ["gs://[object Object]/x", "an object"],
    ["gs://undefined/x", "`undefined`"],
    ["acme-dev-undefined", "`undefined`"],
    ["projects/acme-dev/topics/undefined", "`undefined`"],
    ["undefined@acme-dev.iam.gserviceaccount.com", "`undefined`"],
    ['{"bucket":"undefined"}', "`undefined`"],
    [`gs://${UNKNOWN}/x`, "what is not known yet"],
  ])("%s", (text, what) => {
    const said = expect.stringMatching(new RegExp(`^${BUCKET} one: name: ${what}.* → `));
    expect(withBucket({ name: text })).toEqual([said]);
  });

  test("wherever it is: in lists, in keys, in the resource's own name", () => {
    const problems = withBucket(
      { cors: [{ origins: ["undefined/"] }], labels: { "a-undefined": "b" } },
      { name: "raw-undefined" },
    );
    expect(problems.map((problem) => problem.split(": ")[1])).toEqual([
      "its name",
      "cors[0].origins[0]",
      "labels.a-undefined, its key",
    ]);
  });
});

describe("who stands where", () => {
  test.each<[string, Resource[], string]>([
    [
      "in no component",
      [stack, bucket({}, { parent: stack.urn })],
      `${BUCKET} one: belongs to no component → give it { parent: this }`,
    ],
    [
      "with the default provider",
      [stack, lake, bucket({}, { provider: "" })],
      `${BUCKET} one: uses the default provider, which knows no labels of ours → let its component have one: providers: { gcp }`,
    ],
    [
      "with the default provider, as the engine names it",
      [stack, lake, bucket({}, { provider: "urn:pulumi:dev::sluice::pulumi:providers:gcp::default_9_37_0::1" })],
      `${BUCKET} one: uses the default provider, which knows no labels of ours → let its component have one: providers: { gcp }`,
    ],
    [
      "an empty component",
      [stack, lake],
      "sluice:infra:Lake lake: nothing is in it → leave it out; what waits for an empty component waits for nothing",
    ],
  ])("%s", (_, resources, problem) => {
    expect(faults(resources)).toEqual([problem]);
  });
});
