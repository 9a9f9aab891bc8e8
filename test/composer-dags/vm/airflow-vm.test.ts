// Airflow's machine, installed by its own recipe and run by its units' commands: `npm run soak -- airflow-vm`. It takes
// minutes and fetches packages, so `npm test` reads the recipe alone (test_recipe.py).
import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { projectFolder } from "../../layout/tree.ts";
import { airflowPython } from "../../python.ts";

const RUNS = process.env.RUNS;
const LIMIT = 1_800_000;

(RUNS === undefined ? test.skip : test)(
  "installs, starts, runs tasks, is backed up and ends",
  async () => {
    const env = { ...process.env, SLUICE_NODE: process.execPath };
    const run = spawn(airflowPython, [join(projectFolder, "test/composer-dags/vm/run_units.py")], {
      env,
      stdio: ["ignore", "inherit", "inherit"],
    });
    const code = await new Promise((done) => run.on("close", done));
    expect(code).toBe(0);
  },
  LIMIT,
);
