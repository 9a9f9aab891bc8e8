import { expect, test } from "@jest/globals";
import { parameterProblems } from "../../../lakehouse/plan/dataflow/metadata.ts";
import { metadata } from "../../dataflow-templates/vectors/launch.ts";

const given = { manifest: "ledger/flights/jobs/sluice-flights-0.json", lake: "gs://acme-dev-{zone}" };

test("what a launch needs is enough", () => {
  expect(parameterProblems(metadata, given)).toEqual([]);
  expect(parameterProblems(metadata, { ...given, child_memory_mb: "2048", cut_above_bytes: "0" })).toEqual([]);
});

test("unknown, missing and unfit parameters are all named", () => {
  const wrong = { lake: "/tmp", mainfest: given.manifest, child_memory_mb: "0", constructor: "x" };
  expect(parameterProblems(metadata, wrong)).toEqual([
    expect.stringMatching(/^parameter mainfest: sluice-split has none of this name → write one of manifest, lake, /),
    expect.stringMatching(/^parameter constructor: /),
    "parameter manifest: missing",
    expect.stringMatching(/^parameter lake: "\/tmp" does not match \^gs:/),
    expect.stringMatching(/^parameter child_memory_mb: "0" does not match /),
  ]);
});

test("a value with a line more does not match", () => {
  const lake = "gs://acme-dev-{zone}\n";
  expect(parameterProblems(metadata, { ...given, lake })).toHaveLength(1);
});

test("defaults match too", () => {
  const defaults = metadata.parameters.flatMap(({ name, defaultValue }) =>
    defaultValue === undefined ? [] : [[name, defaultValue]],
  );
  expect(parameterProblems(metadata, { ...given, ...Object.fromEntries(defaults) })).toEqual([]);
});

// Dataflow reads them as POSIX's extended expressions, this host as ECMAScript's.
test.each(metadata.parameters.flatMap(({ regexes }) => regexes))("%s means the same in both syntaxes", (regex) => {
  expect(regex).toMatch(/^\^.*\$$/s);
  expect(regex).not.toMatch(/\\[a-z0-9]|\(\?|[*+?}]\?|\[\[:/i);
  expect(() => new RegExp(regex, "u")).not.toThrow();
});
