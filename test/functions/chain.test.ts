// The whole chain over a whole cloud: functions in processes of their own, and what befalls them by the list of faults.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { bucketName } from "../../lakehouse/plan/cloud/names.ts";
import { TEST_ENVIRONMENT } from "../fakes/cloud.ts";
import { storageEvent } from "../fakes/eventarc/storage-event.ts";
import { type Chain, openChain } from "./cloud/chain.ts";
import { EVENT_FUNCTIONS } from "./cloud/deployed.ts";
import { loseAnswer } from "./cloud/doubt.ts";
import { MANY, salesName, visitsName } from "./cloud/drops.ts";
import { effectsSince } from "./cloud/effects.ts";
import { dropsOf, entriesOf, namesIn, publicationsOf, reportsOf } from "./cloud/ledger.ts";
import { loadsOf } from "./cloud/loads.ts";
import { mailsAbout } from "./cloud/mails.ts";
import { atMoment } from "./cloud/moment.ts";
import { leftToDo, settle, tickAll } from "./cloud/settle.ts";
import { rowsOf } from "./cloud/state.ts";
import { askStep, launchAsDag } from "./cloud/step.ts";

let chain: Chain;

beforeAll(async () => {
  chain = await openChain({
    functions: [...EVENT_FUNCTIONS, "step"],
    instances: { "on-drop": 2 },
    pusher: { deliverers: 20 },
  });
}, 120_000);

afterAll(() => chain.close());

beforeEach(() => {
  chain.cloud.faults.set([]);
  chain.cloud.watch(null);
  chain.cloud.dataflow.onLaunch = () => undefined;
});

describe("events", () => {
  test("#1 the same event twice, one after the other: one output, one mail, and the second changes nothing", async () => {
    const [day, name] = ["2026-03-01", visitsName("2026-03-01")];
    const content = await chain.drops.visits(day, 0, 100, "CASE WHEN i < 10 THEN -1 ELSE 1 END");
    const events = chain.events.withhold(() => void chain.upload(name, content));
    chain.events.deliver(...events);
    await settle(chain);
    const calls = chain.cloud.calls.length;
    chain.events.deliver(...events);
    await settle(chain);
    expect(effectsSince(chain, calls)).toEqual([]);
    expect(chain.statesOf(name)).toEqual(["COMMITTED"]);
    expect(await chain.minutesOf(day)).toEqual({ 1: 90 });
    expect(mailsAbout(chain, name)).toHaveLength(1);
  });

  test("#2 twenty deliveries at once under different ids: one report, one load", async () => {
    const [day, name] = ["2026-03-02", visitsName("2026-03-02")];
    const content = await chain.drops.visits(day, 0, 100);
    const [event] = chain.events.withhold(() => void chain.upload(name, content));
    const copies = Array.from({ length: 20 }, (_, copy) => ({ ...event, id: `copy ${copy}` }));
    chain.events.deliver(...copies);
    await settle(chain);
    const delivered = chain.pusher.deliveries.filter(({ event: { id } }) => id.startsWith("copy"));
    expect(delivered.map(({ status, attempt }) => [status, attempt])).toEqual(copies.map(() => [204, 1]));
    expect(dropsOf(chain, name)).toMatchObject([{ state: "COMMITTED", attempt: 1 }]);
    expect(chain.reportsOf(name)).toEqual([1]);
    expect(await chain.minutesOf(day)).toEqual({ 1: 100 });
  });

  test("#3 the event path and a DAG go for one drop: one job, one report, one load", async () => {
    const [day, name] = ["2026-03-03", salesName("2026-03-03")];
    const content = await chain.drops.large(day, 0);
    chain.upload(name, content);
    const both = await Promise.all([launchAsDag(chain, "sales"), chain.pusher.idle()]);
    expect([...both[0], ...(await launchAsDag(chain, "sales"))]).toContain(409);
    await Promise.all([settle(chain), askStep(chain, "publish", "sales"), askStep(chain, "publish", "sales")]);
    expect([chain.statesOf(name), chain.reportsOf(name)]).toEqual([["COMMITTED"], [1]]);
    expect(chain.cloud.dataflow.jobs.all()).toHaveLength(1);
    expect(await chain.salesOf(day)).toBe(MANY);
  });

  test("#4 the event of an older generation comes after the newer one: SUPERSEDED, newer rows stay", async () => {
    const [day, name] = ["2026-03-04", visitsName("2026-03-04")];
    const [older, newer] = [await chain.drops.visits(day, 0, 100, "1"), await chain.drops.visits(day, 0, 100, "2")];
    const events = chain.events.withhold(() => {
      chain.upload(name, older);
      chain.upload(name, newer);
    });
    for (const event of events.toReversed()) {
      chain.events.deliver(event);
      await settle(chain);
    }
    expect(chain.statesOf(name)).toEqual(["SUPERSEDED", "COMMITTED"]);
    expect(await chain.minutesOf(day)).toEqual({ 2: 100 });
  });

  test("#9 events of other types, of parts, of markers, of outputs of our own: nothing is done", async () => {
    const folder = "visits/dt=2026-03-09";
    const known = entriesOf(chain).length;
    const calls = chain.cloud.calls.length;
    const upload = chain.upload("gsutil/tmp/parallel_composite_uploads/x/visits.parquet", "part");
    for (const name of [`${folder}/`, `${folder}/_SUCCESS`, `${folder}/_temporary/0/part.parquet`])
      chain.upload(name, "");
    const others = (["deleted", "metadataUpdated", "archived"] as const).map((happened) =>
      storageEvent({ ...upload, name: visitsName("2026-03-09") }, `other ${happened}`, happened),
    );
    const ours = { ...upload, bucket: bucketName(TEST_ENVIRONMENT, "staging"), name: `${folder}/abc/1-1/0.parquet` };
    chain.events.deliver(...others, storageEvent(ours, "other bucket"));
    await settle(chain);
    expect(effectsSince(chain, calls)).toEqual([]);
    expect(entriesOf(chain)).toHaveLength(known);
    const delivered = chain.pusher.deliveries.filter(({ event: { id } }) => id.startsWith("other"));
    expect(delivered.map(({ status, attempt }) => [status, attempt])).toEqual(Array(4).fill([204, 1]));
  });

  test("#25 an event is never delivered: the reconciler finds the object in landing", async () => {
    const [day, name] = ["2026-03-25", visitsName("2026-03-25")];
    const content = await chain.drops.visits(day, 0, 100);
    chain.events.withhold(() => void chain.upload(name, content));
    await tickAll(chain);
    await settle(chain);
    expect(chain.statesOf(name)).toEqual(["COMMITTED"]);
    expect(await chain.minutesOf(day)).toEqual({ 1: 100 });
  });
});

describe("objects that change", () => {
  test("#5 other content under the name: a drop of its own, and the newer rows win", async () => {
    const [day, name] = ["2026-03-05", visitsName("2026-03-05")];
    for (const content of [await chain.drops.visits(day, 0, 100, "1"), await chain.drops.visits(day, 50, 150, "2")]) {
      await chain.arrive(name, content);
    }
    expect(chain.statesOf(name)).toEqual(["COMMITTED", "COMMITTED"]);
    expect(await chain.minutesOf(day)).toEqual({ 1: 50, 2: 100 });
  });

  test("#5 other content while the former is split: without a key it takes the former's place", async () => {
    const [day, name] = ["2026-03-06", salesName("2026-03-06")];
    const [former, newer] = [await chain.drops.sales(day, 60), await chain.drops.sales(day, 40)];
    const came = atMoment(chain, { op: "storage.objects.insert", subject: "sales/reports/" }, () =>
      chain.upload(name, newer),
    );
    await chain.arrive(name, former);
    expect([came(), chain.statesOf(name)]).toEqual([true, [expect.any(String), "COMMITTED"]]);
    expect(await chain.salesOf(day)).toBe(40);
  });

  test("#6 the same bytes under the name: DUPLICATE, and no row changes", async () => {
    const [day, name] = ["2026-03-07", visitsName("2026-03-07")];
    const content = await chain.drops.visits(day, 0, 100);
    await chain.arrive(name, content);
    const before = await rowsOf(chain, "visits", `day = DATE '${day}'`);
    await chain.arrive(name, content);
    expect(chain.statesOf(name)).toEqual(["COMMITTED", "DUPLICATE"]);
    expect(await rowsOf(chain, "visits", `day = DATE '${day}'`)).toEqual(before);
  });

  test("#7 written over between the event and the read: SUPERSEDED, and only the newer rows are read", async () => {
    const [day, name] = ["2026-03-08", visitsName("2026-03-08")];
    const [former, newer] = [await chain.drops.visits(day, 0, 100, "1"), await chain.drops.visits(day, 50, 150, "2")];
    const came = atMoment(chain, { op: "storage.objects.rewrite", subject: `raw/visits/dt=${day}/` }, () =>
      chain.upload(name, newer),
    );
    await chain.arrive(name, former);
    expect([came(), chain.statesOf(name)]).toEqual([true, ["SUPERSEDED", "COMMITTED"]]);
    expect(await chain.minutesOf(day)).toEqual({ 2: 100 });
  });

  test("#8 deleted before it is read: GONE, acknowledged, told", async () => {
    const [day, name] = ["2026-03-10", visitsName("2026-03-10")];
    const content = await chain.drops.visits(day, 0, 100);
    const events = chain.events.withhold(() => void chain.upload(name, content));
    chain.cloud.storage.remove(bucketName(TEST_ENVIRONMENT, "landing"), name);
    chain.events.deliver(...events);
    await settle(chain);
    expect(chain.statesOf(name)).toEqual(["GONE"]);
    const [delivery] = chain.pusher.deliveries.filter(({ event }) => event === events[0]);
    expect(delivery).toMatchObject({ status: 204, attempt: 1 });
    expect(mailsAbout(chain, name)).toHaveLength(1);
  });

  test("#43 rows come late, and clocks are wrong by a day: the window counts, and order is the store's", async () => {
    const [day, name] = ["2026-03-20", visitsName("2026-03-20")];
    const late = `DATE '${day}' - CASE WHEN i < 10 THEN 4 ELSE 0 END`;
    await chain.arrive(name, await chain.drops.visits(day, 0, 100, "1", late));
    chain.cloud.clock.advance(26 * 3_600_000); // those of the functions stay behind
    await chain.arrive(name, await chain.drops.visits(day, 0, 100, "2", late));
    expect(await chain.minutesOf(day)).toEqual({ 2: 90 });
    expect(await chain.minutesOf("2026-03-16")).toEqual({});
    const counts = dropsOf(chain, name).flatMap((drop) => reportsOf(chain, drop).map(({ rows }) => rows));
    expect(counts).toEqual(Array(2).fill({ in: 100, good: 90, quarantined: 10, duplicates: 0 }));
  });
});

describe("services that fail", () => {
  // The second with the shape of the tables.
  const writes = ["PREPARED", "PREPARED", "PLANNED", "DONE"].map((state, index) => [index + 1, state] as const);
  test.each(writes)(
    "#22 nobody knows whether write %i of a publication, %s, was made: read back, and what is staged stays until then",
    async (nth, state) => {
      const [day, name] = [`2026-05-0${nth}`, salesName(`2026-05-0${nth}`)];
      const content = await chain.drops.sales(day, 50, `${nth * 1000} + i`);
      const doubt = loseAnswer(chain, "ledger/sales/log/", nth);
      await chain.arrive(name, content);
      expect(publicationsOf(chain, "sales").at(-1)).toMatchObject({ state: "DONE" });
      expect([chain.cloud.faults.struck.length > 0, doubt.state()]).toEqual([true, state]);
      expect(await chain.salesOf(day)).toBe(50);
      expect(doubt.calls().filter((op) => op.endsWith(".delete"))).toEqual([]);
    },
  );

  test("#24 many write one object's neighbours, and the store asks for patience: no update is lost", async () => {
    const day = "2026-03-24";
    const names = Array.from({ length: 8 }, (_, index) => salesName(day, `part ${index}`));
    const uploads: [name: string, content: Uint8Array][] = [];
    for (const [part, name] of names.entries())
      uploads.push([name, await chain.drops.sales(day, 20, `${1 + part * 100} + i`)]);
    const crowded = { op: "storage.objects.insert", action: "429", times: 2 } as const;
    chain.cloud.faults.set([
      { ...crowded, subject: "ledger/sales/drops/", nth: 4 },
      { ...crowded, subject: "ledger/sales/log/", nth: 2 },
      { ...crowded, subject: "ledger/sales/checkpoint", nth: 1 },
    ]);
    for (const [name, content] of uploads) chain.upload(name, content);
    await settle(chain);
    expect(chain.cloud.faults.struck).toHaveLength(6);
    expect(names.flatMap(chain.statesOf)).toEqual(names.map(() => "COMMITTED"));
    expect(await chain.salesOf(day)).toBe(8 * 20);
  });

  test.each([
    // What was not taken, and what nobody knows any more, is asked for again; an id that failed is never used again.
    ["quota", "quotaExceeded", "insert", { asked: [403, 200], made: [0] }],
    ["a rate limit", "rateLimitExceeded", "end", { asked: [200, 200], made: [0, 1] }],
    ["a backend error", "backendError", "end", { asked: [200, 200], made: [0, 1] }],
    ["a job that vanishes", "vanish", "end", { asked: [200, 200], made: [0] }],
  ] as const)("#54 BigQuery: %s: deferred, and loaded once by a later job", async (what, reason, at, load) => {
    const [day, name] = ["2026-04-01", salesName("2026-04-01", what)];
    const content = await chain.drops.sales(day, 25, `1 + i + ${what.length * 100}`);
    const before = await chain.salesOf(day);
    chain.cloud.warehouse.failJob({ match: /^sluice-test-sales-.*-load/, reason, at });
    await chain.arrive(name, content);
    expect(chain.statesOf(name)).toEqual(["COMMITTED"]);
    expect(await chain.salesOf(day)).toBe(before + 25);
    expect(loadsOf(chain, "sales", publicationsOf(chain, "sales").length)).toEqual(load);
  });

  test("#55 Dataflow: quota, then a name that is taken: launched later, once", async () => {
    const [day, name] = ["2026-03-26", salesName("2026-03-26")];
    const content = await chain.drops.large(day, 1);
    const launch = { op: "dataflow.flexTemplates.launch" } as const;
    chain.cloud.faults.set([
      { ...launch, nth: 1, times: 3, action: "429" },
      { ...launch, nth: 4, action: "acceptThenReset" },
    ]);
    const jobs = chain.cloud.dataflow.jobs.all().length;
    await chain.arrive(name, content);
    expect(chain.cloud.faults.struck).toHaveLength(4);
    expect([chain.statesOf(name), chain.reportsOf(name)]).toEqual([["COMMITTED"], [1]]);
    expect(chain.cloud.dataflow.jobs.all()).toHaveLength(jobs + 1);
  });

  test("#55 Dataflow: a job is queued, then fails: the next attempt's job splits the drop", async () => {
    const [day, name] = ["2026-03-29", salesName("2026-03-29")];
    const content = await chain.drops.large(day, 3);
    const { jobs } = chain.cloud.dataflow;
    const before = jobs.all().length;
    chain.upload(name, content);
    await chain.pusher.idle();
    const [queued] = jobs.all().slice(before);
    expect([queued?.state, chain.statesOf(name)]).toEqual(["JOB_STATE_QUEUED", ["LAUNCHED"]]);
    jobs.move(queued?.id ?? "", "JOB_STATE_FAILED");
    await settle(chain);
    expect(dropsOf(chain, name)).toMatchObject([{ state: "COMMITTED", attempt: 2 }]);
    expect(jobs.all().slice(before)).toMatchObject([{ state: "JOB_STATE_FAILED" }, { state: "JOB_STATE_DONE" }]);
    expect(await chain.salesOf(day)).toBe(MANY);
  });

  test("#55 Dataflow: every job fails, as out of memory: attempts have an end", async () => {
    const name = salesName("2026-03-27");
    const content = await chain.drops.large("2026-03-27", 2);
    const { jobs } = chain.cloud.dataflow;
    const before = jobs.all().length;
    chain.cloud.dataflow.onLaunch = ({ id }) => jobs.move(id, "JOB_STATE_FAILED");
    await chain.arrive(name, content);
    expect(chain.statesOf(name)).toEqual(["POISON"]);
    expect(jobs.all()).toHaveLength(before + 3);
    expect(mailsAbout(chain, name)).toHaveLength(1);
  });

  test("#56 every attempt fails by a fault of ours: POISON after three, told, acknowledged; others go on", async () => {
    const [day, name] = ["2026-03-28", visitsName("2026-03-28", "poison")];
    const [poison, good] = [await chain.drops.visits(day, 0, 100), await chain.drops.visits(day, 200, 300, "2")];
    const staging = `${bucketName(TEST_ENVIRONMENT, "staging")}/visits/dt=${day}/`;
    chain.cloud.faults.set([{ op: "storage.objects.insert", subject: staging, nth: 1, times: 3, action: "412" }]);
    await chain.arrive(name, poison);
    await chain.arrive(visitsName(day, "good"), good);
    expect(dropsOf(chain, name)).toMatchObject([{ state: "POISON", attempt: 3 }]);
    expect(mailsAbout(chain, name)).toHaveLength(1);
    expect(await chain.minutesOf(day)).toEqual({ 2: 100 });
  });
});

test("nothing is left when all is over", () => {
  const open = namesIn(chain, "ledger").filter((name) => /^\w+\/open\//.test(name));
  expect([...leftToDo(chain), ...open]).toEqual([]);
});
