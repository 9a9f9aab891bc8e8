import type { Json } from "@duckdb/node-api";
import type { Plan } from "../../../lakehouse/plan/plan.ts";
import type { Asked, Call, Service } from "../http/service.ts";
import { jobCalls } from "./calls/jobs.ts";
import { queryCalls } from "./calls/queries.ts";
import type { Rooms, Route, Routed } from "./calls/route.ts";
import { tableCalls } from "./calls/tables.ts";
import type { BigQueryOptions, Inside } from "./cloud.ts";
import { openDatabase } from "./database.ts";
import { deploy } from "./deploy.ts";
import { BigQueryError, errorBody } from "./errors.ts";
import { masked } from "./fields-mask.ts";
import { type JobFault, Jobs, type KeptJob } from "./jobs.ts";
import { Modifications } from "./modifications.ts";
import { recogniser } from "./statements/recognise.ts";
import { type TableName, Tables } from "./tables.ts";

export type { BigQueryOptions } from "./cloud.ts";
export type { JobFault } from "./jobs.ts";

export interface BigQueryService {
  readonly service: Service;
  /** What `pulumi up` does with a plan. Only statements of deployed plans are run. */
  deploy(plan: Plan): Promise<void>;
  /** A dataset that no plan has. */
  createDataset(name: string, tableExpirationMs?: number): Promise<void>;
  failJob(fault: JobFault): void;
  /** Of one UTC day; today by default. */
  modifications(table: TableName, day?: string): number;
  jobs(): readonly KeptJob[];
  /** A table is gone without a call: its expiration came. */
  vanish(table: TableName): Promise<void>;
  /** Every job ends, as time does it. */
  settle(): Promise<void>;
  /** What the tables hold, by DuckDB's SQL; datasets are schemas. Without a call. */
  look(sql: string): Promise<Record<string, Json>[]>;
  close(): void;
}

/**
 * BigQuery's REST interface, version 2, over DuckDB: jobs, tables, rows. It refuses what BigQuery refuses, and runs no
 * statement but those of deployed plans, each by the plan's own text for DuckDB.
 */
export async function createBigQueryService(options: BigQueryOptions): Promise<BigQueryService> {
  const database = await openDatabase();
  const tables = new Tables(options.project, database, options.now);
  const modifications = new Modifications(options.now, options.modificationsPerDay ?? 1_500);
  const plans: Plan[] = [];
  const inside: Inside = { options, database, tables, modifications, recognise: recogniser(options.project, plans) };
  const jobs = new Jobs(inside);
  const rooms: Rooms = { ...inside, jobs };
  const alone = oneByOne();
  return {
    service: serviceOf(rooms, [jobCalls, queryCalls(new Map()), tableCalls], alone),
    deploy: (plan) =>
      alone(async () => {
        if (!plans.includes(plan)) plans.push(plan);
        await deploy(tables, plan, options.location);
      }),
    createDataset: (name, tableExpirationMs) =>
      alone(() => tables.createDataset(name, options.location, tableExpirationMs ?? null)),
    failJob: (fault) => jobs.fail(fault),
    modifications: (table, day) => modifications.of(table, day),
    jobs: () => jobs.all(),
    vanish: (table) => alone(() => tables.remove(table)),
    settle: () => alone(() => jobs.pass(Number.POSITIVE_INFINITY)),
    look: (sql) => alone(() => database.objects(sql)),
    close: () => database.close(),
  };
}

type Alone = <T>(task: () => Promise<T>) => Promise<T>;

/** One task after the other: each call takes effect at once. */
function oneByOne(): Alone {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  };
}

function serviceOf(rooms: Rooms, routes: readonly Route[], alone: Alone): Service {
  const error: Service["error"] = (status, reason, message) => {
    const known = status === 403 && reason === "forbidden" ? "accessDenied" : reason;
    return { status, body: errorBody(status, known, message) };
  };
  const callOf = (routed: Routed, { account, url }: Asked): Call => ({
    op: routed.op,
    subject: routed.subject,
    needs: routed.needs,
    async answer() {
      if (account === null) return error(401, "authError", "Invalid Credentials");
      try {
        const body = await alone(async () => {
          await rooms.jobs.pass(1);
          return routed.answer(account);
        });
        return body === null ? { status: 204 } : { status: 200, body: masked(body, url.searchParams.get("fields")) };
      } catch (failure) {
        if (!(failure instanceof BigQueryError)) throw failure;
        return error(failure.status, failure.reason, failure.message);
      }
    },
  });
  return {
    error,
    route(asked) {
      const path = asked.url.pathname.split("/").slice(1).map(decodeURIComponent);
      const [service, version, projects, project, ...rest] = path;
      if (service !== "bigquery" || version !== "v2" || projects !== "projects" || project !== rooms.options.project) {
        return null;
      }
      for (const route of routes) {
        const routed = route(asked, rest, rooms);
        if (routed) return callOf(routed, asked);
      }
      return null;
    },
  };
}
