// Many drops at once, whose events come late, twice and in any order: `npm run soak -- deliveries 5000`.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { tableNames } from "../../lakehouse/plan/names.ts";
import { ParquetWriter } from "../property/write-parquet.ts";
import { tell } from "../tell.ts";
import { type Deployed, deploy } from "./cloud/deployed.ts";
import { entriesOf, publicationsOf } from "./cloud/ledger.ts";
import { settle } from "./cloud/settle.ts";
import { rowsOf } from "./cloud/state.ts";
import { makeClicks, ROWS } from "./deliveries/drops.ts";
import { type Memory, watchMemory } from "./deliveries/memory.ts";

const MINUTE = 60_000;
const DAY = "2026-11-20";
const DROPS = Number(process.env.RUNS ?? 25);
const SEED = Number(process.env.SEED ?? 20_261_121);
/** Processes of on-drop, and who delivers to them. */
const [INSTANCES, DELIVERERS] = [3, 20];
/** Of a table and day, by BigQuery. */
const MODIFICATIONS = 1_500;
/** With fewer drops a process has not yet got as large as it gets. */
const ENOUGH_FOR_MEMORY = 3_000;

const memory = watchMemory(DROPS < ENOUGH_FOR_MEMORY ? 500 : 2_000);
let deployed: Deployed;
beforeAll(async () => {
  deployed = await deploy({
    contracts: "test/functions/deliveries",
    instances: { "on-drop": INSTANCES },
    pusher: { deliverers: DELIVERERS, duplicates: 0.2, disorder: 200, seed: SEED },
    env: memory.env,
  });
}, MINUTE);
afterAll(async () => {
  await deployed.close();
  memory.close();
});

test(
  `${DROPS} drops: nothing is lost, nothing comes in twice, and the table is changed seldom`,
  async () => {
    const { cloud, pusher, upload, plans } = deployed;
    const minutes = setInterval(() => deployed.tick("publish"), MINUTE);
    const sql = new ParquetWriter();
    const started = performance.now();
    for (let drop = 0; drop < DROPS; drop += 1) upload(nameOf(drop), await makeClicks(sql, DAY, drop));
    await pusher.idle();
    const seconds = Math.round((performance.now() - started) / 1000);
    clearInterval(minutes);
    const growing = deployed.processes.map((one) => memory.of(one)).filter(isGrowing);
    await settle(deployed);
    sql.close();

    const entries = entriesOf(deployed, "clicks");
    expect(entries.map(({ drop, state }) => [drop.name, state])).toEqual(
      Array.from({ length: DROPS }, (_, drop) => [nameOf(drop), "COMMITTED"]).sort(([a = ""], [b = ""]) =>
        a < b ? -1 : 1,
      ),
    );
    const published = publicationsOf(deployed, "clicks").flatMap(({ drops }) => drops.map(({ key }) => key));
    expect(published.sort()).toEqual(entries.map(({ drop }) => drop.key).sort());
    const clicks = (await rowsOf(deployed, "clicks")).map(({ click }) => Number(click));
    expect(clicks.sort((a, b) => a - b)).toEqual(Array.from({ length: DROPS * ROWS }, (_, click) => click));
    const [plan] = plans;
    if (!plan) throw new Error("nothing is deployed");
    const { table, quarantineTable } = plan.warehouse;
    const { consumption } = tableNames(plan.environment, plan.dataset, table, quarantineTable);
    const changes = cloud.warehouse.modifications(consumption);
    expect(changes).toBeGreaterThan(0);
    expect(changes).toBeLessThan(MODIFICATIONS / 10);
    const memories = deployed.processes.map((one) => memory.of(one));
    tell({
      drops: DROPS,
      seconds,
      deliveries: pusher.deliveries.length,
      refused: pusher.deliveries.filter(({ status }) => status !== 204).length,
      publications: publicationsOf(deployed, "clicks").length,
      changes,
      memories,
      SEED,
    });
    if (DROPS >= ENOUGH_FOR_MEMORY) {
      expect(growing).toEqual([]);
      expect(memories.filter(({ resident, given }) => resident > given)).toEqual([]);
    }
  },
  180 * MINUTE,
);

function isGrowing({ live: [first, second] }: Memory): boolean {
  return second > 1.3 * first;
}

function nameOf(drop: number): string {
  return `clicks/dt=${DAY}/drop-${String(drop).padStart(5, "0")}.parquet`;
}
