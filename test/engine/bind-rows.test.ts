import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { formatProblem } from "../../lakehouse/contract/problem.ts";
import { readContract } from "../../lakehouse/contract/read.ts";
import { createEngine, type Engine } from "../../lakehouse/engine/engine.ts";
import { bindContract } from "../../lakehouse/run/bind.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

// A role's rows are a condition over the columns' own types.

let shop: Workshop;
let engine: Engine;
beforeAll(async () => {
  shop = await openWorkshop();
  engine = createEngine({ workers: 1, scratch: shop.scratch });
});
afterAll(async () => {
  await engine.close();
  shop.close();
});

async function problems(filter: string): Promise<string[]> {
  const text = `apiVersion: v3.1.0
kind: DataContract
id: pings
version: 1.0.0
status: active
servers: [{server: landing, type: custom, location: "gs://landing/pings/*.parquet"}]
schema:
  - name: pings
    properties:
      - {name: seen_at, logicalType: timestamp, required: true, partitioned: true}
      - {name: country, logicalType: string}
      - {name: n, logicalType: integer}
      - {name: battery, logicalType: object, properties: [{name: level, logicalType: integer}]}
roles:
  - role: reader
    customProperties:
      - {property: rowFilter, value: ${JSON.stringify(filter)}}
`;
  const { contract, problems } = readContract(text, "pings.odcs.yaml");
  if (!contract) throw new Error(problems.map(formatProblem).join("\n"));
  return (await bindContract(engine, contract)).map(formatProblem);
}

test.each([
  "country = 'FR'",
  "battery.level > 20 AND n IN (1, 2)",
  "seen_at >= TIMESTAMP '2026-01-01 00:00:00+00' AND STARTS_WITH(country, 'F')",
])("%s binds", async (filter) => {
  expect(await problems(filter)).toEqual([]);
});

test.each([
  ["n", "rows of reader: the expression gives BIGINT"],
  ["seen_at > 'yesterday'", "rows of reader: "],
  ["battery = 20", "rows of reader: "],
])("%s does not", async (filter, said) => {
  const [problem, ...others] = await problems(filter);
  expect(others).toEqual([]);
  expect(problem).toContain(`pings.odcs.yaml:17:38 error does-not-bind ${said}`);
});
