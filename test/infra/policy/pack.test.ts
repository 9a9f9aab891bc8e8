// The pack as Pulumi starts it: its own runner, its own protocol.
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { UNKNOWN } from "../../../infra/policy/rule.ts";
import { RULES, STACK_RULES } from "../../../infra/policy/rules.ts";
import { type Analyzer, type Asked, type Said, startAnalyzer } from "./analyzer.ts";

const bucket: Asked = {
  type: "gcp:storage/bucket:Bucket",
  name: "raw",
  protect: true,
  inputs: {
    name: "acme-dev-raw",
    uniformBucketLevelAccess: true,
    publicAccessPrevention: "enforced",
    forceDestroy: false,
    labels: { "sluice-environment": "dev" },
    lifecycleRules: [{ action: { type: "Delete" }, condition: { age: 400, matchesPrefixes: ["pings/"] } }],
  },
};
const machine: Asked = { type: "gcp:compute/instance:Instance", name: "airflow", inputs: {} };

describe.each([
  ["production", "true"],
  ["an environment to try things out", "false"],
])("%s", (_, protect) => {
  let analyzer: Analyzer;
  beforeAll(async () => {
    analyzer = await startAnalyzer({ "sluice:protect": protect });
  });
  afterAll(() => analyzer.close());

  const rulesOf = (said: readonly Said[]) => said.map(({ rule }) => rule);

  test("knows every rule", async () => {
    expect(await analyzer.rules()).toEqual([...RULES, ...STACK_RULES].map(({ name }) => name));
  });

  test("lets pass what breaks none", async () => {
    expect(await analyzer.analyze(bucket)).toEqual([]);
  });

  test("refuses what breaks one, in its words", async () => {
    const inputs = { ...bucket.inputs, publicAccessPrevention: "inherited", lifecycleRules: [{ condition: {} }] };
    const said = await analyzer.analyze({ ...bucket, inputs });
    expect(rulesOf(said)).toEqual(["nothing-public", "ages-named"]);
    expect(said.map(({ isMandatory }) => isMandatory)).toEqual([true, true]);
    expect(said[0]?.message).toContain('publicAccessPrevention: is "inherited"');
  });

  test("asks its rules though values are unknown, and takes these for right", async () => {
    const inputs = {
      ...bucket.inputs,
      name: UNKNOWN,
      publicAccessPrevention: UNKNOWN,
      uniformBucketLevelAccess: false,
    };
    expect(rulesOf(await analyzer.analyze({ ...bucket, inputs }))).toEqual(["uniform-access"]);
  });

  test("keeps data where the environment's setting says so", async () => {
    const said = await analyzer.analyze({ ...bucket, protect: false });
    expect(rulesOf(said)).toEqual(protect === "true" ? ["protected-data"] : []);
  });

  test("wants a budget for what costs by the hour", async () => {
    const said = await analyzer.analyzeStack([bucket, machine]);
    expect(said.map(({ rule, isMandatory }) => [rule, isMandatory])).toEqual([["budget-present", protect === "true"]]);
    const budget = { type: "gcp:billing/budget:Budget", name: "budget", inputs: {} };
    expect(await analyzer.analyzeStack([bucket, machine, budget])).toEqual([]);
  });
});

test("without a setting the environment is production", async () => {
  const analyzer = await startAnalyzer({});
  const said = await analyzer.analyze({ ...bucket, protect: false }).finally(() => analyzer.close());
  expect(said.map(({ rule }) => rule)).toEqual(["protected-data"]);
});
