import { checkpointPath, namePath } from "../../../lakehouse/plan/names.ts";
import { summed } from "../../../lakehouse/publish/checkpoint.ts";
import { canonicalState } from "../../../lakehouse/run/canonical-state.ts";
import { readState } from "../../../lakehouse/run/state.ts";
import { verifyDataset } from "../../../lakehouse/run/verify.ts";
import { DATASET, DERIVED } from "../contracts.ts";
import { isLater } from "../model/later.ts";
import type { World } from "../world.ts";

/** The log has no gap and no end that is left open; names, checkpoint and committed files follow from it. */
export async function ledgerProblems(world: World): Promise<string[]> {
  const problems: string[] = [];
  for (const dataset of world.setup.derived ? [DATASET, DERIVED] : [DATASET]) {
    world.ledger.log(dataset).forEach(({ number, state, stuck }, index) => {
      if (number !== index + 1) problems.push(`log of ${dataset}: ${number} stands at ${index + 1}`);
      if (state !== "DONE" && state !== "ABORTED") problems.push(`log of ${dataset}: ${number} rests in ${state}`);
      if (stuck) problems.push(`log of ${dataset}: ${number} is stuck: ${stuck.reason}`);
    });
    problems.push(...(await productProblems(world, dataset)));
    problems.push(...(await checkpointProblems(world, dataset)));
  }
  const [stuck, dealt] = [world.ledger.stuck, world.tables.luck.dealt()];
  if (stuck > dealt) problems.push(`publications got stuck ${stuck} times, and ${dealt} times something was wrong`);
  return [...problems, ...nameProblems(world), ...(await committedProblems(world))];
}

/** What the product's own verification says. */
async function productProblems(world: World, dataset: string): Promise<string[]> {
  const { objects, warehouse } = world.toolsAlone();
  const state = await readState(objects, dataset);
  const found = await verifyDataset({ objects, warehouse, countRows: dataset }, state);
  const { datasets } = await canonicalState({ objects, warehouse, tableOf: () => null }, [dataset]);
  const drops = datasets[0]?.drops.length;
  if (drops !== state.drops.length) found.push({ where: dataset, message: `${drops} canonical drops`, cure: "" });
  return found.map(({ where, message }) => `${where}: ${message}`);
}

async function checkpointProblems(world: World, dataset: string): Promise<string[]> {
  const log = world.ledger.log(dataset);
  if (log.length === 0) return [];
  const read = await world
    .store()
    .read(checkpointPath(dataset))
    .catch(() => null);
  if (!read) return [`checkpoint of ${dataset}: there is none`];
  const checkpoint = JSON.parse(new TextDecoder().decode(read.bytes));
  const wanted = summed(dataset, log);
  const same = (Object.keys(wanted) as (keyof typeof wanted)[]).every(
    (name) => JSON.stringify(checkpoint[name]) === JSON.stringify(wanted[name]) || name === "rows",
  );
  return same ? [] : [`checkpoint of ${dataset}: ${JSON.stringify(checkpoint)} instead of ${JSON.stringify(wanted)}`];
}

/** `names/` holds the newest committed upload. */
function nameProblems({ ledger }: World): string[] {
  const committed = ledger.inState("COMMITTED").filter(({ origin }) => origin === null);
  return [...Map.groupBy(committed, ({ drop }) => drop.name)].flatMap(([name, entries]) => {
    const newest = entries.reduce((best, one) => (isLater(one.drop, best.drop) ? one : best));
    const record = ledger.names.get(namePath(DATASET, name));
    return record?.key === newest.drop.key ? [] : [`${name} is ${record?.key}, and ${newest.drop.key} is the newest`];
  });
}

/** Lake readers see the files of committed drops that no other replaced. */
async function committedProblems(world: World): Promise<string[]> {
  const store = world.store();
  const listed = await store.list(`committed/${DATASET}/`);
  const texts = await Promise.all(listed.map(async ({ name }) => (await store.read(name)).bytes));
  const held = texts.flatMap((bytes) =>
    new TextDecoder()
      .decode(bytes)
      .split("\n")
      .filter((line) => line !== ""),
  );
  const log = world.ledger.log(DATASET).filter(({ state }) => state === "DONE");
  const replaced = new Set(log.flatMap(({ decision }) => decision?.formerDrops ?? []));
  const live = log.flatMap(({ drops }) => drops.filter(({ key }) => !replaced.has(key)));
  const wanted = live.flatMap(({ files }) => files.map(({ uri }) => uri));
  return JSON.stringify(held.sort()) === JSON.stringify(wanted.sort())
    ? []
    : [`committed/ lists ${held}, not ${wanted}`];
}
