import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Unavailable } from "../../lakehouse/ports.ts";
import { ACTIONS, type Action } from "../fakes/http/faults.ts";
import { type DataflowBench, jobOf, openDataflow } from "./dataflow-bench.ts";

// What befalls a launch, or a look at a job, on its way.

let bench: DataflowBench;
beforeEach(async () => {
  bench = await openDataflow();
});
afterEach(() => bench.close());

type Kind = (new (...parts: never[]) => Error) | null;
const launched = "dataflow.flexTemplates.launch";
const listed = "dataflow.jobs.list";
const { name } = jobOf(1);

/** Of one fault, and of as many as the launcher has tries: null, it is done in the end. */
const outcomes: Readonly<Record<Action, readonly [once: Kind, always: Kind]>> = {
  "503": [null, Unavailable],
  // Not before long.
  "429": [Unavailable, Unavailable],
  "412": [Error, Error],
  reset: [null, Unavailable],
  acceptThenReset: [null, Unavailable],
  stall: [null, Unavailable],
  truncate: [null, Unavailable],
  // Where it strikes is chance: words that nobody reads, or the JSON.
  corrupt: [null, null],
};
const changes = (action: Action) => ["acceptThenReset", "truncate", "corrupt"].includes(action);
/** Where a line is silent once, the next try must have time on a busy machine; where it always is, none is needed. */
const launcherFor = (action: Action, timeoutMs: number) =>
  action === "stall" ? bench.open(timeoutMs) : bench.launcher;
const callsOf = (op: string) => bench.calls.filter((call) => call.op === op).length;

describe("launch", () => {
  test.each(ACTIONS)("%s, once: one job in the end, or none and it is said", async (action) => {
    bench.faults.set([{ op: launched, nth: 1, action }]);
    const [fails] = outcomes[action];
    expectKind(await failureOf(launcherFor(action, 1_000).launch(jobOf(1))), fails);
    expect(bench.fake.jobs.all()).toHaveLength(fails === null ? 1 : 0);
    await bench.launcher.launch(jobOf(1));
    expect(bench.fake.jobs.all()).toHaveLength(1);
  });

  test.each(ACTIONS.filter((action) => action !== "corrupt"))(
    "%s, again and again: given up, and never a second job",
    async (action) => {
      bench.faults.set([{ op: launched, nth: 1, times: 9, action }]);
      expectKind(await failureOf(launcherFor(action, 300).launch(jobOf(1))), outcomes[action][1]);
      expect(callsOf(launched)).toBe(outcomes[action][0] === null ? 3 : 1);
      expect(bench.fake.jobs.all()).toHaveLength(changes(action) ? 1 : 0);
      bench.faults.set([]);
      await bench.launcher.launch(jobOf(1));
      expect(bench.fake.jobs.all()).toHaveLength(1);
    },
  );
});

describe("phase", () => {
  beforeEach(() => bench.launcher.launch(jobOf(1)));

  test.each(ACTIONS)("%s, once", async (action) => {
    bench.faults.set([{ op: listed, nth: 1, action }]);
    const [fails] = outcomes[action];
    if (fails === null) expect(await launcherFor(action, 1_000).phase(name)).toBe("queued");
    else expectKind(await failureOf(bench.launcher.phase(name)), fails);
  });

  test.each(ACTIONS.filter((action) => action !== "corrupt"))("%s, again and again", async (action) => {
    bench.faults.set([{ op: listed, nth: 1, times: 9, action }]);
    expectKind(await failureOf(launcherFor(action, 300).phase(name)), outcomes[action][1]);
    expect(callsOf(listed)).toBe(outcomes[action][0] === null ? 3 : 1);
  });
});

function expectKind(error: Error | null, kind: Kind): void {
  if (kind === null) expect(error).toBeNull();
  else expect(error).toBeInstanceOf(kind);
}

/** Nothing of the request may be in it: it has the token. */
async function failureOf(work: Promise<unknown>): Promise<Error | null> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason as Error,
  );
  const shown = [inspect(error, { depth: null, showHidden: true }), JSON.stringify(error)].join("\n");
  expect(shown).not.toMatch(/Bearer|fake\.[A-Za-z0-9_-]+\.\d+/);
  return error;
}
