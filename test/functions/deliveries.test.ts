import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { deploy, type Deployed } from "./cloud/deployed.ts";
import { makeDrops, visitsName } from "./cloud/drops.ts";
import { entriesOf, publicationsOf } from "./cloud/ledger.ts";
import { settle } from "./cloud/settle.ts";
import { rowsOf } from "./cloud/state.ts";

test("try", async () => {
  const N = Number(process.env.RUNS ?? 30);
  const lines: string[] = [];
  const drops = makeDrops();
  const t0 = performance.now();
  const lap = (w: string) => process.stderr.write(`${((performance.now() - t0) / 1000).toFixed(1)} ${w} ${JSON.stringify(process.cpuUsage())}\n`);
  const d = await deploy({ contracts: "test/functions/cloud/contracts", instances: { "on-drop": 3 }, pusher: { deliverers: 20, duplicates: 0.2, disorder: 20 }, onLine: (n, l) => void lines.push(`${n} ${l}`) });
  lap("deployed");
  for (let i = 0; i < N; i++) d.upload(visitsName("2026-11-20", `d${i}`), await drops.visits("2026-11-20", i * 10, i * 10 + 10));
  lap("uploaded");
  await d.pusher.idle();
  lap("idle");
  await settle(d);
  lap("settled");
  const by: Record<string, number> = {};
  for (const { op } of d.cloud.calls) by[op] = (by[op] ?? 0) + 1;
  process.stderr.write(JSON.stringify(by) + "\n");
  process.stderr.write(JSON.stringify(Object.entries(Object.groupBy(lines.map((l) => /^\S+ .*?"event":"([^"]*)"/.exec(l)?.[1] ?? l), (x) => x)).map(([k, v]) => [k, v?.length])) + "\n");
  process.stderr.write(lines.filter((l) => /"severity":"(ERROR|WARNING|CRITICAL)"/.test(l)).slice(0, 5).join("\n") + "\n");
  for (const p of d.processes) {
    const { readFileSync } = await import("node:fs");
    const stat = readFileSync(`/proc/${p.process.pid}/stat`, "utf8").split(" ");
    process.stderr.write(`${p.name} utime ${stat[13]} stime ${stat[14]} kids ${(await import("node:child_process")).execSync(`for c in $(cat /proc/${p.process.pid}/task/*/children); do cut -d' ' -f14,15 /proc/$c/stat; done; true`).toString().replaceAll("\n", ";")} rss ${/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${p.process.pid}/status`, "utf8"))?.[1]}\n`);
  }
  process.stderr.write(JSON.stringify([entriesOf(d).length, new Set(entriesOf(d).map((e) => e.state)).size, publicationsOf(d, "visits").length, (await rowsOf(d, "visits")).length]) + "\n");
  await d.close();
  drops.close();
  lap("closed");
}, 600_000);
