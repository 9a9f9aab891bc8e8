// Of each account one right after the other is taken away, while drops come in; then it is given back.
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { AccountName } from "../../lakehouse/plan/cloud/names.ts";
import { RIGHTS, type Right } from "../../lakehouse/plan/cloud/rights.ts";
import { sampleOf } from "../sample.ts";
import { type Deployed, deploy } from "./cloud/deployed.ts";
import { type DropMaker, makeDrops, visitsName } from "./cloud/drops.ts";
import { dropsOf } from "./cloud/ledger.ts";
import { Lines } from "./cloud/lines.ts";
import { settle, tickAll } from "./cloud/settle.ts";
import { rowsOf } from "./cloud/state.ts";

const MINUTE = 60_000;
const DAY = "2026-11-20";
/** Rows of a small drop, and of one that is launched. */
const [SMALL, LARGE] = [40, 6_000];
/** Rows of each that are quarantined. */
const BAD = 4;
/** Refusals that one upload and one tick of everything may cost: a few of each call. */
const MOST_REFUSED = 30;

/** What of a right is enough to know it by. */
type Lost = readonly [account: AccountName, right: string];

/** Each is used on the way of a drop from landing to its mail. */
const LOST: readonly Lost[] = [
  ["split", "zone landing"],
  ["split", "zone raw"],
  ["split", "zone staging"],
  ["split", "zone quarantine"],
  ["split", "zone ledger"],
  ["split", "zone plans"],
  ["split", "topic publish"],
  ["split", "project sluice.dataflowLauncher"],
  ["split", "account worker"],
  ["publish", "zone staging"],
  ["publish", "zone ledger"],
  ["publish", "zone committed"],
  ["publish", "zone outbox"],
  ["publish", "zone plans"],
  ["publish", "dataset consumption"],
  ["publish", "dataset staging"],
  ["publish", "project bigquery.jobUser"],
  ["mail", "zone outbox"],
];
/** Those that only a launched drop needs. */
const LAUNCHES = /dataflow|account worker/;
const LAUNCH_ABOVE_BYTES = 20_000;

const lines = new Lines();
let deployed: Deployed;
let drops: DropMaker;
let next = 0;

beforeAll(async () => {
  drops = makeDrops();
  deployed = await deploy({
    contracts: "test/functions/cloud/contracts",
    settings: { launchAboveBytes: LAUNCH_ABOVE_BYTES },
    onLine: lines.onLine,
  });
}, MINUTE);
beforeEach(() => {
  deployed.cloud.grant(RIGHTS);
  lines.take();
});
afterAll(async () => {
  drops.close();
  await deployed.close();
});

test.each(sampleOf(LOST, 4))(
  "#61 %s without %s: a fault of the configuration, no storm, and nothing is lost",
  async (...lost) => {
    const { cloud, pusher } = deployed;
    await settle(deployed);
    cloud.clock.advance(MINUTE); // the last publication must not be too young for the next
    const [calls, deliveries] = [cloud.calls.length, pusher.deliveries.length];

    cloud.grant(without(lost));
    const { name, rows, where } = await uploadDrop(LAUNCHES.test(lost[1]) ? LARGE : SMALL);
    await pusher.idle();
    await tickAll(deployed);

    const denied = lines.take().filter(({ event }) => event === "config.denied");
    expect(denied.map(({ severity }) => severity)).toEqual(denied.map(() => "ERROR"));
    expect([...new Set(denied.map((line) => accountOf(line.function)))]).toEqual([lost[0]]);
    expect(cloud.calls.slice(calls).filter(({ status }) => status === 403).length).toBeLessThan(MOST_REFUSED);
    expect(pusher.deliveries.slice(deliveries).filter(({ attempt }) => attempt > 1)).toEqual([]);

    cloud.grant(RIGHTS);
    cloud.clock.advance(20 * MINUTE);
    await tickAll(deployed);
    await settle(deployed);
    expect(dropsOf(deployed, name).map(({ state }) => state)).toEqual(["COMMITTED"]);
    expect(await rowsOf(deployed, "visits", where)).toHaveLength(rows - BAD);
    expect(lines.take().filter(({ severity }) => severity === "ERROR" || severity === "CRITICAL")).toEqual([]);
  },
);

/** With a few bad ones among its rows, so that something is quarantined, and told. */
async function uploadDrop(rows: number) {
  next += 1;
  const [first, end] = [next * 10_000, next * 10_000 + rows];
  const name = visitsName(DAY, `drop-${next}`);
  const minutes = `CASE WHEN i < ${first + BAD} THEN -1 ELSE (hash(i) & 65535)::BIGINT END`;
  deployed.upload(name, await drops.visits(DAY, first, end, minutes));
  return { name, rows, where: `visit >= ${first} AND visit < ${end}` };
}

function without([account, lost]: Lost) {
  const kept = RIGHTS[account].filter((right) => wordsOf(right) !== lost);
  if (kept.length === RIGHTS[account].length) throw new Error(`${account} has no right ${lost}`);
  return { ...RIGHTS, [account]: kept };
}

function wordsOf(right: Right): string {
  if ("zone" in right) return `zone ${right.zone}`;
  if ("dataset" in right) return `dataset ${right.dataset}`;
  if ("topic" in right) return `topic ${right.topic}`;
  return "account" in right ? `account ${right.account}` : `${right.on} ${right.role}`;
}

function accountOf(name: string): AccountName {
  return deployed.function(name).trigger.account;
}
