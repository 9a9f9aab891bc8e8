import { expect, test } from "@jest/globals";
import { phaseOfAll } from "../../lakehouse/adapters/dataflow/phase.ts";
import type { JobPhase } from "../../lakehouse/ports.ts";
import { dataflowRoot } from "../fakes/dataflow/protos.ts";

test.each<[string[], JobPhase]>([
  [[], "absent"],
  [["DONE"], "ended"],
  [["FAILED", "QUEUED"], "queued"],
  [["RUNNING", "CANCELLED"], "running"],
  [["DONE", "RESOURCE_CLEANING_UP", "FAILED"], "running"],
  [["a state of later years"], "running"],
])("jobs of one name that are %j: %s", (states, phase) => {
  expect(phaseOfAll(states.map((state) => `JOB_STATE_${state}`))).toBe(phase);
});

test("every state of Google's description has a phase, and only those that are over are an end", () => {
  const states = Object.keys(dataflowRoot.lookupEnum("google.dataflow.v1beta3.JobState").values);
  const ended = states.filter((state) => phaseOfAll([state]) === "ended");
  expect(ended.map((state) => state.replace("JOB_STATE_", "")).sort()).toEqual([
    "CANCELLED",
    "DONE",
    "DRAINED",
    "FAILED",
    "STOPPED",
    "UPDATED",
  ]);
  expect(states.length).toBeGreaterThan(12);
});
