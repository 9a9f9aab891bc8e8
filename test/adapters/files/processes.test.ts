import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createFileObjects } from "../../../lakehouse/adapters/files.ts";
import type { Objects } from "../../../lakehouse/ports.ts";
import { createMemoryClock } from "../../fakes/memory/clock.ts";
import { content, textOf } from "../../ports/objects-bench.ts";

const worker = join(import.meta.dirname, "worker.ts");

let lake = "";
let objects: Objects;
beforeEach(() => {
  lake = mkdtempSync(join(tmpdir(), "sluice-processes-"));
  objects = createFileObjects(lake, createMemoryClock("2026-11-20T06:00:00.000Z"), { durable: false });
});
afterEach(() => rmSync(lake, { recursive: true, force: true }));

/** What a worker told until its end. */
function run(
  args: readonly string[],
  onLine: (child: ChildProcess, told: number) => void = () => {},
): Promise<string[]> {
  const child = spawn(process.execPath, [worker, lake, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (more: string) => {
    text += more;
    onLine(child, text.split("\n").length - 1);
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0 || signal === "SIGKILL") resolve(text.split("\n").slice(0, -1));
      else reject(new Error(`the worker ended with ${code ?? signal}`));
    });
  });
}

describe("objects as files, by many processes", () => {
  test("8 count together; one that is killed and starts again loses nothing", async () => {
    await objects.write("ledger/counter", content("0"), { generation: "0" });
    const times = 15;
    const counted = async (kill: boolean): Promise<number> => {
      const killed = await run(["count", "ledger/counter", String(times)], (child, told) => {
        if (kill && told >= 5) child.kill("SIGKILL");
      });
      if (killed.length === times) return times;
      return killed.length + (await run(["count", "ledger/counter", String(times - killed.length)])).length;
    };
    const told = await Promise.all(Array.from({ length: 8 }, (_, index) => counted(index === 0)));
    expect(told).toEqual(Array.from({ length: 8 }, () => times));
    const untold = Number(await textOf(objects, "ledger/counter")) - 8 * times;
    expect([0, 1]).toContain(untold);
    expect(readdirSync(join(lake, "ledger"))).toHaveLength(8 * times + untold + 1);
    expect(readdirSync(join(lake, ".sluice/new"))).toEqual([]);
  });

  test("a marker that 6 create and remove is never created twice, nor removed twice", async () => {
    const told = (await Promise.all(Array.from({ length: 6 }, () => run(["mark", "ledger/open/k", "60"])))).flat();
    const generations = (sign: string) => told.filter((line) => line[0] === sign).map((line) => line.slice(2));
    const present = await objects.stat("ledger/open/k");
    expect(generations("+").length).toBeGreaterThan(0);
    expect(new Set(generations("+")).size).toBe(generations("+").length);
    expect([...generations("-"), ...(present ? [present.generation] : [])].sort()).toEqual(generations("+").sort());
    expect(readdirSync(join(lake, "ledger/open"))).toHaveLength(present ? 1 : 0);
    expect(existsSync(join(lake, ".sluice/removed/ledger/open"))).toBe(true);
  });
});
