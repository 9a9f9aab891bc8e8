// A process of its own for the tests of the DuckDB warehouse:
//   publish FILE PLAN GOOD NAME COUNT [MS]   numbered jobs as a publisher runs them; what is done already is left alone;
//                                            MS milliseconds into its first copy it kills itself
//   hold FILE                                has the file until its input ends
import { readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { createDuckDbWarehouse } from "../../lakehouse/adapters/duckdb.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import type { JobSpec } from "../../lakehouse/ports.ts";
import { localFiles, systemClock } from "../ports/warehouse-places.ts";
import { hourlyJobs } from "./duckdb-hourly.ts";

const [task = "", file = "", planFile = "", good = "", name = "", count = "0", killAfter] = process.argv.slice(2);
if (task === "hold") await hold();
else await publish();

async function hold(): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  console.log("ready");
  for await (const _ of process.stdin);
  instance.closeSync();
}

async function publish(): Promise<void> {
  const warehouse = createDuckDbWarehouse({ file, objects: localFiles, clock: systemClock });
  const plan = JSON.parse(readFileSync(planFile, "utf8")) as Plan;
  const { load, copy, note } = hourlyJobs(plan, good);
  console.log("ready");
  await warehouse.up(plan);
  for (let number = 0; number < Number(count); number += 1) {
    const id = (step: string) => `${name}-${number}-${step}`;
    const once = async (step: string, spec: JobSpec) => {
      if (!(await warehouse.job(id(step)))) await warehouse.insert(id(step), {}, spec);
    };
    const table = `${name}_${number}`;
    await once("load", load(table));
    await once("note", note(table, id("copy")));
    if (killAfter !== undefined && !(await warehouse.job(id("copy")))) {
      setTimeout(() => process.kill(process.pid, "SIGKILL"), Number(killAfter));
    }
    await once("copy", copy(table));
    await once("fails", copy("never_made"));
    await warehouse.drop(load(table).into);
  }
  await warehouse.close();
}
