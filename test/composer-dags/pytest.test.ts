// The tests of DAGs, by Airflow itself, in one process: what it says is shown where one fails.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { projectFolder } from "../layout/tree.ts";
import { airflowPython } from "../python.ts";

test("pytest", async () => {
  const args = ["-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "-W", "ignore", "../test/composer-dags"];
  const env = { ...process.env, SLUICE_NODE: process.execPath };
  const options = { cwd: join(projectFolder, "composer-dags"), env, maxBuffer: 2 ** 26 };
  const { failed, said } = await new Promise<{ failed: boolean; said: string }>((done) => {
    execFile(airflowPython, args, options, (error, stdout, stderr) =>
      done({ failed: error !== null, said: stdout + stderr }),
    );
  });
  if (failed) throw new Error(said);
  expect(said).toMatch(/\d+ passed/);
  for (const skipped of said.match(/^SKIPPED.*$/gm) ?? []) process.stderr.write(`composer-dags: ${skipped}\n`);
}, 600_000);
