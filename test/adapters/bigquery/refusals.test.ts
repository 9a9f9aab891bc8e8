// What BigQuery says no to, in the port's words.
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { kindOf } from "../../../lakehouse/adapters/bigquery/reasons.ts";
import { ACCOUNTS, accountEmail, lakeRoot } from "../../../lakehouse/plan/cloud/names.ts";
import { Denied, JobExists, JobRefused, type JobSpec, Unavailable } from "../../../lakehouse/ports.ts";
import type { JobFault } from "../../fakes/bigquery/jobs.ts";
import { QUICK } from "../../fakes/bigquery/open.ts";
import { allowedBy } from "../../fakes/rights.ts";
import { CLOUD } from "../../plan/contracts.ts";
import { type BigQueryBench, openBigQueryBench } from "../../ports/warehouse-bigquery.ts";
import { finished } from "../../ports/warehouse-jobs.ts";
import { meter } from "../../ports/warehouse-samples.ts";
import { Steps } from "../../ports/warehouse-steps.ts";

let bench: BigQueryBench;
let meters: Steps;
let spec: JobSpec;
beforeAll(async () => {
  bench = await openBigQueryBench({ patience: { ...QUICK, timeoutMs: 30_000 } });
  meters = new Steps(bench, "meters");
  spec = meters.jobs.copy(await meters.staged([meter("a", "202602", 1)]), ["202602"]);
});
afterAll(() => bench.close());

describe("#54 a job that fails", () => {
  test.each([
    ["backendError", "passing"],
    ["internalError", "passing"],
    ["rateLimitExceeded", "passing"],
    ["resourcesExceeded", "passing"],
    ["stopped", "passing"],
    ["tableUnavailable", "passing"],
    ["accessDenied", "denied"],
    ["quotaExceeded", "quota"],
    ["notFound", "gone"],
  ] as const)("%s is %s", async (reason, kind) => {
    const id = `fails-${reason}`;
    bench.lone.fake.failJob({ match: new RegExp(`^${id}$`), reason, message: "as the script says" });
    await bench.warehouse.insert(id, {}, spec);
    const { error, counts } = await finished(bench, id);
    expect(error).toEqual({ kind, reason, message: "as the script says" });
    expect(counts.copied).toBe(0);
    await expect(bench.warehouse.insert(id, {}, spec)).rejects.toThrow(JobExists);
  });

  test("one that vanishes is no job: its id can be used, and has done nothing", async () => {
    const before = await meters.held();
    bench.lone.fake.failJob({ match: /^vanishes$/, reason: "vanish" });
    await bench.warehouse.insert("vanishes", {}, spec);
    expect(await bench.warehouse.job("vanishes")).toBeNull();
    expect(await meters.held()).toEqual(before);
    await bench.warehouse.insert("vanishes", {}, spec);
    expect(await finished(bench, "vanishes")).toMatchObject({ error: null, counts: { copied: 1 } });
  });
});

describe("#54 a job that is not taken", () => {
  const insert = async (id: string, fault: Omit<JobFault, "match">): Promise<unknown> => {
    bench.lone.fake.failJob({ match: new RegExp(`^${id}$`), at: "insert", ...fault });
    return bench.warehouse.insert(id, {}, spec).then(
      () => null,
      (error: unknown) => error,
    );
  };

  test("for a quota waits, under the same id", async () => {
    const error = await insert("no-quota", { reason: "quotaExceeded", message: "Quota exceeded: too many copies" });
    expect(error).toBeInstanceOf(JobRefused);
    expect((error as JobRefused).error).toEqual({
      kind: "quota",
      reason: "quotaExceeded",
      message: "Quota exceeded: too many copies",
    });
    expect(await bench.warehouse.job("no-quota")).toBeNull();
    expect(await insert("no-quota", { reason: "backendError", times: 0 })).toBeNull();
  });

  test("for a rate limit that does not end is as if nobody answered; a short one is waited out", async () => {
    expect(await insert("too-fast", { reason: "rateLimitExceeded", times: 9 })).toBeInstanceOf(Unavailable);
    bench.lone.fake.failJob({ match: /^fast$/, reason: "rateLimitExceeded", at: "insert", times: 2 });
    await bench.warehouse.insert("fast", {}, spec);
    expect(await finished(bench, "fast")).toMatchObject({ error: null });
  });

  test("and is a job that failed all the same is known by its id", async () => {
    expect(await insert("kept", { reason: "invalidQuery", at: "kept" })).toBeNull();
    expect(await bench.warehouse.job("kept")).toMatchObject({ state: "done", error: { reason: "invalidQuery" } });
  });

  test("because it asks for what there is not", async () => {
    const look = meters.jobs.look(meters.staging("x"), ["202602"], meters.staging("y")) as Extract<
      JobSpec,
      { kind: "look" }
    >;
    const wrong = bench.warehouse.insert("wrong", {}, { ...look, text: `${look.text} AND 'a secret' = 1` });
    await expect(wrong).rejects.toMatchObject({ name: "JobRefused", error: { kind: "data", reason: "invalidQuery" } });
    await expect(wrong).rejects.not.toThrow(/secret/);
    const load = meters.jobs.load(
      { dataset: "nowhere", table: "t" },
      [await meters.file([meter("a", "202602", 1)])],
      await meters.shape(),
    );
    await expect(bench.warehouse.insert("nowhere", {}, load)).rejects.toMatchObject({ error: { kind: "gone" } });
  });

  test("a pattern for an address is never handed on (#45)", async () => {
    const shape = await meters.shape();
    for (const uri of ["staging/meters/*.parquet", "staging/meters/a.parquet#1"]) {
      const load = meters.jobs.load(meters.staging("x"), [{ uri, generation: "1" }], shape);
      await expect(bench.warehouse.insert("pattern", {}, load)).rejects.toThrow(RangeError);
    }
    const two = { ...spec, partitions: ["202601", "202602"] } as JobSpec;
    await expect(bench.warehouse.insert("two", {}, two)).rejects.toThrow("appends one partition, not 2");
  });
});

test.each([
  ["LOAD", "invalid", "Error while reading data", "data"],
  ["LOAD", "notFound", "Not found: URI gs://b/Table/x", "data"],
  ["LOAD", "notFound", "Not found: Dataset p:d was not found in location EU", "gone"],
  ["LOAD", "notFound", "Not found: Project p", "gone"],
  ["LOAD", "resourcesExceeded", "too much memory", "data"],
  ["LOAD", "duplicate", "Already Exists: Table p:d.t", "passing"],
  ["COPY", "invalid", "Provided Schema does not match Table p:d.t.", "passing"],
  ["COPY", "notFound", "Not found: Table p:d.t", "gone"],
  ["QUERY", "invalidQuery", "UPDATE/MERGE must match at most one source row for each target row", "data"],
  ["QUERY", "invalidQuery", "Could not serialize access to table p:d.t due to concurrent update", "passing"],
  ["QUERY", "resourcesExceeded", "Too many DML statements outstanding against table p:d.t", "passing"],
  [
    "QUERY",
    "invalidQuery",
    "UPDATE or DELETE statement over table p.d.t would affect rows in the streaming buffer",
    "passing",
  ],
  ["QUERY", "responseTooLarge", "Response too large to return", "data"],
  ["QUERY", "billingNotEnabled", "Billing has not been enabled", "quota"],
  ["QUERY", "constructor", "a reason that nobody knows yet", "passing"],
] as const)("%s %s, %s: %s", (type, reason, message, kind) => {
  expect(kindOf(type, { reason, message })).toBe(kind);
});

describe("#61 an account without a right", () => {
  const calls: Readonly<Record<string, () => Promise<unknown>>> = {
    "bigquery.jobs.create": () => bench.warehouse.insert("denied", {}, spec),
    "bigquery.tables.updateData": () => bench.warehouse.insert("denied", {}, spec),
    "bigquery.tables.getData": () => bench.warehouse.query(meters.jobs.rowsByPartition(["202602"])),
    "bigquery.tables.get": () => bench.warehouse.shape(meters.target),
    "bigquery.tables.update": () => bench.warehouse.widen(meters.target, [bench.extra]),
    "bigquery.tables.list": () => bench.warehouse.tables(meters.staging("x").dataset),
    "bigquery.tables.delete": () => bench.warehouse.drop(meters.staging("x")),
  };

  test.each(Object.keys(calls))("%s", async (right) => {
    bench.lone.around.allowed = (_, permission) => permission !== right;
    const asked = bench.lone.around.calls.length;
    try {
      await expect((calls[right] as () => Promise<unknown>)()).rejects.toThrow(Denied);
    } finally {
      bench.lone.around.allowed = () => true;
    }
    // It is no storm: a right does not come back in a moment.
    const denied = bench.lone.around.calls.slice(asked).filter(({ status }) => status === 403);
    expect(denied).toHaveLength(1);
    expect(await bench.warehouse.job("denied")).toBeNull();
  });

  test.each(ACCOUNTS)("%s, by the product's own table of rights", async (name) => {
    const environment = { ...CLOUD, region: "europe-west1" };
    const account = accountEmail(environment, name);
    const own = await openBigQueryBench({
      account,
      lake: lakeRoot(environment),
      allowed: allowedBy(environment, []),
      patience: { ...QUICK, timeoutMs: 30_000 },
    });
    const steps = new Steps(own, "meters");
    const publishes = async () => {
      const rows = [meter("a", "202602", 1), meter("b", "202603", 1)];
      await steps.append(rows);
      const merged = await steps.act(steps.jobs.merge(await steps.staged(rows), ["202602", "202603"]));
      const look = steps.jobs.look(await steps.staged(rows), ["202602"], steps.staging("look"));
      return [merged.error, (await steps.act(look)).error, await own.warehouse.rows(steps.staging("look"))];
    };
    try {
      if (name === "publish") expect(await publishes()).toEqual([null, null, [expect.any(Object), expect.any(Object)]]);
      else await expect(publishes()).rejects.toThrow(Denied);
    } finally {
      await own.close();
    }
  });

  test("on the files of a load: the job fails, and may go well once the right is there", async () => {
    bench.lone.around.allowed = (_, permission) => permission !== "storage.objects.get";
    const { error } = await meters.load("unread", [await meters.file([meter("z", "202602", 1)])]);
    bench.lone.around.allowed = () => true;
    expect(error).toMatchObject({ kind: "denied", reason: "accessDenied" });
  });

  test("whose token is not taken", async () => {
    const { now } = bench.lone.around;
    Object.assign(bench.lone.around, { now: () => Date.now() + 86_400_000 });
    await expect(bench.warehouse.shape(meters.target)).rejects.toThrow(Denied);
    Object.assign(bench.lone.around, { now });
    expect(await bench.warehouse.shape(meters.target)).not.toBeNull();
  });
});
