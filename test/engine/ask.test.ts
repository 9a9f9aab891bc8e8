import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createEngine, type Engine } from "../../lakehouse/engine/engine.ts";
import { openWorkshop, pings, type Workshop } from "./workshop.ts";

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

test("questions get their tables", async () => {
  const path = await shop.parquet(pings(3));
  const [counts, types] = await engine.ask(path, [
    "SELECT count(*) AS n, 2.5::DECIMAL(4,2) AS d FROM read_parquet({input})",
    "DESCRIBE SELECT * FROM read_parquet({input})",
  ]);
  expect(counts).toEqual({
    columns: [
      { name: "n", type: "BIGINT" },
      { name: "d", type: "DECIMAL(4,2)" },
    ],
    rows: [["3", "2.50"]],
  });
  expect(types?.rows.map((row) => row[0])).toEqual(["id", "at"]);
});
