// Processes die, or stand still for hours, at every step of the chain, and others go on: the lake ends as if nobody had.
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Random } from "../property/random.ts";
import { chainOf, kindsOf, momentsOf } from "./moments.ts";
import type { Moment } from "./processes/watch.ts";
import { inWords, type Played, Stage, type Undisturbed } from "./stage.ts";

/** Cases that are tried one by one; null: a few, with several deaths in one lake. `npm run soak -- kills` has them all. */
const RUNS = process.env.RUNS === undefined ? null : Number(process.env.RUNS);
/** Of `npm test` another each time, so that with time every kind of step is one at which somebody died. */
const SEED = Number(process.env.SEED ?? 20_261_121);
/** Cases at a time. */
const LANES = 2;
const HOUR = 3_600_000;

const stage = new Stage();
let calm: Undisturbed;
beforeAll(async () => {
  calm = await stage.play();
}, HOUR);
afterAll(() => stage.close());

/** Deaths in one lake, each at another kind of step, by act. */
const MOST_DEATHS = [6, 5];

/** Of one case, until its moment comes. */
const MOST_TRIES = 5;

/** One way to disturb the story. */
interface Case {
  readonly where: string;
  /** Of the steps that are disturbed. */
  readonly kind: readonly string[];
  /** What must happen for the case to count. */
  readonly struck: readonly Moment[];
  play(): Promise<Played>;
}

function deaths(act: number, moments: readonly Moment[], host: Moment | null = null): Case {
  const all = [...moments, ...(host ? [host] : [])];
  const where = `SEED=${SEED}: killed ${inWords(all)}`;
  return { where, kind: all.map(({ kind }) => kind), struck: moments, play: () => stage.playDying(act, moments, host) };
}

function freeze(act: number, moment: Moment): Case {
  const where = `SEED=${SEED}: stopped ${inWords([moment])}`;
  return { where, kind: [moment.kind], struck: [moment], play: () => stage.playFreezing(act, moment) };
}

/** Who stands still in the middle of a call holds what others wait for. */
function isBetweenCalls({ at }: Moment): boolean {
  return at === "before" || at === "after";
}

async function holds({ where, struck, play }: Case): Promise<void> {
  let played = await play();
  // Some steps are only made where two meet, a third link of a marker: the same story again may come by.
  for (let tries = 1; tries < MOST_TRIES && !isStruck(played, struck); tries += 1) played = await play();
  const { told } = played;
  expect({ where, struck: sorted(played.struck) }).toEqual({ where, struck: sorted(struck) });
  expect({ where, ...told, sent: null }).toEqual({ where, ...calm.told, sent: null });
  expect(JSON.stringify(told.canonical)).toBe(JSON.stringify(calm.told.canonical));
  expect({ where, ...mailsOf(played) }).toEqual({ where, unsent: [], tooMany: [] });
}

function isStruck({ struck }: Played, wanted: readonly Moment[]): boolean {
  return isDeepStrictEqual(sorted(struck), sorted(wanted));
}

function sorted(moments: readonly Moment[]): string[] {
  return moments.map((moment) => inWords([moment])).sort();
}

/** Whoever is struck while a mail is being sent may cost a second one, and nobody else does. */
function mailsOf({ told, mails, struck }: Played) {
  const allowed = struck.filter(({ kind }) => /^(mail|message SENDING|message SENT)$/.test(kind)).length;
  const twice = mails.filter((id, index) => mails.indexOf(id) !== index);
  return { unsent: told.sent.filter((id) => !mails.includes(id)), tooMany: twice.slice(allowed) };
}

test("nobody is disturbed: everything is in its place", () => {
  expect(calm.told).toMatchObject({ contradictions: [], left: [] });
  expect(calm.mails).toEqual([...calm.told.sent].sort());
  expect(calm.told.canonical.datasets.map(({ drops }) => drops.map(({ state }) => state))).toEqual([
    ["COMMITTED", "COMMITTED", "SUPERSEDED", "COMMITTED"],
    [],
    ["COMMITTED", "REJECTED", "COMMITTED", "DUPLICATE", "COMMITTED", "COMMITTED", "COMMITTED"],
  ]);
  const killed = new Set(calm.steps.flatMap(kindsOf));
  expect(changing().filter((kind) => !killed.has(kind))).toEqual([]);
});

/** Kinds of steps that change something. */
function changing(): string[] {
  return [...new Set(calm.steps.flat().flatMap(({ kind, inner }) => (inner.length > 0 ? [kind] : [])))];
}

/** Past jest, which shows nothing of a test that holds. */
function say(words: string): void {
  process.stderr.write(`kills: ${words}, SEED=${SEED}\n`);
}

if (RUNS === null) fewOfThem();
else oneByOne(RUNS);

function fewOfThem(): void {
  describe("a few", () => {
    const random = new Random(SEED);
    test(
      "one process after the other dies, each at another kind of step, and so does a launched host",
      async () => {
        const chains = calm.steps.map((steps, act) => chainOf(steps, MOST_DEATHS[act] ?? 0, random));
        const struck = chains.map((chain) => chain.map(({ kind }) => kind).join(", "));
        say(`one dies at each of ${struck.join("; then ")}`);
        const host = random.pick(calm.hostSteps.flatMap(momentsOf));
        await Promise.all(chains.map((chain, act) => holds(deaths(act, chain, act === 0 ? host : null))));
      },
      HOUR,
    );

    test(
      "a process stands still while another does all of it",
      async () => {
        const moments = (calm.steps[1] ?? []).flatMap(momentsOf).filter(isBetweenCalls);
        await holds(freeze(1, random.pick(moments)));
      },
      HOUR,
    );
  });
}

function oneByOne(runs: number): void {
  test(
    `${runs} cases, one by one`,
    async () => {
      const cases = chosenOf(allCases(), runs);
      const kinds = new Set(cases.flatMap(({ kind }) => kind));
      const all = `${cases.length} cases, ${kinds.size} kinds of steps (${[...kinds].sort().join(", ")})`;
      const failures: string[] = [];
      const lane = async () => {
        for (let next = cases.shift(); next; next = cases.shift()) {
          await holds(next).catch((error: unknown) => failures.push(String(error)));
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      say(`${all}, ${failures.length} failures`);
      expect(failures).toEqual([]);
    },
    24 * HOUR,
  );
}

function allCases(): Case[] {
  const byAct = calm.steps.map((steps) => steps.flatMap(momentsOf));
  return [
    ...calm.hostSteps.flatMap(momentsOf).map((host) => deaths(1, [], host)),
    ...byAct.flatMap((moments, act) => moments.map((moment) => deaths(act, [moment]))),
    ...byAct.flatMap((moments, act) => moments.filter(isBetweenCalls).map((moment) => freeze(act, moment))),
  ];
}

/** At random, each once. */
function chosenOf(cases: readonly Case[], most: number): Case[] {
  const random = new Random(SEED);
  const drawn = cases.map((one) => ({ one, at: random.next() })).sort((a, b) => a.at - b.at);
  return drawn.slice(0, most).map(({ one }) => one);
}
