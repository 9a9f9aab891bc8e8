// Processes die at every step of the chain, and others go on: the lake ends as if nobody had died.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Random } from "../property/random.ts";
import { describe, type Played, Stage, type Undisturbed } from "./cases.ts";
import { chainOf, momentsOf } from "./moments.ts";
import type { Moment } from "./watch.ts";

/** Moments that are tried one by one; null: some, several in one lake. `npm run soak -- kills` tries them all. */
const RUNS = process.env.RUNS === undefined ? null : Number(process.env.RUNS);
const SEED = Number(process.env.SEED ?? 20_260_310);
const LANES = 2;
const HOUR = 3_600_000;

const stage = new Stage();
let undisturbed: Undisturbed;
beforeAll(async () => {
  undisturbed = await stage.play();
}, HOUR);
afterAll(() => stage.close());

/** Kinds of steps of which every run of the tests kills one, by the act in which it does. */
const kinds = [
  "entry CLAIMED,raw copy,split output,report,ready marker,entry READY,log PREPARED,load,message PENDING,mail",
  "launch,look,copy,merge,log DONE,name,entry COMMITTED,ready marker goes",
].map((list) => list.split(","));

test("nobody dies: everything is in its place", () => {
  expect(undisturbed.told).toMatchObject({ contradictions: [], left: [] });
  expect(undisturbed.mails).toEqual([...undisturbed.told.sent].sort());
  expect(undisturbed.told.canonical.datasets.map(({ drops }) => drops.map(({ state }) => state))).toEqual([
    ["COMMITTED", "COMMITTED", "SUPERSEDED", "COMMITTED"],
    [],
    ["COMMITTED", "REJECTED", "COMMITTED", "DUPLICATE", "COMMITTED", "COMMITTED", "COMMITTED"],
  ]);
  const known = new Set(undisturbed.steps.flat().map(({ kind }) => kind));
  expect(kinds.flat().filter((kind) => !known.has(kind))).toEqual([]);
});

const several = RUNS === null ? test : test.skip;
several(
  "one process after the other dies, each at another kind of step",
  async () => {
    const random = new Random(SEED);
    const chains = kinds.map((wanted, act) => chainOf(undisturbed.steps[act] ?? [], wanted, random));
    const host = random.pick(undisturbed.hostSteps.flatMap(momentsOf));
    await Promise.all(chains.map((chain, act) => dieAt(act, chain, act === 0 ? host : null)));
  },
  HOUR,
);

const single = RUNS === null ? test.skip : test;
single(
  `${RUNS} moments, one by one`,
  async () => {
    const random = new Random(SEED);
    const ours = undisturbed.steps.flatMap((steps, act) =>
      steps.flatMap(momentsOf).map((moment) => ({ act, moments: [moment], host: null as Moment | null })),
    );
    const hosts = undisturbed.hostSteps.flatMap(momentsOf).map((host) => ({ act: 1, moments: [] as Moment[], host }));
    const all = [...hosts, ...ours].map((one) => ({ one, at: random.next() }));
    const chosen = all
      .sort((a, b) => a.at - b.at)
      .slice(0, RUNS ?? 0)
      .map(({ one }) => one);
    const failures: string[] = [];
    const lane = async () => {
      for (let next = chosen.shift(); next; next = chosen.shift()) {
        await dieAt(next.act, next.moments, next.host).catch((error: unknown) => failures.push(String(error)));
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    expect(failures).toEqual([]);
  },
  24 * HOUR,
);

async function dieAt(act: number, moments: readonly Moment[], host: Moment | null): Promise<void> {
  const played = await stage.playDying(act, moments, host);
  const where = `SEED=${SEED}, died ${describe([...moments, ...(host ? [host] : [])])}`;
  expect({ where, died: played.died }).toEqual({ where, died: moments });
  const { told } = played;
  expect({ where, ...told, sent: null }).toEqual({ where, ...undisturbed.told, sent: null });
  expect(JSON.stringify(told.canonical)).toBe(JSON.stringify(undisturbed.told.canonical));
  expect({ where, ...mailsOf(played) }).toEqual({ where, unsent: [], tooMany: [] });
}

/** Whoever dies while a mail is being sent may cost a second one, and nobody else does. */
function mailsOf({ told, mails, died }: Played) {
  const allowed = died.filter(({ kind }) => /^(mail|message SENDING|message SENT)$/.test(kind)).length;
  const twice = mails.filter((id, index) => mails.indexOf(id) !== index);
  return { unsent: told.sent.filter((id) => !mails.includes(id)), tooMany: twice.slice(allowed) };
}
