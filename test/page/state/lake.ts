// A small lake with one of everything that can become of a drop: flights replace, pings merge, airport_days are derived.
import type { Publication } from "../../../lakehouse/ledger/publication.ts";
import { planHash } from "../../../lakehouse/plan/canonical.ts";
import { compilePlan } from "../../../lakehouse/plan/compile.ts";
import { LOCAL } from "../../../lakehouse/plan/environment.ts";
import { entryPath, logPath, messagePath, reportPath, tableNames } from "../../../lakehouse/plan/names.ts";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import type { Objects, Row, Warehouse } from "../../../lakehouse/ports.ts";
import { createMemoryClock } from "../../fakes/memory/clock.ts";
import { createMemoryWarehouse } from "../../fakes/memory/warehouse.ts";
import { inputsOf, ownContract } from "../../plan/contracts.ts";
import { failedRule, publicationOf } from "./ledger-values.ts";
import { messagesOf } from "./messages.ts";
import { restOf } from "./rest.ts";
import { type NewRow, World } from "./world.ts";

export interface Lake {
  readonly plans: readonly Plan[];
  readonly flights: World;
  readonly pings: World;
  readonly derivedLog: readonly Publication[];
  /** Rows of the derived table by partition. */
  readonly derivedRows: Readonly<Record<string, number>>;
}

function planOf(dataset: string): Plan {
  const contract = ownContract(dataset);
  return compilePlan(contract, LOCAL, inputsOf(contract));
}

/** Of the plan under which all of a dataset happened. */
export function hashOf(dataset: string): string {
  return planHash(planOf(dataset));
}

const rows = (from: number, count: number, bad = 0): NewRow[] =>
  Array.from({ length: count }, (_, index) => ({ key: `r${from + index}`, bad: index < bad }));
const at = (day: number, hour: number) => `2026-11-${day}T${String(hour).padStart(2, "0")}:00:00.000Z`;
const flight = (day: number, hour: number) => {
  return { name: `flights/dt=2026-11-${day}/flights.parquet`, day: `2026-11-${day}`, arrived: at(day, hour) };
};
const ping = (day: number, part: number, hour: number) => {
  const name = `device_pings/dt=2026-11-${day}/part-${part}.parquet`;
  return { name, day: `2026-11-${day}`, arrived: at(day, hour) };
};

/** Without a key: a day, its re-upload, the same bytes once more, a refused file; the newest day is refused. */
function flightsWorld(): World {
  const world = new World("flights", false, hashOf("flights"));
  const delays = failedRule("arr_delay.minimum", 2, "arr_delay is at least -120", { column: "arr_delay" });
  const first = world.arrive({ ...flight(20, 5), rows: [...rows(0, 100, 4), { key: "r99", twin: true }] });
  world.publish([first]);
  const second = world.arrive({ ...flight(20, 9), rows: rows(0, 110, 2), report: { rules: [delays] } });
  const twin = world.arrive({ ...flight(20, 10), rows: rows(0, 110, 2) });
  const day21 = world.arrive({ ...flight(21, 5), rows: rows(0, 90) });
  world.publish([second, day21], [first]);
  world.settle(twin, "DUPLICATE", { code: "DUPLICATE", message: "its bytes are known", cure: "-" }, { report: null });
  const old = world.arrive({ ...flight(21, 4), rows: rows(0, 80) });
  world.settle(old, "SUPERSEDED", { code: "SUPERSEDED", message: "a newer upload replaces it", cure: "-" });
  const broken = world.arrive({
    ...flight(22, 5),
    rows: [],
    report: { verdict: "rejected", rows: { in: null, good: 0, quarantined: 0, duplicates: 0 } },
  });
  world.settle(broken, "REJECTED", { code: "TRUNCATED", message: "the file ends early", cure: "upload it again" });
  return world;
}

/** With a key: corrections, late rows, a batch of two days that loses rows, a replay, a hold, drops under way. */
function pingsWorld(): World {
  const world = new World("device_pings", true, hashOf("device_pings"));
  const late = failedRule("late", 3, "event_ts is at most 3 days before the arrival day", {
    column: "event_ts",
    samples: [{ row: 1, path: "event_ts", value: "2026-11-02 10:00:00+00" }],
  });
  const masked = { row: 5, path: "device_id", value: "••••(36)" };
  const open = { row: 6, path: "device_id", value: "an unmasked device" };
  const ids = (mask: boolean) =>
    failedRule("device_id.pattern", 1, "device_id matches ^[0-9a-f]{64}$", {
      masked: mask,
      samples: [mask ? masked : open],
    });
  const first = world.arrive({ ...ping(20, 0, 5), rows: rows(0, 50, 5), report: { rules: [late, ids(true)] } });
  world.publish([first]);
  const correction = world.arrive({ ...ping(21, 0, 5), rows: rows(30, 40) });
  const other = world.arrive({ ...ping(22, 0, 5), rows: rows(60, 20), report: { rules: [ids(false)] } });
  world.publish([correction, other]);
  const replay = world.replay(first, ({ index }) => index < 3);
  world.publish([replay]);
  const again = world.replay(replay, () => false);
  world.settle(again, "HELD", { code: "CHECK_FAILED", message: "too few rows", cure: "decide" });
  const held = world.arrive({ ...ping(23, 0, 5), rows: rows(100, 30, 12) });
  world.settle(held, "HELD", { code: "CIRCUIT_BREAKER", message: "40 % are bad", cure: "accept or reject it" });
  const refusedByWarehouse = world.arrive({ ...ping(23, 1, 5), rows: rows(200, 7) });
  world.settle(refusedByWarehouse, "HELD", { code: "LOAD_FAILED", message: "no such column", cure: "mend it" });
  world.arrive({ ...ping(24, 0, 5), rows: rows(300, 10) });
  world.project();
  return world;
}

export function makeLake(): Lake {
  const plans = ["flights", "device_pings", "airport_days"].map(planOf);
  const [flights, pings] = [flightsWorld(), pingsWorld()];
  const derived = new World("airport_days", false, hashOf("airport_days"));
  const counts = (loaded: number, replaced: number) => {
    return { good: loaded, loaded, duplicates: 0, updated: 0, replaced, bytesScanned: 0 };
  };
  const make = (number: number, loaded: number, replaced: number): Publication => {
    const inputs = [{ dataset: "flights", publication: number, partitions: ["20261120"] }];
    return { ...publicationOf(derived, [], counts(loaded, replaced), []), number, inputs };
  };
  const derivedLog = [make(1, 10, 0), make(2, 15, 10)];
  return { plans, flights, pings, derivedLog, derivedRows: { "20261120": 9, "20261121": 6 } };
}

/** The ledger and the outbox as objects. */
export async function writeLake(lake: Lake, objects: Objects): Promise<void> {
  const write = async (name: string, value: object | string) => {
    const bytes = new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
    await objects.write(name, { kind: "bytes", bytes }, { generation: "0" });
  };
  for (const { dataset, drops, log } of [lake.flights, lake.pings]) {
    for (const { entry, report, key, day } of drops) {
      await write(entryPath(dataset, day, key), entry);
      if (report) await write(reportPath(dataset, key, report.round), report);
    }
    for (const publication of log) await write(logPath(dataset, publication.number), publication);
  }
  for (const publication of lake.derivedLog) await write(logPath("airport_days", publication.number), publication);
  const derived = { ...new World("airport_days", false, hashOf("airport_days")), drops: [], log: [...lake.derivedLog] };
  const rest = new Map(
    [lake.flights, lake.pings, derived].flatMap((world, at) => {
      const plan = lake.plans[at];
      return plan ? [...restOf(world, plan)] : [];
    }),
  );
  for (const [name, value] of rest) await write(name, value);
  for (const message of messagesOf()) await write(messagePath(message.dataset, message.number), message);
}

/** Tables with the rows of the naive models; `lost`: so many of each table's rows are gone. */
export function warehouseOf(lake: Lake, lost = 0): Warehouse {
  const counts: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    flights: { "20261120": lake.flights.table.length - lost },
    device_pings: { "20261120": lake.pings.table.length - lost },
    airport_days: lake.derivedRows,
  };
  const targets = lake.plans.map(({ dataset, environment, warehouse: { table, quarantineTable } }) => {
    const shape = { columns: [], partitioning: null, clustering: [] };
    const names = tableNames(environment, dataset, table, quarantineTable);
    return { dataset, table: names.consumption, shape, keyed: dataset === "device_pings", sequence: null };
  });
  const query = (text: string): Row[] => {
    const asked = targets.find(({ table }) => text.includes(`"${table.dataset}"."${table.table}" AS t WHERE (`));
    if (!asked) throw new Error(`not the query of a table: ${text}`);
    const found = Object.entries(counts[asked.dataset] ?? {});
    return found.map(([sluice_partition, sluice_rows]) => ({ sluice_partition, sluice_rows }));
  };
  const clock = createMemoryClock("2026-11-25T06:00:00Z");
  return createMemoryWarehouse({ clock, targets, readFile: () => null, query });
}
