import { expect, test } from "@jest/globals";
import { type AirflowSettings, airflowSettingsOf } from "../../../lakehouse/plan/cloud/airflow.ts";

const place = { id: "dev", project: "acme-dev", location: "EU", region: "europe-west1" };
const settings = { orchestrator: "airflow-vm", labels: { team: "data" } } as const;

test("what DAGs are told follows from the environment", () => {
  const expected: AirflowSettings = {
    format: "sluice/airflow/1",
    environment: place,
    orchestrator: "airflow-vm",
    functions: {
      step: "https://europe-west1-acme-dev.cloudfunctions.net/sluice-dev-step",
      maintain: "https://europe-west1-acme-dev.cloudfunctions.net/sluice-dev-maintain",
    },
    outbox: "acme-dev-dev-outbox",
    labels: { team: "data", "sluice-environment": "dev" },
    endpoints: {},
  };
  expect(airflowSettingsOf(place, settings)).toEqual(expected);
});

test("tests have other addresses, of which Airflow is told those that it asks", () => {
  const endpoints = {
    storage: "http://127.0.0.1:1",
    bigquery: "http://127.0.0.1:2",
    dataflow: "http://127.0.0.1:3",
    functions: "http://127.0.0.1:4",
  };
  expect(airflowSettingsOf(place, settings, endpoints)).toMatchObject({
    functions: { step: "http://127.0.0.1:4/step", maintain: "http://127.0.0.1:4/maintain" },
    endpoints: { storage: "http://127.0.0.1:1", dataflow: "http://127.0.0.1:3" },
  });
});

test("an address that is none is refused", () => {
  expect(() => airflowSettingsOf(place, settings, { storage: "nowhere" })).toThrow(/address/);
});
