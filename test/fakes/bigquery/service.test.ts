import { afterEach, describe, expect, test } from "@jest/globals";
import type { RestJob, RestTable } from "../../../lakehouse/adapters/bigquery/rest.ts";
import { compilePlan } from "../../../lakehouse/plan/compile.ts";
import { wholeRange } from "../../../lakehouse/plan/warehouse/partition-range.ts";
import { ownContract } from "../../plan/contracts.ts";
import { type Asker, field, openAsker, PROJECT, reference } from "./ask.ts";
import type { LoneOptions } from "./open.ts";

let asker: Asker;
afterEach(() => asker.close());

async function open(options: Partial<LoneOptions> = {}): Promise<Asker> {
  asker = await openAsker(options);
  return asker;
}

const DAYS: RestTable = {
  schema: { fields: [field("day", "DATE"), field("at", "TIMESTAMP")] },
  timePartitioning: { type: "DAY", field: "day" },
};

const COPY = {
  copy: {
    sourceTable: reference("s$20260501"),
    destinationTable: reference("t$20260501"),
    writeDisposition: "WRITE_APPEND",
    createDisposition: "CREATE_NEVER",
  },
};

/** Two tables of days, of which the first has a row. */
async function openTables(options: Partial<LoneOptions> = {}): Promise<Asker> {
  await open(options);
  for (const name of ["s", "t"]) await asker.table(name, DAYS);
  await asker.lone.fake.look("INSERT INTO own.s VALUES ('2026-05-01', '2026-05-01 01:02:03.000004+00')");
  return asker;
}

const rowsOf = async (table: string) => (await asker.lone.fake.look(`FROM own.${table}`)).length;
const stateOf = ({ body }: { readonly body: RestJob }) => body.status?.state;
const jobOf = (id: string) => asker.ask("GET", `jobs/${id}?location=EU`);

describe("jobs", () => {
  test("an id is used once, also by a job that fails", async () => {
    await openTables();
    expect((await asker.job(COPY, "once")).status).toBe(200);
    const again = await asker.job(COPY, "once");
    expect(again).toMatchObject({
      status: 409,
      error: { reason: "duplicate", message: `Already Exists: Job ${PROJECT}:EU.once` },
    });
    expect(await rowsOf("t")).toBe(1);
    const none = { copy: { ...COPY.copy, sourceTable: reference("none$20260501") } };
    expect((await asker.job(none, "failed")).error).toMatchObject({ reason: "notFound" });
    expect((await asker.job(COPY, "failed")).status).toBe(409);
  });

  test("it runs some calls later, whoever makes them, and takes effect at once", async () => {
    await openTables({ lasts: (id) => (id === "slow" ? 3 : 0) });
    expect(stateOf(await asker.job(COPY, "slow"))).toBe("PENDING");
    expect(stateOf(await jobOf("slow"))).toBe("RUNNING");
    expect(await rowsOf("t")).toBe(0);
    await asker.ask("GET", "datasets/own/tables");
    expect(stateOf(await jobOf("slow"))).toBe("DONE");
    expect(await rowsOf("t")).toBe(1);
    await asker.job(COPY, "quick");
    await asker.job(COPY, "slow2");
    await asker.lone.fake.settle();
    expect(asker.lone.fake.jobs().map(({ state }) => state)).toEqual(["DONE", "DONE", "DONE"]);
  });

  test("of another location, or without one, a job is not known", async () => {
    await openTables();
    await asker.job(COPY, "here");
    for (const place of ["jobs/here", "jobs/here?location=US", "jobs/other?location=EU"]) {
      expect(await asker.ask("GET", place)).toMatchObject({ status: 404, error: { reason: "notFound" } });
    }
    const elsewhere = { jobReference: { projectId: PROJECT, jobId: "x", location: "US" }, configuration: COPY };
    expect((await asker.ask("POST", "jobs", elsewhere)).status).toBe(404);
    expect(asker.lone.fake.jobs()).toHaveLength(1);
  });

  test.each([
    ["an id with a space", "a b", {}],
    ["an upper-case label", "x", { Upper: "x" }],
    ["a label that is too long", "x", { long: "x".repeat(64) }],
  ])("%s is refused", async (_, id, labels) => {
    await openTables();
    expect((await asker.job({ ...COPY, labels }, id)).status).toBe(400);
    expect(asker.lone.fake.jobs()).toEqual([]);
  });

  test("a script makes them fail at their end, at once, or vanish", async () => {
    await openTables();
    const { fake } = asker.lone;
    fake.failJob({ match: /^end/, reason: "backendError", times: 2 });
    fake.failJob({ match: /^refused/, reason: "quotaExceeded", at: "insert" });
    fake.failJob({ match: /^kept/, reason: "invalidQuery", at: "kept" });
    fake.failJob({ match: /^gone/, reason: "vanish" });
    for (const id of ["end-0", "end-1"])
      expect((await asker.job(COPY, id)).error).toMatchObject({ reason: "backendError" });
    expect(await asker.job(COPY, "refused")).toMatchObject({ status: 403, error: { reason: "quotaExceeded" } });
    expect((await jobOf("refused")).status).toBe(404);
    expect((await asker.job(COPY, "kept")).status).toBe(400);
    expect((await jobOf("kept")).error).toMatchObject({ reason: "invalidQuery" });
    expect((await asker.job(COPY, "gone")).status).toBe(200);
    expect((await jobOf("gone")).status).toBe(404);
    expect(await rowsOf("t")).toBe(0);
    expect((await asker.job(COPY, "end-2")).error).toBeNull();
    expect(await rowsOf("t")).toBe(1);
  });

  test("a table takes so many jobs a day, those that fail counted; the next day again", async () => {
    let now = Date.parse("2026-05-01T12:00:00.000Z");
    await openTables({ modificationsPerDay: 2, now: () => now });
    const ends = async (id: string) => (await asker.job(COPY, id)).error?.reason ?? null;
    asker.lone.fake.failJob({ match: /^a$/, reason: "backendError" });
    expect([await ends("a"), await ends("b"), await ends("c")]).toEqual(["backendError", null, "quotaExceeded"]);
    const name = { dataset: "own", table: "t" };
    expect(asker.lone.fake.modifications(name)).toBe(3);
    now += 86_400_000;
    expect([asker.lone.fake.modifications(name), await ends("d")]).toEqual([0, null]);
    expect(asker.lone.fake.modifications(name, "2026-05-01")).toBe(3);
  });

  test("each needs rights on every table that it touches, and leaves no trace without", async () => {
    await openTables();
    const wanted: string[] = [];
    asker.lone.around.allowed = (_, permission, resource) => wanted.push(`${permission} ${resource}`) > 0;
    await asker.job(COPY, "allowed");
    expect(wanted).toEqual([
      "bigquery.jobs.create project",
      "bigquery.tables.get own.s",
      "bigquery.tables.getData own.s",
      "bigquery.tables.get own.t",
      "bigquery.tables.updateData own.t",
    ]);
    for (const right of wanted) {
      asker.lone.around.allowed = (_, permission, resource) => `${permission} ${resource}` !== right;
      expect(await asker.job(COPY, "denied")).toMatchObject({ status: 403, error: { reason: "accessDenied" } });
    }
    expect(asker.lone.fake.jobs()).toHaveLength(1);
    asker.lone.around.allowed = () => true;
    expect((await asker.ask("GET", "jobs/allowed?location=EU", undefined, { authorization: "none" })).status).toBe(401);
  });
});

describe("tables", () => {
  test("a schema changes under its etag, and only by what is added or relaxed", async () => {
    await open();
    const fields = [
      field("a", "STRING", { mode: "REQUIRED" }),
      field("r", "RECORD", { fields: [field("x", "STRING")] }),
    ];
    const { body } = await asker.table("t", { schema: { fields } });
    const patch = (changed: object[], etag?: unknown) => {
      const headers = typeof etag === "string" ? { "if-match": etag } : {};
      return asker.ask("PATCH", "datasets/own/tables/t", { schema: { fields: changed } }, headers);
    };
    const relaxed = field("a", "STRING");
    const deeper = field("r", "RECORD", { fields: [field("x", "STRING"), field("y", "INTEGER")] });
    const first = await patch([relaxed, deeper, field("n", "INTEGER")], body.etag);
    expect(first.body).toMatchObject({ schema: { fields: [relaxed, deeper, field("n", "INTEGER")] } });
    expect(await patch([relaxed, deeper], body.etag)).toMatchObject({
      status: 412,
      error: { reason: "conditionNotMet" },
    });
    const refused: readonly (readonly [object[], RegExp])[] = [
      [[relaxed, deeper], /Field n is missing in new schema/],
      [[field("a", "BYTES"), deeper, field("n", "INTEGER")], /a has changed type/],
      [[{ ...relaxed, mode: "REPEATED" }, deeper, field("n", "INTEGER")], /a has changed mode/],
      [
        [relaxed, deeper, field("n", "INTEGER"), field("z", "DATE", { mode: "REQUIRED" })],
        /Cannot add required fields/,
      ],
    ];
    for (const [changed, message] of refused) {
      expect((await patch(changed)).error).toMatchObject({
        reason: "invalid",
        message: expect.stringMatching(message),
      });
    }
    const now = await asker.ask("GET", "datasets/own/tables/t?fields=etag");
    expect(now.body).toEqual({ etag: first.body.etag });
  });

  test("lists come in pages", async () => {
    await open();
    for (const name of ["c", "a", "b"]) await asker.table(name, DAYS);
    const names: unknown[] = [];
    let token = "";
    do {
      const { body } = await asker.ask("GET", `datasets/own/tables?maxResults=2${token}`);
      names.push(((body.tables ?? []) as RestTable[]).map(({ tableReference }) => tableReference?.tableId));
      token = body.nextPageToken ? `&pageToken=${body.nextPageToken}` : "";
    } while (token !== "");
    expect(names).toEqual([["a", "b"], ["c"]]);
    expect((await asker.ask("GET", "datasets/none/tables")).status).toBe(404);
  });

  test("those of a dataset with an expiration go when their time comes", async () => {
    let now = Date.parse("2026-05-01T12:00:00.000Z");
    await open({ now: () => now });
    await asker.lone.fake.createDataset("short", 1_000);
    const tableReference = { ...reference("t"), datasetId: "short" };
    const { body } = await asker.ask("POST", "datasets/short/tables", { ...DAYS, tableReference });
    expect(body.expirationTime).toBe(String(now + 1_000));
    now += 1_001;
    expect((await asker.ask("GET", "datasets/short/tables/t")).status).toBe(404);
    expect((await asker.ask("GET", "datasets/short/tables")).body.tables).toBeUndefined();
  });

  test("rows come in pages, instants as whole microseconds if they are asked for so", async () => {
    await openTables({ pageSize: 1 });
    await asker.lone.fake.look("INSERT INTO own.s VALUES ('2026-05-02', NULL)");
    const path = "datasets/own/tables/s/data?formatOptions.useInt64Timestamp=true";
    const first = await asker.ask("GET", path);
    expect(first.body).toMatchObject({
      totalRows: "2",
      rows: [{ f: [{ v: "2026-05-01" }, { v: "1777597323000004" }] }],
    });
    const second = await asker.ask("GET", `${path}&pageToken=${first.body.pageToken}`);
    expect(second.body).toEqual({ totalRows: "2", rows: [{ f: [{ v: "2026-05-02" }, { v: null }] }] });
    const float = await asker.ask("GET", "datasets/own/tables/s/data");
    expect(float.body).toMatchObject({ rows: [{ f: [{}, { v: "1.777597323000004e+9" }] }] });
  });

  test("a table is deleted once", async () => {
    await openTables();
    expect((await asker.ask("DELETE", "datasets/own/tables/s")).status).toBe(204);
    expect((await asker.ask("DELETE", "datasets/own/tables/s")).status).toBe(404);
  });
});

describe("queries", () => {
  const plan = compilePlan(ownContract("meters"), { id: "dev", project: PROJECT, location: "EU" });
  const { rowsByPartition, partitionRange } = plan.warehouse.bigquery;
  const query = rowsByPartition
    .replace("{target}", `\`${PROJECT}.dev_consumption.meters\``)
    .replace("{partitionRange}", wholeRange(partitionRange));
  const asked = { query, useLegacySql: false, location: "EU" };

  async function openMeters(options: Partial<LoneOptions> = {}): Promise<void> {
    await open(options);
    await asker.lone.fake.deploy(plan);
    await asker.lone.fake.look(
      "INSERT INTO dev_consumption.meters (meter, day) VALUES ('a', '2026-05-01'), ('b', '2026-06-01')",
    );
  }

  test("pages, and one query for one request, however often it comes", async () => {
    await openMeters();
    const first = await asker.ask("POST", "queries", { ...asked, requestId: "r", maxResults: 1 });
    expect(first.body).toMatchObject({
      jobComplete: true,
      totalRows: "2",
      rows: [{ f: [{ v: "202605" }, { v: "1" }] }],
    });
    await asker.ask("POST", "queries", { ...asked, requestId: "r" });
    expect(asker.lone.fake.jobs()).toHaveLength(1);
    const { jobId } = first.body.jobReference as { jobId: string };
    const second = await asker.ask("GET", `queries/${jobId}?location=EU&pageToken=${first.body.pageToken}`);
    expect(second.body).toMatchObject({ rows: [{ f: [{ v: "202606" }, { v: "1" }] }] });
    expect(second.body.pageToken).toBeUndefined();
  });

  test("one that is not complete yet", async () => {
    await openMeters({ lasts: () => 2 });
    const { body } = await asker.ask("POST", "queries", asked);
    expect(body).toMatchObject({ jobComplete: false });
    const { jobId } = body.jobReference as { jobId: string };
    expect((await asker.ask("GET", `queries/${jobId}?location=EU`)).body.jobComplete).toBe(false);
    expect((await asker.ask("GET", `queries/${jobId}?location=EU`)).body.jobComplete).toBe(true);
  });

  test("other statements, legacy SQL and other places are refused", async () => {
    await openMeters();
    const refused = [
      { ...asked, query: "SELECT 1" },
      { query, location: "EU" },
      { query, useLegacySql: false },
    ];
    for (const body of refused) expect((await asker.ask("POST", "queries", body)).status).toBeGreaterThanOrEqual(400);
  });

  test("a dry run tells what it would be, and is no job", async () => {
    await openMeters();
    const body = { jobReference: { location: "EU" }, configuration: { dryRun: true, query: asked } };
    const { body: told } = await asker.ask("POST", "jobs?fields=statistics/query/statementType", body);
    expect(told).toEqual({ statistics: { query: { statementType: "SELECT" } } });
    expect(asker.lone.fake.jobs()).toEqual([]);
  });

  test("what is deployed again keeps its rows, and gains columns", async () => {
    await openMeters();
    const { bigquery } = plan.warehouse;
    const schema = [...bigquery.schema, field("extra", "STRING")];
    await asker.lone.fake.deploy({ ...plan, warehouse: { ...plan.warehouse, bigquery: { ...bigquery, schema } } });
    const { body } = await asker.ask(
      "GET",
      "datasets/dev_consumption/tables/meters?fields=schema/fields/name,requirePartitionFilter",
    );
    expect(body).toMatchObject({ requirePartitionFilter: true });
    expect(JSON.stringify(body)).toContain('{"name":"sluice_row"},{"name":"extra"}]');
    expect(await asker.lone.fake.look("FROM dev_consumption.meters")).toHaveLength(2);
  });
});
