import { expect, test } from "@jest/globals";
import { runCommand, runProgram } from "../../bench/measure.ts";

const busy = `
  const usedMs = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  while (usedMs() < 300) for (let i = 0; i < 1e6; i++);`;
const inGrandchild = `require("node:child_process").execFileSync(process.execPath, ["-e", ${JSON.stringify(busy)}]);`;
const big = "const kept = Buffer.alloc(200 * 2 ** 20, 1); const until = Date.now() + 200; while (Date.now() < until);";
const said = 'console.log("noise"); console.log(JSON.stringify({ seconds: 0.5, rows: 3 }));';

const run = (...script: string[]) =>
  runProgram<{ seconds: number; rows: number }>(process.execPath, ["-e", script.join("\n")]);
const onLinux = process.platform === "linux" ? test : test.skip;

test("the last line is what the program says; seconds are its own", async () => {
  expect(await run(said)).toMatchObject({ seconds: 0.5, said: { seconds: 0.5, rows: 3 } });
});

onLinux(
  "processor time of a grandchild counts",
  async () => {
    const { cpuSeconds } = await run(inGrandchild, said);
    expect(cpuSeconds).toBeGreaterThanOrEqual(0.3);
  },
  30_000,
);

test("a command runs in its folder, and is timed from its start to its end", async () => {
  const script = "setTimeout(() => console.log(process.cwd()), 100);";
  const { stdout, seconds } = await runCommand(process.execPath, ["-e", script], import.meta.dirname);
  expect(stdout.trim()).toBe(import.meta.dirname);
  expect(seconds).toBeGreaterThan(0.1);
});

onLinux("memory of a process and its child is added up", async () => {
  const child = `require("node:child_process").execFileSync(process.execPath, ["-e", ${JSON.stringify(big)}]);`;
  const { rssMb, rssSumMb } = await runCommand(process.execPath, ["-e", `${big} ${child}`]);
  expect(rssMb).toBeGreaterThan(200);
  expect(rssSumMb).toBeGreaterThan(400);
});

onLinux("the peak of memory is seen", async () => {
  const { rssMb } = await run(big, said);
  expect(rssMb).toBeGreaterThan(200);
});

test("a program that fails says why", async () => {
  await expect(run('console.error("no such table"); process.exit(3);')).rejects.toThrow(/ended with 3: no such table/);
});
