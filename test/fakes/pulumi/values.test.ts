// Values between a program and the engine.
import { expect, test } from "@jest/globals";
import { plainOf, planned, secretValue, UNKNOWN } from "./values.ts";

test("secrets are taken out of their wrappers, and where they were is told", () => {
  const env = [{ name: "KEY", value: secretValue("of nobody else") }];
  expect(plainOf({ name: "a", env, whole: secretValue({ of: "it" }) })).toEqual({
    value: { name: "a", env: [{ name: "KEY", value: "of nobody else" }], whole: { of: "it" } },
    secrets: ["env[0].value", "whole"],
  });
});

test("a preview does not know what the provider adds to a block", () => {
  const hidden = secretValue({ a: "b" });
  const inputs = { cloudResource: {}, config: { size: "small", nested: {} }, name: "n", hidden };
  const outputs = {
    cloudResource: { serviceAccountId: "a@b" },
    config: { size: "small", uri: "https://x", nested: { at: "y" } },
    name: "n",
    hidden: { a: "b", c: "d" },
    url: "gs://n",
  };
  expect(planned(inputs, outputs)).toEqual({
    cloudResource: { serviceAccountId: UNKNOWN },
    config: { size: "small", uri: UNKNOWN, nested: { at: UNKNOWN } },
    name: "n",
    hidden,
  });
});
