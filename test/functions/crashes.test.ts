// Functions die, or stand still past their time, at every step of the chain, and others go on: as if nobody had.
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Random } from "../property/random.ts";
import { caseOf, inWords, oneOfEach, STEPS, someOf } from "./crashes/choose.ts";
import { type Played, type Playing, Stage } from "./crashes/stage.ts";
import type { Moment } from "./crashes/strikes.ts";

/** Cases that chance makes; null: a few, with many deaths in one lake. `npm run soak -- crashes` plays 500. */
const RUNS = process.env.RUNS === undefined ? null : Number(process.env.RUNS);
const SEED = Number(process.env.SEED ?? 20_261_121);
/** Cases at a time, each lane in an environment of its own. */
const LANES = 2;
const HOUR = 3_600_000;
/** Events come twice, and before their place: of each deployment alike. */
const pusher = { deliverers: 4, duplicates: 0.2, disorder: 4, seed: SEED };

let stage: Stage;
let calm: Played;
beforeAll(async () => {
  stage = await Stage.open({ pusher });
  calm = await stage.play();
}, HOUR);
afterAll(() => stage.close());

/** Whoever is struck while a mail is being sent may cost a second one, and nobody else does. */
function holds({ canonical, left, mails, struck }: Played, playing: Playing, seed = SEED): void {
  const where = placeOf(playing, seed);
  const allowed = struck.filter(({ kind }) => /^(mail|message SENDING|message SENT)$/.test(kind)).length;
  const { unsent, twice } = mails;
  expect({ where, left, unsent, tooMany: twice.slice(allowed) }).toEqual({ where, left: [], unsent: [], tooMany: [] });
  expect({ where, ...canonical }).toEqual({ where, ...calm.canonical });
  expect(JSON.stringify(canonical)).toBe(JSON.stringify(calm.canonical));
}

/** As many words as bring it back. */
function placeOf({ moments = [], manner = "SIGKILL", order = "fixed" }: Playing, seed: number): string {
  return `SEED=${seed}: ${manner} ${inWords(moments)}; drops in ${order} order`;
}

async function playAndHold(playing: Playing, on = stage): Promise<Played> {
  const played = await on.play(playing);
  expect(sorted(played.struck)).toEqual(sorted(playing.moments ?? []));
  holds(played, playing);
  return played;
}

function sorted(moments: readonly Moment[]): string[] {
  return moments.map((moment) => inWords([moment])).sort();
}

test("nobody dies: everything is in its place", () => {
  expect(calm).toMatchObject({ left: [], mails: { unsent: [], twice: [] }, struck: [] });
  const states = calm.canonical.datasets.map(({ drops }) => drops.map(({ state }) => state));
  expect(states).toEqual([
    ["COMMITTED", "COMMITTED", "SUPERSEDED", "COMMITTED"],
    ["REJECTED", "COMMITTED", "COMMITTED", "COMMITTED"],
  ]);
  const seen = calm.steps.map(({ kind }) => kind);
  for (const kind of ["launch", "job load", "job look", "job copy", "job merge", "job replace"]) {
    expect(seen).toContain(kind);
  }
});

if (RUNS === null) fewOfThem();
else byChance(RUNS);

function fewOfThem(): void {
  const random = new Random(SEED);

  describe("one process dies at each step of the chain, one after the other", () => {
    let dying: Playing;
    let played: Played;
    beforeAll(async () => {
      dying = { moments: oneOfEach(calm.steps, random) };
      played = await stage.play(dying);
    }, HOUR);

    test.each(STEPS)("#$number SIGKILL before, in or after $name: the state of a run without deaths", ({ kind }) => {
      expect(played.struck.filter((moment) => kind.test(moment.kind))).not.toEqual([]);
      holds(played, dying);
    });
  });

  test(
    "#20 stopped past lease and time-out, a splitter and a publisher go on after their successors: their writes meet preconditions",
    async () => {
      const splitting = calm.steps.filter(({ kind }) => /^(split output|report|entry READY)$/.test(kind));
      const publishing = calm.steps.filter(({ kind }) => /^(job \w+|log PLANNED|log DONE)$/.test(kind));
      const moments = [...someOf(splitting, 1, random), ...someOf(publishing, 1, random)];
      const { woken } = await playAndHold({
        moments: moments.map((moment) => ({ ...moment, at: "before" })),
        manner: "SIGSTOP",
      });
      const truths = woken.filter(
        ({ op, subject }) => op.endsWith(".insert") && /\/(log|reports|drops)\//.test(subject),
      );
      expect(truths.length).toBeGreaterThan(0);
      expect(truths.filter(({ status }) => status !== 412)).toEqual([]);
    },
    HOUR,
  );

  test(
    "#19 all drops of a day at once, in any order, and SIGTERM in the middle of steps: as SIGKILL, the same rows, reports and counts",
    async () => {
      const working = calm.steps.filter(({ kind }) => /^(split|split output|report|job load)$/.test(kind));
      const moments = [...someOf(working, 1, random), ...someOf(calm.steps, 1, random)];
      await playAndHold({ moments, manner: "SIGTERM", order: "random" });
    },
    HOUR,
  );
}

function byChance(runs: number): void {
  test(
    `${runs} cases that chance makes`,
    async () => {
      const failures: string[] = [];
      const struck: string[] = [];
      let next = 0;
      const lane = async (on: Stage) => {
        while (next < runs) {
          const seed = SEED + next++;
          const playing = caseOf(calm.steps, seed);
          try {
            const played = await on.play(playing);
            struck.push(...played.struck.map(({ kind }) => kind));
            holds(played, playing, seed);
          } catch (error) {
            failures.push(`${placeOf(playing, seed)}\n${error instanceof Error ? error.message : error}`);
            say(failures.at(-1) ?? "");
          }
        }
      };
      const others = await Promise.all(Array.from({ length: LANES - 1 }, () => Stage.open({ pusher })));
      await Promise.all([stage, ...others].map(lane)).finally(() => Promise.all(others.map((one) => one.close())));
      const kinds = [...new Set(struck)].sort();
      say(`${runs} cases, ${struck.length} blows at ${kinds.length} kinds of steps (${kinds.join(", ")})`);
      say(`${failures.length} failures, SEED=${SEED}`);
      expect(failures).toEqual([]);
      // What is struck first may leave nothing of what was to be struck next, and no more than that.
      expect(struck.length).toBeGreaterThanOrEqual(runs);
    },
    24 * HOUR,
  );
}

/** Past jest, which shows nothing of a test that holds. */
function say(words: string): void {
  process.stderr.write(`crashes: ${words}\n`);
}
