import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { JobPhase, Launch, Launcher } from "../../lakehouse/ports.ts";

/** A launcher to be judged, and its hosts. */
export interface LauncherBench {
  readonly launcher: Launcher;
  /** The same jobs, as another process launches them. */
  readonly other: Launcher;
  /** Manifests of the hosts that are alive now. */
  alive(): Promise<readonly string[]>;
  /** Lets every host that has this manifest come to its end. */
  finish(manifest: string): Promise<void>;
  /** Ends them in the midst of their work. */
  kill(manifest: string): Promise<void>;
  close(): Promise<void>;
}

const job = (number: number): Launch => ({
  host: "node",
  name: `sluice-flights-${number}-1-1`,
  manifest: `ledger/flights/jobs/sluice-flights-${number}-1-1.json`,
});
const active: readonly JobPhase[] = ["queued", "running"];

/** What every launcher does; `open` gives one without jobs. */
export function launcherConformance(name: string, open: () => Promise<LauncherBench>): void {
  describe(`a launcher: ${name}`, () => {
    let bench: LauncherBench;
    beforeEach(async () => {
      bench = await open();
    });
    afterEach(() => bench.close());

    const hosts = (expected: readonly Launch[]) =>
      becomes(async () => [...(await bench.alive())].sort(), expected.map(({ manifest }) => manifest).sort());
    const phase = (of: Launch, expected: JobPhase) => becomes(() => bench.launcher.phase(of.name), expected);

    test("a name that was never launched is absent", async () => {
      expect(await bench.launcher.phase(job(1).name)).toBe("absent");
      await bench.launcher.launch(job(2));
      expect(await bench.launcher.phase(job(1).name)).toBe("absent");
    });

    test("a launched job is active at once, runs with its manifest, and ends with its host", async () => {
      await bench.launcher.launch(job(1));
      expect(active).toContain(await bench.launcher.phase(job(1).name));
      await hosts([job(1)]);
      await phase(job(1), "running");
      await bench.finish(job(1).manifest);
      await phase(job(1), "ended");
      await hosts([]);
    });

    test("a job whose host was killed has ended", async () => {
      await bench.launcher.launch(job(1));
      await phase(job(1), "running");
      await bench.kill(job(1).manifest);
      await phase(job(1), "ended");
    });

    test("to launch an active job again is no second job", async () => {
      for (const launcher of [bench.launcher, bench.launcher, bench.other]) await launcher.launch(job(1));
      await phase(job(1), "running");
      await bench.other.launch(job(1));
      await hosts([job(1)]);
      await bench.finish(job(1).manifest);
      await phase(job(1), "ended");
      await hosts([]);
    });

    test("launched from several sides at once it is one job, also when it has ended before", async () => {
      const launchers = [bench.launcher, bench.other, bench.launcher, bench.other];
      for (let time = 1; time <= 3; time += 1) {
        await Promise.all(launchers.map((launcher) => launcher.launch(job(1))));
        await phase(job(1), "running");
        await hosts([job(1)]);
        await bench.finish(job(1).manifest);
        await phase(job(1), "ended");
        await hosts([]);
      }
    });

    test("a name whose job has ended can be launched again", async () => {
      for (const end of [bench.finish, bench.kill, bench.finish]) {
        await bench.launcher.launch(job(1));
        await phase(job(1), "running");
        await hosts([job(1)]);
        await end(job(1).manifest);
        await phase(job(1), "ended");
      }
    });

    test("jobs know nothing of each other", async () => {
      await Promise.all([1, 2, 3].map((number) => bench.launcher.launch(job(number))));
      await hosts([job(1), job(2), job(3)]);
      await bench.finish(job(2).manifest);
      await phase(job(2), "ended");
      await hosts([job(1), job(3)]);
      expect(active).toContain(await bench.other.phase(job(1).name));
    });

    test("every side sees the same", async () => {
      await bench.other.launch(job(1));
      await phase(job(1), "running");
      await bench.finish(job(1).manifest);
      await becomes(() => bench.other.phase(job(1).name), "ended");
    });
  });
}

/** A busy machine is no fault: what never comes ends here. */
const looks = 2_500;
const pauseMs = 20;

/** Services are asked until they say so. */
async function becomes<Value>(ask: () => Promise<Value>, expected: Value): Promise<void> {
  for (let look = 0; look < looks; look += 1) {
    if (JSON.stringify(await ask()) === JSON.stringify(expected)) return;
    await new Promise((later) => setTimeout(later, pauseMs));
  }
  expect(await ask()).toEqual(expected);
}
