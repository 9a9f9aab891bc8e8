// The Python tests, in one process: what it says is shown where one fails.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { projectFolder } from "../layout/tree.ts";
import { python } from "../python.ts";

test("pytest", async () => {
  const args = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "../test/dataflow-templates"];
  const options = { cwd: join(projectFolder, "dataflow-templates"), maxBuffer: 2 ** 26 };
  const { failed, said } = await new Promise<{ failed: boolean; said: string }>((done) => {
    execFile(python, args, options, (error, stdout, stderr) => done({ failed: error !== null, said: stdout + stderr }));
  });
  if (failed) throw new Error(said);
  expect(said).toMatch(/\d+ passed/);
}, 600_000);
