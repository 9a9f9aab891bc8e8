import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { RestTable } from "../../../lakehouse/adapters/bigquery/rest.ts";
import { type Asker, field, openAsker, reference } from "./ask.ts";

// One partition behind the same partition of another table: partitioning, clustering and columns must be alike.

let asker: Asker;
let made = 0;
beforeAll(async () => {
  asker = await openAsker();
});
afterAll(() => asker.close());

const SHAPE: RestTable = {
  schema: {
    fields: [field("day", "DATE"), field("n", "INTEGER"), field("r", "RECORD", { fields: [field("x", "STRING")] })],
  },
  timePartitioning: { type: "DAY", field: "day" },
  clustering: { fields: ["n"] },
};
const [DAY, N, R] = SHAPE.schema?.fields ?? [];

const ROWS = `SELECT DATE '2026-05-0' || i AS day, i AS n, {x: 'x' || i} AS r FROM range(1, 4) AS t(i)`;

/** A copy of the partition of 2026-05-02 between two new tables: how it ended, and what the target then holds. */
async function copy(source: RestTable, target: RestTable, [from, into] = ["20260502", "20260502"]) {
  made += 1;
  const names = [`s${made}`, `t${made}`] as const;
  for (const [at, shape] of [source, target].entries()) {
    const { error } = await asker.table(names[at] as string, shape);
    if (error) throw new Error(error.message);
  }
  const columns = (source.schema?.fields ?? []).map(({ name }) => name).join(", ");
  await asker.lone.fake.look(
    `INSERT INTO own.${names[0]} BY NAME SELECT ${columns} FROM (SELECT *, NULL AS more, NULL AS at FROM (${ROWS.replace("DATE '2026-05-0' || i", "('2026-05-0' || i)::DATE")}))`,
  );
  const { error, body } = await asker.job({
    copy: {
      sourceTable: reference(`${names[0]}$${from}`),
      destinationTable: reference(`${names[1]}$${into}`),
      writeDisposition: "WRITE_APPEND",
      createDisposition: "CREATE_NEVER",
    },
  });
  const held = await asker.lone.fake.look(`SELECT day::VARCHAR AS day FROM own.${names[1]} ORDER BY ALL`);
  return { error, held, statistics: body.statistics as { copy?: object } };
}

test("rows of the partition, and no others, come behind what is there", async () => {
  const { error, held, statistics } = await copy(SHAPE, SHAPE);
  expect(error).toBeNull();
  expect(held).toEqual([{ day: "2026-05-02" }]);
  expect(statistics.copy).toEqual({ copiedRows: "1" });
});

const more = field("more", "STRING");
const withFields = (...fields: (typeof DAY)[]): RestTable => ({
  ...SHAPE,
  schema: { fields: fields.map((one) => one ?? {}) },
});

const REFUSED: readonly (readonly [string, RestTable, RestTable, RegExp])[] = [
  [
    "another granularity",
    SHAPE,
    { ...SHAPE, timePartitioning: { type: "MONTH", field: "day" } },
    /^Incompatible table partitioning specification/,
  ],
  ["no partitioning of the target", SHAPE, { ...SHAPE, timePartitioning: undefined as never }, /^Incompatible/],
  ["other clusters", SHAPE, { ...SHAPE, clustering: { fields: ["n", "day"] } }, /clustering\(n,day\)/],
  [
    "no clusters",
    SHAPE,
    { schema: SHAPE.schema as object, timePartitioning: SHAPE.timePartitioning as object },
    /^Incompatible/,
  ],
  ["a column that only the source has", withFields(DAY, N, R, more), SHAPE, /Cannot add fields \(field: more\)/],
  ["a column that only the target has", SHAPE, withFields(DAY, N, R, more), /Field more is missing in new schema/],
  [
    "a field that only the target has",
    SHAPE,
    withFields(DAY, N, field("r", "RECORD", { fields: [field("x", "STRING"), field("y", "STRING")] })),
    /Field r\.y is missing in new schema/,
  ],
  ["another type", SHAPE, withFields(DAY, field("n", "NUMERIC"), R), /n has changed type from NUMERIC to INTEGER/],
  [
    "other digits",
    withFields(DAY, field("n", "NUMERIC"), R),
    withFields(DAY, field("n", "NUMERIC", { precision: "9" }), R),
    /from NUMERIC\(9\) to NUMERIC/,
  ],
  [
    "NULL where the target has none",
    SHAPE,
    withFields(DAY, { ...N, mode: "REQUIRED" }, R),
    /mode from REQUIRED to NULLABLE/,
  ],
];

describe("it refuses", () => {
  test.each(REFUSED)("%s", async (_, source, target, message) => {
    const { error, held } = await copy(source, target);
    expect(error).toMatchObject({ reason: "invalid", message: expect.stringMatching(message) });
    expect(held).toEqual([]);
  });

  test.each([
    ["a partition of another length", ["202605", "202605"], "invalid"],
    ["another partition of the target", ["20260502", "20260503"], "invalid"],
    ["a partition that the source has not", ["20260509", "20260509"], "notFound"],
  ])("%s", async (_, partitions, reason) => {
    const { error, held } = await copy(SHAPE, SHAPE, partitions as [string, string]);
    expect(error).toMatchObject({ reason });
    expect(held).toEqual([]);
  });

  test("tables that are not there, as jobs that failed", async () => {
    const { error } = await asker.job(
      {
        copy: {
          sourceTable: reference("none$20260502"),
          destinationTable: reference("none2$20260502"),
          writeDisposition: "WRITE_APPEND",
          createDisposition: "CREATE_NEVER",
        },
      },
      "copy-of-none",
    );
    expect(error).toEqual({ reason: "notFound", message: "Not found: Table acme:own.none" });
    expect((await asker.ask("GET", "jobs/copy-of-none?location=EU")).status).toBe(200);
  });
});
