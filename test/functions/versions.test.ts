// A newer version has been at work, and this one comes again: after a roll-back, or from an instance that lives on.
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { bucketName } from "../../lakehouse/plan/cloud/names.ts";
import { type Deployed, deploy } from "./cloud/deployed.ts";
import { type DropMaker, makeDrops, salesName, visitsName } from "./cloud/drops.ts";
import { dropsOf, namesIn, publicationsOf, textAt } from "./cloud/ledger.ts";
import { Lines } from "./cloud/lines.ts";
import { settle, tickAll } from "./cloud/settle.ts";
import { rowsOf } from "./cloud/state.ts";

const MINUTE = 60_000;
const DAY = "2026-11-20";
/** Deliveries of an event, where Eventarc would go on for a day. */
const ATTEMPTS = 2;

const lines = new Lines();
let deployed: Deployed;
let drops: DropMaker;
beforeAll(async () => {
  drops = makeDrops();
  deployed = await deploy({
    contracts: "test/functions/cloud/contracts",
    settings: { launchAboveBytes: 20_000 },
    pusher: { attempts: ATTEMPTS },
    onLine: lines.onLine,
  });
}, MINUTE);
beforeEach(() => void lines.take());
afterAll(async () => {
  drops.close();
  await deployed.close();
});

test("#57 an entry of a newer version is left alone and told of; other drops go on", async () => {
  const name = visitsName(DAY, "entry");
  const events = deployed.events.withhold(() => deployed.upload(name, "later"));
  deployed.events.deliver(...events);
  await settle(deployed);
  const [entry] = dropsOf(deployed, name);
  const place = namesIn(deployed, "ledger").find((one) => one.endsWith(`/${entry?.drop.key}.json`)) ?? "";
  const older = makeNewer(place);

  deployed.events.deliver(...events);
  const other = await uploadVisits("beside-entry", 100);
  await deployed.pusher.idle();
  await tickAll(deployed);
  expectUntouched(place);
  expectTold(/cannot be read by this version of Sluice/);

  put(place, older);
  await settle(deployed);
  expect(dropsOf(deployed, other).map(({ state }) => state)).toEqual(["COMMITTED"]);
  expect(dropsOf(deployed, name)).toEqual([entry]);
});

test("#57 a report of a newer version is left alone: its drop waits for who can read it", async () => {
  const name = visitsName(DAY, "report");
  deployed.upload(name, await drops.visits(DAY, 10_000, 16_000, "(hash(i) & 65535)::BIGINT"));
  await deployed.pusher.idle();
  const [entry] = dropsOf(deployed, name);
  expect(entry?.state).toBe("LAUNCHED");
  const place = `visits/reports/${entry?.drop.key}/1.json`;

  put(place, JSON.stringify({ format: "sluice/report/2", more: true }));
  await deployed.pusher.idle();
  await tickAll(deployed);
  expectUntouched(place);
  expectTold(/cannot be read by this version of Sluice/);
  expect(dropsOf(deployed, name)).toEqual([entry]);

  deployed.cloud.storage.remove(bucketName(deployed.cloud.environment, "ledger"), place);
  await settle(deployed);
  expect(dropsOf(deployed, name).map(({ state }) => state)).toEqual(["COMMITTED"]);
});

test("#57 a publication of a newer version is left alone: its dataset waits, the others are published", async () => {
  const last = publicationsOf(deployed, "visits").length;
  const place = `visits/log/${String(last + 1).padStart(12, "0")}.json`;
  put(place, JSON.stringify({ format: "sluice/publication/2", more: true }));

  const name = await uploadVisits("publication", 200);
  deployed.upload(salesName(DAY, "publication"), await drops.sales(DAY, 20));
  await deployed.pusher.idle();
  deployed.cloud.clock.advance(20 * MINUTE);
  await tickAll(deployed);
  expectUntouched(place);
  expectTold(/cannot be read by this version of Sluice/);
  expect(dropsOf(deployed, name).map(({ state }) => state)).toEqual(["READY"]);
  expect(dropsOf(deployed, salesName(DAY, "publication")).map(({ state }) => state)).toEqual(["COMMITTED"]);

  deployed.cloud.storage.remove(bucketName(deployed.cloud.environment, "ledger"), place);
  await settle(deployed);
  expect(dropsOf(deployed, name).map(({ state }) => state)).toEqual(["COMMITTED"]);
  expect(await rowsOf(deployed, "visits", "visit >= 200 AND visit < 210")).toHaveLength(10);
});

async function uploadVisits(file: string, first: number): Promise<string> {
  const name = visitsName(DAY, file);
  deployed.upload(name, await drops.visits(DAY, first, first + 10));
  return name;
}

/** Generations by name, as this test wrote them last. */
const written = new Map<string, string>();

function put(place: string, text: string): void {
  const { cloud } = deployed;
  written.set(place, cloud.storage.put(bucketName(cloud.environment, "ledger"), place, text).generation);
}

/** What was there before. */
function makeNewer(place: string): string {
  const older = textAt(deployed, "ledger", place);
  put(place, older.replace(/"format": ?"sluice\/(\w+)\/1"/, '"format":"sluice/$1/2","more":true'));
  expect(textAt(deployed, "ledger", place)).not.toBe(older);
  return older;
}

function expectUntouched(place: string): void {
  const { cloud } = deployed;
  const present = cloud.storage.get(bucketName(cloud.environment, "ledger"), place);
  expect(present?.resource.generation).toBe(written.get(place));
}

/** By an error that a person hears of; and nothing is done again more often than events are delivered again. */
function expectTold(words: RegExp): void {
  const faults = lines.take().filter(({ severity }) => severity === "ERROR" || severity === "CRITICAL");
  expect(faults.length).toBeGreaterThan(0);
  expect(faults.length).toBeLessThan(15);
  expect(faults.map(({ error }) => error?.message)).toEqual(faults.map(() => expect.stringMatching(words)));
}
