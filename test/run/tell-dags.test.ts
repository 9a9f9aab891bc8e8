// What DAGs tell, from the note in the outbox to the mail: once, whoever dies between, and few mails.
import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Message } from "../../lakehouse/notify/message.ts";
import { keepWeekCost } from "../../lakehouse/notify/outbox/week-cost.ts";
import { readMessage, readOutbox } from "../../lakehouse/notify/outbox.ts";
import type { DagNote } from "../../lakehouse/plan/dag-note.ts";
import { ALL_DATASETS, DAG_NOTES, dagNotePath, hashText, refusedDagNotePath } from "../../lakehouse/plan/names.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";
import { deliverMail } from "../../lakehouse/run/deliver.ts";
import { composeAll } from "../../lakehouse/run/tell-all.ts";
import { tellDags } from "../../lakehouse/run/tell-dags.ts";
import { MemoryLake } from "../chain/memory/lake.ts";
import { Life, type Lifetime } from "../chain/memory/life.ts";
import { createMemoryMailer } from "../fakes/memory/mailer.ts";
import { DATASET } from "../protocol/contracts.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let lake: MemoryLake;
let mailer: ReturnType<typeof createMemoryMailer>;
let plans: readonly Plan[];

beforeEach(() => {
  lake = new MemoryLake("keyless", 1);
  mailer = createMemoryMailer();
  plans = [lake.plans.second, lake.plans.derived];
});

function open(lifetime: Lifetime | null = null) {
  const life = new Life(lifetime);
  const from = { email: "sluice@example.com", name: "Sluice" };
  return { life, ...lake.tools(life), mailer, from, dailyCap: 100, flags: " --env test" };
}

/** As Airflow's account writes it: once under its name. */
async function write(more: Partial<DagNote> = {}, content?: string): Promise<string> {
  const note: DagNote = {
    format: "sluice/dag-note/1",
    kind: "task",
    dataset: DATASET,
    dag: `sluice_${DATASET}`,
    run: "manual__1",
    task: "launch",
    tries: 4,
    at: lake.time(),
    message: "it does not work",
    link: "https://airflow.example.com/log",
    ...more,
  };
  const key = hashText([note.dag, note.run ?? "", note.task ?? "", note.kind].join("|")).slice(0, 24);
  const name = dagNotePath(note.dataset, key);
  const bytes = new TextEncoder().encode(content ?? JSON.stringify(note));
  await open().objects.write(name, { kind: "bytes", bytes }, { generation: "0" });
  return name;
}

/** What the publisher does when it looks at everything; subjects of all mails so far. */
async function tick(alertsTo: readonly string[] = []) {
  const tools = open();
  const { faults } = await composeAll(tools, plans, new Map());
  const dags = await tellDags({ ...tools, alertsTo }, plans);
  await deliverMail(tools);
  expect(faults).toEqual([]);
  return { subjects: mailer.taken.map(({ subject }) => subject), faults: dags.faults.map(({ message }) => message) };
}

async function messagesOf(dataset: string): Promise<Message[]> {
  const { objects } = open();
  const { last } = await readOutbox(objects, dataset);
  const read = Array.from({ length: last?.number ?? 0 }, (_, at) => readMessage(objects, dataset, at + 1));
  return (await Promise.all(read)).flatMap((stored) => (stored ? [stored.value] : []));
}

const left = async () => (await open().objects.list(DAG_NOTES)).map(({ name }) => name);

describe("a note", () => {
  test("is told at once with what to do, and is gone", async () => {
    await write();
    expect(await tick()).toEqual({ subjects: [`[DAG] test/${DATASET} — task launch failed`], faults: [] });
    const [mail] = mailer.taken;
    expect(mail?.to).toEqual(["alerts@example.com"]);
    expect(mail?.text).toContain("sluice_things, task launch failed after 4 tries in run manual__1");
    expect(mail?.text).toContain(`npx sluice status ${DATASET} --env test`);
    expect(mail?.text).toContain("https://airflow.example.com/log");
    expect(await left()).toEqual([]);
    expect((await tick()).subjects).toHaveLength(1);
  });

  test("of the same task day after day is told by digest", async () => {
    for (let day = 0; day < 4; day += 1) {
      await write({ run: `scheduled__${day}` });
      await tick();
      lake.now += 2 * HOUR;
      await tick();
      lake.now += DAY - 2 * HOUR;
    }
    const { subjects } = await tick();
    expect(subjects[0]).toBe(`[DAG] test/${DATASET} — task launch failed`);
    expect(new Set(subjects.slice(1))).toEqual(new Set([`[DIGEST] test/${DATASET} — task launch failed`]));
    expect(subjects).toHaveLength(4);
    const told = (await messagesOf(DATASET))
      .filter(({ kind }) => kind === "dag")
      .flatMap(({ dagNotes = [] }) => dagNotes);
    expect(told.map(({ run }) => run)).toEqual(["scheduled__0", "scheduled__1", "scheduled__2", "scheduled__3"]);
  });

  test.each([
    ["Monday", "2026-03-15", true],
    ["Tuesday", "2026-03-16", false],
  ])("is told by a digest, which on %s tells what the week cost", async (_, sent, tells) => {
    const days = { from: "2026-03-09", before: "2026-03-16" };
    await keepWeekCost(open().objects, DATASET, { days, queries: 3, dataflow: 1, storage: 0.2, dollars: 4.2 });
    lake.now = Date.parse(`${sent}T08:00:00.000Z`);
    await write({ run: "a" });
    await tick();
    await write({ run: "b" });
    lake.now += 2 * HOUR;
    await tick();
    lake.now += DAY - 2 * HOUR;
    expect((await tick()).subjects[1]).toMatch(/^\[DIGEST\]/);
    expect(mailer.taken[1]?.text.includes("$4.20 at list price")).toBe(tells);
  });

  test("that is written each minute is one message an hour", async () => {
    for (let minute = 0; minute < 180; minute += 5) {
      await write({ kind: "import", dataset: null, dag: "flights.json", run: null, task: null }).catch(() => undefined);
      await tick();
      lake.now += 5 * 60_000;
    }
    expect((await messagesOf(ALL_DATASETS)).length).toBeLessThanOrEqual(4);
    expect(mailer.taken).toHaveLength(1);
  });

  test("of no dataset goes to whom the environment names, else to all whom contracts name", async () => {
    await write({ kind: "import", dataset: null, dag: "flights.json", run: null, task: null });
    await write({ dataset: "gone" });
    await tick(["ops@example.com"]);
    expect(mailer.taken.map(({ to, subject }) => [to, subject])).toEqual([
      [["ops@example.com"], "[DAG] test/all-datasets — 1 DAG cannot be made, task launch failed"],
    ]);
    await write({ kind: "import", dataset: null, dag: "pings.json", run: null, task: null });
    await tick();
    expect(mailer.taken[1]?.to).toEqual(["alerts@example.com"]);
    expect(await left()).toEqual([]);
  });

  test("with a secret, a value or a page that is none says none of them", async () => {
    await write({
      message: "Bad double value: 12.5x of ann@example.com, token=abcdef",
      dag: "sluice_things\u202e",
      link: "javascript:alert(1)",
    });
    await tick();
    const words = `${mailer.taken[0]?.subject} ${mailer.taken[0]?.text} ${mailer.taken[0]?.html}`;
    expect(words).not.toMatch(/12\.5x|ann@|abcdef|javascript|\u202e/);
  });
});

describe("what is no note", () => {
  test.each<[string, Partial<DagNote>, string | undefined]>([
    ["no JSON", {}, "{"],
    ["another format", {}, '{"format": "sluice/dag-note/2"}'],
    ["too much", {}, JSON.stringify("x".repeat(70_000))],
    ["another dataset's", {}, undefined],
  ])("%s is put aside, told once as a fault, and keeps no other from being told", async (what, more, content) => {
    const isMisplaced = what.startsWith("another dataset");
    const name = isMisplaced ? dagNotePath("visits", "a".repeat(24)) : await write({ ...more, task: "x" }, content);
    if (isMisplaced) {
      const from = await write({ task: "x" });
      const { objects } = open();
      const meta = await objects.stat(from);
      await objects.copy({ name: from, generation: meta?.generation ?? "" }, name, { generation: "0" });
      await objects.remove(from, { generation: meta?.generation ?? "" });
    }
    await write();
    const { subjects, faults } = await tick();
    expect(subjects).toHaveLength(1);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain("cannot be read");
    expect(await left()).toEqual([]);
    expect(await open().objects.stat(refusedDagNotePath(name))).not.toBeNull();
    expect((await tick()).faults).toEqual([]);
  });
});

describe("whoever dies", () => {
  /** Notes of two datasets, of one that is not deployed, of none, and one that cannot be read. */
  async function writeAll(): Promise<string[]> {
    return [
      await write(),
      await write({ task: "publish" }),
      await write({ dataset: "thing_days", dag: "sluice_thing_days" }),
      await write({ dataset: "gone", dag: "sluice_gone" }),
      await write({ dataset: null, dag: "x.json", kind: "import", run: null, task: null }),
    ];
  }

  async function toldKeys(): Promise<string[]> {
    const all = await Promise.all([DATASET, "thing_days", ALL_DATASETS].map(messagesOf));
    return all
      .flat()
      .flatMap(({ dagNotes = [], kind }) =>
        kind === "dag" ? dagNotes.map(({ dataset, key }) => dagNotePath(dataset, key)) : [],
      );
  }

  const lifetimes = Array.from({ length: 60 }, (_, at) => at + 1).flatMap((calls) => [
    { calls, lastHeard: false },
    { calls, lastHeard: true },
  ]);

  test("at any step, each note is told once", async () => {
    let died = 0;
    for (const lifetime of lifetimes) {
      lake = new MemoryLake("keyless", 1);
      plans = [lake.plans.second, lake.plans.derived];
      const written = await writeAll();
      const { life, ...tools } = open(lifetime);
      died += (await life.lives(tellDags(tools, plans).then(() => undefined))) ? 0 : 1;
      await tick();
      await tick();
      expect([lifetime, (await toldKeys()).sort(), await left()]).toEqual([lifetime, [...written].sort(), []]);
    }
    expect(died).toBeGreaterThan(80);
  });

  test("ten at once tell each once", async () => {
    const written = await writeAll();
    await Promise.all(Array.from({ length: 10 }, () => tellDags(open(), plans)));
    await tick();
    expect((await toldKeys()).sort()).toEqual([...written].sort());
  });
});
