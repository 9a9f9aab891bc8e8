import { spawn } from "node:child_process";
import { join } from "node:path";
import type { WorkerOrder } from "../worker.ts";

const WORKER = join(import.meta.dirname, "../worker.ts");

/** Starts the worker, and kills it as soon as it says where it stands. */
export function runAndKill(order: WorkerOrder): Promise<{ readonly pid: number; readonly signal: string | null }> {
  const worker = spawn(process.execPath, [WORKER, JSON.stringify(order)], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  worker.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    said = (said + chunk).slice(-2_000);
  });
  worker.stdout.once("data", () => worker.kill("SIGKILL"));
  return new Promise((done, fail) => {
    worker.once("error", fail);
    worker.once("close", (code, signal) => {
      if (signal === "SIGKILL") done({ pid: worker.pid ?? 0, signal });
      else fail(new Error(`the worker ended by itself (exit code ${code}): ${said}`));
    });
  });
}
