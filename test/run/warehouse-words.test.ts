// A warehouse quotes values of rows in what it complains of. None of them may be in the ledger, a mail or the page.
import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Job, JobError } from "../../lakehouse/ports.ts";
import { pageHtml } from "../../lakehouse/run/page/page.ts";
import { pageState } from "../../lakehouse/run/page-state.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { publishDataset } from "../../lakehouse/run/publish.ts";
import { tellDataset } from "../../lakehouse/run/tell.ts";
import type { Tools } from "../../lakehouse/run/tools.ts";
import { nameOf } from "../chain/memory/deliveries.ts";
import { MemoryLake } from "../chain/memory/lake.ts";
import { Life } from "../chain/memory/life.ts";

const NEEDLE = "kanarienvogel";
const COMPLAINTS = [
  `Error while reading data, error message: Could not parse '${NEEDLE}' as INT64 for field v (position 2)`,
  `Error while reading data: Bad double value: ${NEEDLE}`,
  `Could not convert value to integer. Field: v; Value: ${NEEDLE}`,
  `Bad value "${NEEDLE}", row \`${NEEDLE}\` of ${NEEDLE}@private.example`,
  `Query error: 'O'${NEEDLE}' is no number`,
];

let lake: MemoryLake;
let tools: Tools;
beforeEach(() => {
  lake = new MemoryLake("replace", 1);
  tools = lake.tools(new Life(null));
});

const step = { load: /-load-/, copy: /-copy/, every: /./ } as const;

/** Every job of such a step fails so. */
function complaining(at: keyof typeof step, kind: JobError["kind"], message: string): Tools {
  const { warehouse } = tools;
  const job = async (id: string): Promise<Job | null> => {
    const found = await warehouse.job(id);
    const fails = found?.state === "done" && step[at].test(id);
    return fails ? { ...found, error: { kind, reason: "invalid", message } } : found;
  };
  return { ...tools, warehouse: { ...warehouse, job } };
}

async function upload(letter: string): Promise<void> {
  const things = [{ id: 1, day: "2026-03-10", v: 1, seq: 1 }];
  const arrival = await lake.upload(nameOf(letter), { things, refusedBelow: 0, poisonBelow: 0, note: letter });
  await processDrop(tools, lake.plans.second, arrival);
}

/** All that is kept, and the page over it. */
async function everythingWritten(): Promise<string> {
  const { objects, warehouse, project } = tools;
  const kept = (await objects.list("")).filter(({ name }) => /^(ledger|outbox|plans)\//.test(name));
  const read = await Promise.all(kept.map(async ({ name }) => (await objects.read(name)).bytes));
  const sources = { title: "Lake", environment: "local", madeAt: lake.time(), flags: "", mailFile: () => null };
  const state = await pageState({ ...sources, objects, warehouse, project }, [lake.plans.second]);
  return [...read.map((bytes) => new TextDecoder().decode(bytes)), await pageHtml(state)].join("\n");
}

describe.each(COMPLAINTS)("%s", (message) => {
  test.each([
    ["a load that is refused", "load", "data", "LOAD_FAILED"],
    ["a step that cannot go on", "copy", "data", "mend what the warehouse complains of"],
    ["a step that is tried again", "every", "passing", null],
    ["a quota", "every", "quota", null],
  ] as const)("%s", async (_, at, kind, told) => {
    await upload("a");
    const worker = complaining(at, kind, message);
    const published = await publishDataset(worker, lake.plans.second);
    lake.now += 2 * 3_600_000;
    const later = await publishDataset(worker, lake.plans.second);
    const messages = await tellDataset(worker, lake.plans.second, later.waitingOn);
    const said = JSON.stringify([published, later, messages]) + (await everythingWritten());
    if (told !== null) expect(said).toContain(told);
    expect(said).toMatch(/Could not|Bad|Error while|Query error/);
    expect(said.toLowerCase()).not.toContain(NEEDLE);
  });
});
