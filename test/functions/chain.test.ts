// The whole chain over a whole cloud: functions in processes of their own, and what befalls them by the list of faults.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { bucketName } from "../../lakehouse/plan/cloud/names.ts";
import { TEST_ENVIRONMENT } from "../fakes/cloud.ts";
import { storageEvent } from "../fakes/eventarc/storage-event.ts";
import { type Deployed, deploy, EVENT_FUNCTIONS } from "./cloud/deployed.ts";
import { type DropMaker, makeDrops, salesName, visitsName } from "./cloud/drops.ts";
import { effectsSince } from "./cloud/effects.ts";
import { dropsOf, entriesOf, namesIn, publicationsOf, reportsOf } from "./cloud/ledger.ts";
import { mailsAbout } from "./cloud/mails.ts";
import { atMoment } from "./cloud/moment.ts";
import { settle, tickAll } from "./cloud/settle.ts";
import { rowsOf } from "./cloud/state.ts";
import { askStep } from "./cloud/step.ts";

/** So many rows of `sales` are above that; anything else is far below. */
const MANY = 5_000;
const LAUNCH_ABOVE_BYTES = 8_000;
const HOUR_MS = 3_600_000;

let deployed: Deployed;
let drops: DropMaker;

beforeAll(async () => {
  drops = makeDrops();
  deployed = await deploy({
    contracts: "test/functions/cloud/contracts",
    functions: [...EVENT_FUNCTIONS, "step"],
    instances: { "on-drop": 3 },
    pusher: { deliverers: 20 },
    settings: { launchAboveBytes: LAUNCH_ABOVE_BYTES },
    onLine: (n, l) => { if (!/"(DEBUG|INFO)"/.test(l)) process.stderr.write(`${n} ${l}\n`); },
  });
}, 120_000);

afterAll(async () => {
  drops.close();
  await deployed.close();
});

beforeEach(() => {
  deployed.cloud.faults.set([]);
  deployed.cloud.watch(null);
  deployed.cloud.dataflow.onLaunch = () => undefined;
});

const statesOf = (name: string) => dropsOf(deployed, name).map(({ state }) => state);
const reportCounts = (name: string) => dropsOf(deployed, name).map((drop) => reportsOf(deployed, drop).length);

/** How many rows of a day have which minutes. */
async function minutesOf(day: string): Promise<Record<string, number>> {
  const rows = await rowsOf(deployed, "visits", `day = DATE '${day}'`);
  return Object.fromEntries([...Map.groupBy(rows, (row) => String(row.minutes))].map(([key, { length }]) => [key, length]));
}

async function salesOf(day: string): Promise<number> {
  return (await rowsOf(deployed, "sales", `day = DATE '${day}'`)).length;
}

describe("events", () => {
  test("#1 the same event twice, one after the other: one output, one mail, and the second changes nothing", async () => {
    const [day, name] = ["2026-03-01", visitsName("2026-03-01")];
    const content = await drops.visits(day, 0, 100, "CASE WHEN i < 10 THEN -1 ELSE 1 END");
    const events = deployed.events.withhold(() => void deployed.upload(name, content));
    deployed.events.deliver(...events);
    await settle(deployed);
    const calls = deployed.cloud.calls.length;
    deployed.events.deliver(...events);
    await settle(deployed);
    expect(effectsSince(deployed, calls)).toEqual([]);
    expect(statesOf(name)).toEqual(["COMMITTED"]);
    expect(await minutesOf(day)).toEqual({ 1: 90 });
    expect(mailsAbout(deployed, name)).toHaveLength(1);
  });

  test("#2 twenty deliveries at once under different ids: one report, one load", async () => {
    const [day, name] = ["2026-03-02", visitsName("2026-03-02")];
    const content = await drops.visits(day, 0, 100);
    const [event] = deployed.events.withhold(() => void deployed.upload(name, content));
    const copies = Array.from({ length: 20 }, (_, copy) => ({ ...event, id: `copy ${copy}` }) as typeof event & object);
    deployed.events.deliver(...copies);
    await settle(deployed);
    const delivered = deployed.pusher.deliveries.filter(({ event: { id } }) => id.startsWith("copy"));
    expect(delivered.map(({ status, attempt }) => [status, attempt])).toEqual(copies.map(() => [204, 1]));
    expect([statesOf(name), reportCounts(name)]).toEqual([["COMMITTED"], [1]]);
    expect(await minutesOf(day)).toEqual({ 1: 100 });
  });

  test("#3 the event path and a DAG go for one drop: one job, one report, one load", async () => {
    const [day, name] = ["2026-03-03", salesName("2026-03-03")];
    const content = await drops.sales(day, MANY, "1 + (i * 7919 + 50000) % 1000003");
    deployed.upload(name, content);
    await Promise.all([askStep(deployed, "prepare", "sales"), deployed.pusher.idle()]);
    await Promise.all([settle(deployed), askStep(deployed, "publish", "sales"), askStep(deployed, "publish", "sales")]);
    expect([statesOf(name), reportCounts(name)]).toEqual([["COMMITTED"], [1]]);
    expect(deployed.cloud.dataflow.jobs.all()).toHaveLength(1);
    expect(await salesOf(day)).toBe(MANY);
  });

  test("#4 the event of an older generation comes after the newer one: SUPERSEDED, newer rows stay", async () => {
    const [day, name] = ["2026-03-04", visitsName("2026-03-04")];
    const [older, newer] = [await drops.visits(day, 0, 100, "1"), await drops.visits(day, 0, 100, "2")];
    const [first, second] = deployed.events.withhold(() => {
      deployed.upload(name, older);
      deployed.upload(name, newer);
    });
    for (const event of [second, first]) {
      deployed.events.deliver(event as NonNullable<typeof event>);
      await settle(deployed);
    }
    expect(statesOf(name)).toEqual(["SUPERSEDED", "COMMITTED"]);
    expect(await minutesOf(day)).toEqual({ 2: 100 });
  });

  test("#9 events of other types, of parts, of markers, of outputs of our own: nothing is done", async () => {
    const folder = "visits/dt=2026-03-09";
    const known = entriesOf(deployed).length;
    const calls = deployed.cloud.calls.length;
    const upload = deployed.upload("gsutil/tmp/parallel_composite_uploads/x/visits.parquet", "part");
    for (const name of [`${folder}/`, `${folder}/_SUCCESS`, `${folder}/_temporary/0/part.parquet`]) deployed.upload(name, "");
    const others = (["deleted", "metadataUpdated", "archived"] as const).map((happened) =>
      storageEvent({ ...upload, name: visitsName("2026-03-09") }, `other ${happened}`, happened),
    );
    const ours = { ...upload, bucket: bucketName(TEST_ENVIRONMENT, "staging"), name: `${folder}/abc/1-1/0.parquet` };
    deployed.events.deliver(...others, storageEvent(ours, "other bucket"));
    await settle(deployed);
    expect(effectsSince(deployed, calls)).toEqual([]);
    expect(entriesOf(deployed)).toHaveLength(known);
    const delivered = deployed.pusher.deliveries.filter(({ event: { id } }) => id.startsWith("other"));
    expect(delivered.map(({ status, attempt }) => [status, attempt])).toEqual(Array(4).fill([204, 1]));
  });

  test("#25 an event is never delivered: the reconciler finds the object in landing", async () => {
    const [day, name] = ["2026-03-25", visitsName("2026-03-25")];
    const content = await drops.visits(day, 0, 100);
    deployed.events.withhold(() => void deployed.upload(name, content));
    await tickAll(deployed);
    await settle(deployed);
    expect(statesOf(name)).toEqual(["COMMITTED"]);
    expect(await minutesOf(day)).toEqual({ 1: 100 });
  });
});

describe("objects that change", () => {
  test("#5 other content under the name: a drop of its own, and the newer rows win", async () => {
    const [day, name] = ["2026-03-05", visitsName("2026-03-05")];
    for (const content of [await drops.visits(day, 0, 100, "1"), await drops.visits(day, 50, 150, "2")]) {
      deployed.upload(name, content);
      await settle(deployed);
    }
    expect(statesOf(name)).toEqual(["COMMITTED", "COMMITTED"]);
    expect(await minutesOf(day)).toEqual({ 1: 50, 2: 100 });
  });

  test("#5 other content while the former is split: without a key it takes the former's place", async () => {
    const [day, name] = ["2026-03-06", salesName("2026-03-06")];
    const [former, newer] = [await drops.sales(day, 60), await drops.sales(day, 40)];
    const came = atMoment(deployed, { op: "storage.objects.insert", subject: "sales/reports/" }, () =>
      deployed.upload(name, newer),
    );
    deployed.upload(name, former);
    await settle(deployed);
    expect([came(), dropsOf(deployed, name).length]).toEqual([true, 2]);
    expect(statesOf(name).at(-1)).toBe("COMMITTED");
    expect(await salesOf(day)).toBe(40);
  });

  test("#6 the same bytes under the name: DUPLICATE, and no row changes", async () => {
    const [day, name] = ["2026-03-07", visitsName("2026-03-07")];
    const content = await drops.visits(day, 0, 100);
    deployed.upload(name, content);
    await settle(deployed);
    const before = await rowsOf(deployed, "visits", `day = DATE '${day}'`);
    deployed.upload(name, content);
    await settle(deployed);
    expect(statesOf(name)).toEqual(["COMMITTED", "DUPLICATE"]);
    expect(await rowsOf(deployed, "visits", `day = DATE '${day}'`)).toEqual(before);
  });

  test("#7 written over between the event and the read: SUPERSEDED, and only the newer rows are read", async () => {
    const [day, name] = ["2026-03-08", visitsName("2026-03-08")];
    const [former, newer] = [await drops.visits(day, 0, 100, "1"), await drops.visits(day, 50, 150, "2")];
    const came = atMoment(deployed, { op: "storage.objects.rewrite", subject: `raw/visits/dt=${day}/` }, () => deployed.upload(name, newer));
    deployed.upload(name, former);
    await settle(deployed);
    expect([came(), statesOf(name)]).toEqual([true, ["SUPERSEDED", "COMMITTED"]]);
    expect(await minutesOf(day)).toEqual({ 2: 100 });
  });

  test("#8 deleted before it is read: GONE, acknowledged, told", async () => {
    const [day, name] = ["2026-03-10", visitsName("2026-03-10")];
    const content = await drops.visits(day, 0, 100);
    const events = deployed.events.withhold(() => void deployed.upload(name, content));
    deployed.cloud.storage.remove(bucketName(TEST_ENVIRONMENT, "landing"), name);
    deployed.events.deliver(...events);
    await settle(deployed);
    expect(statesOf(name)).toEqual(["GONE"]);
    expect(deployed.pusher.deliveries.find(({ event }) => event === events[0])).toMatchObject({ status: 204, attempt: 1 });
    expect(mailsAbout(deployed, name)).toHaveLength(1);
  });

  test("#43 rows come late, and clocks are wrong by a day: the window counts, and order is the store's", async () => {
    const [day, name] = ["2026-03-20", visitsName("2026-03-20")];
    const late = `DATE '${day}' - CASE WHEN i < 10 THEN 4 ELSE 0 END`;
    const [former, newer] = [await drops.visits(day, 0, 100, "1", late), await drops.visits(day, 0, 100, "2", late)];
    deployed.upload(name, former);
    await settle(deployed);
    deployed.cloud.clock.advance(26 * HOUR_MS); // those of the functions stay behind
    deployed.upload(name, newer);
    await settle(deployed);
    expect(await minutesOf(day)).toEqual({ 2: 90 });
    expect(await minutesOf("2026-03-16")).toEqual({});
    const reports = dropsOf(deployed, name).flatMap((drop) => reportsOf(deployed, drop));
    expect(reports.map(({ rows }) => rows)).toEqual(Array(2).fill({ in: 100, good: 90, quarantined: 10, duplicates: 0 }));
  });
});

describe("services that fail", () => {
  test("#22 nobody knows whether DONE was written: read back, and what is staged stays until then", async () => {
    const [day, name] = ["2026-03-22", salesName("2026-03-22")];
    const content = await drops.sales(day, 50);
    const log = "ledger/sales/log/";
    const insert = { op: "storage.objects.insert", subject: log } as const;
    deployed.cloud.faults.set([{ ...insert, nth: 3, action: "acceptThenReset" }]);
    let writes = 0;
    deployed.cloud.watch(({ op, subject }, when) => {
      if (op !== insert.op || !subject.includes(log) || when === "before") return;
      writes += 1;
      if (writes !== 3) return;
      const silent = ["get", "getMedia"].map((what) => ({ op: `storage.objects.${what}`, subject: log, nth: 1, times: 2 }));
      deployed.cloud.faults.set(silent.map((fault) => ({ ...fault, action: "503" })));
    });
    deployed.upload(name, content);
    await settle(deployed);
    expect(publicationsOf(deployed, "sales").at(-1)).toMatchObject({ state: "DONE" });
    expect(deployed.cloud.faults.struck.length).toBeGreaterThan(0);
    expect(await salesOf(day)).toBe(50);
    const { calls } = deployed.cloud;
    const written = calls.findLastIndex(({ op, subject }) => op === insert.op && subject.includes(log));
    const known = calls.findIndex((call, at) => at > written && call.subject.includes(log) && call.status === 200);
    const meanwhile = calls.slice(written + 1, known).map(({ op }) => op);
    expect(meanwhile.filter((op) => op.endsWith(".delete"))).toEqual([]);
  });

  test("#24 many write one object's neighbours, and the store asks for patience: no update is lost", async () => {
    const day = "2026-03-24";
    const names = Array.from({ length: 8 }, (_, index) => salesName(day, `part ${index}`));
    const contents = await Promise.all(names.map((_, index) => index)).then(async (indexes) => {
      const made: Uint8Array[] = [];
      for (const index of indexes) made.push(await drops.sales(day, 20, `${1 + index * 100} + i`));
      return made;
    });
    const crowded = { op: "storage.objects.insert", action: "429", times: 2 } as const;
    deployed.cloud.faults.set([
      { ...crowded, subject: "ledger/sales/drops/", nth: 4 },
      { ...crowded, subject: "ledger/sales/log/", nth: 2 },
      { ...crowded, subject: "ledger/sales/checkpoint", nth: 1 },
    ]);
    for (const [index, name] of names.entries()) deployed.upload(name, contents[index] as Uint8Array);
    await settle(deployed);
    expect(deployed.cloud.faults.struck).toHaveLength(6);
    expect(names.flatMap(statesOf)).toEqual(names.map(() => "COMMITTED"));
    expect(await salesOf(day)).toBe(8 * 20);
  });

  test.each([
    ["quota", "quotaExceeded", "insert"],
    ["a rate limit", "rateLimitExceeded", "end"],
    ["a backend error", "backendError", "end"],
    ["a job that vanishes", "vanish", "end"],
  ] as const)("#54 BigQuery: %s: deferred, and loaded once by a later job", async (what, reason, at) => {
    const [day, name] = ["2026-04-01", salesName("2026-04-01", what)];
    const content = await drops.sales(day, 25, `1 + i + ${what.length * 100}`);
    const before = await salesOf(day);
    deployed.cloud.warehouse.failJob({ match: /^sluice-test-sales-/, reason, at });
    deployed.upload(name, content);
    await settle(deployed);
    expect(statesOf(name)).toEqual(["COMMITTED"]);
    expect(await salesOf(day)).toBe(before + 25);
  });

  test("#55 Dataflow: quota, then a name that is taken: launched later, once", async () => {
    const [day, name] = ["2026-03-26", salesName("2026-03-26")];
    const content = await drops.sales(day, MANY, "1 + (i * 7919 + 50001) % 1000003");
    const launch = { op: "dataflow.flexTemplates.launch" } as const;
    deployed.cloud.faults.set([
      { ...launch, nth: 1, times: 3, action: "429" },
      { ...launch, nth: 4, action: "acceptThenReset" },
    ]);
    const jobs = deployed.cloud.dataflow.jobs.all().length;
    deployed.upload(name, content);
    await settle(deployed);
    expect(deployed.cloud.faults.struck).toHaveLength(4);
    expect([statesOf(name), reportCounts(name)]).toEqual([["COMMITTED"], [1]]);
    expect(deployed.cloud.dataflow.jobs.all()).toHaveLength(jobs + 1);
  });

  test("#55 Dataflow: every job fails, as out of memory: attempts have an end", async () => {
    const name = salesName("2026-03-27");
    const content = await drops.sales("2026-03-27", MANY, "1 + (i * 7919 + 50002) % 1000003");
    const { jobs } = deployed.cloud.dataflow;
    const before = jobs.all().length;
    deployed.cloud.dataflow.onLaunch = ({ id }) => jobs.move(id, "JOB_STATE_FAILED");
    deployed.upload(name, content);
    await settle(deployed);
    expect(statesOf(name)).toEqual(["POISON"]);
    expect(jobs.all()).toHaveLength(before + 3);
    expect(mailsAbout(deployed, name)).toHaveLength(1);
  });

  test("#56 every attempt fails by a fault of ours: POISON after three, told, acknowledged; others go on", async () => {
    const [day, name] = ["2026-03-28", visitsName("2026-03-28", "poison")];
    const [poison, good] = [await drops.visits(day, 0, 100), await drops.visits(day, 200, 300, "2")];
    const staging = `${bucketName(TEST_ENVIRONMENT, "staging")}/visits/dt=${day}/`;
    deployed.cloud.faults.set([{ op: "storage.objects.insert", subject: staging, nth: 1, times: 3, action: "412" }]);
    deployed.upload(name, poison);
    await settle(deployed);
    deployed.cloud.faults.set([]);
    deployed.upload(visitsName(day, "good"), good);
    await settle(deployed);
    expect(dropsOf(deployed, name)).toMatchObject([{ state: "POISON", attempt: 3 }]);
    expect(mailsAbout(deployed, name)).toHaveLength(1);
    expect(await minutesOf(day)).toEqual({ 2: 100 });
  });
});

test("nothing is left when all is over", () => {
  expect(namesIn(deployed, "ledger").filter((name) => /\/(open|ready)\//.test(name))).toEqual([]);
  expect(namesIn(deployed, "outbox").filter((name) => /\/pending\/|^to-send\//.test(name))).toEqual([]);
});
