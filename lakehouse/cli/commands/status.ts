import type { Objects } from "../../ports.ts";
import { lagOf } from "../../run/lag.ts";
import { openDrops } from "../../run/open-drops.ts";
import type { PageState } from "../../run/page/state.ts";
import { pageState } from "../../run/page-state.ts";
import { listDatasets, readableState } from "../../run/state.ts";
import type { Contradiction } from "../../run/verify/contradiction.ts";
import { findDamage } from "../../run/verify/damage.ts";
import { findBadMailDays } from "../../run/verify/mail-days.ts";
import { openDropValue } from "../../run/view/open-drops.ts";
import { type Status, statusView } from "../../run/view/status.ts";
import { command } from "../command.ts";
import { readablePlans } from "../deployed.ts";
import { didYouMean } from "../did-you-mean.ts";
import { type ExitCode, exit } from "../exit.ts";
import { lookAtLake } from "../lake.ts";
import { leftOutLine } from "../verify-ledger.ts";
import { wrongUse } from "../wrong-use.ts";

export default command({
  name: "status",
  topic: "Operating",
  summary: "how each dataset is doing: what is published, what waits, and for whom",
  help: `
A line for each dataset: whether it is as it should be, rows in its table (counted there) and in quarantine, drops that
have not ended, the last publication, mails that are not sent. Then every drop that waits, the longest first, with why,
and what to type. With a dataset also its rows, in parts that add up; rows that a replay brought in count once.

  $ sluice status                      everything at a glance
  $ sluice status flights              one dataset, with its rows
  $ sluice status --json | jq '.waiting[].key'

Reads alone. Exits 0 if nothing waits for a person, 1 if a drop is held, a publication is stuck, or ledger, files
and table are not whole (\`sluice ledger verify\` tells more), 2 for wrong use.`,
  arguments: [{ name: "DATASET", meaning: "one dataset (default: all)", required: false, many: false }],
  flags: {},
  clouds: true,
  run(context) {
    const { args, output } = context;
    return lookAtLake(context, async ({ objects, warehouse, project, place, named }) => {
      const plans = await readablePlans(context, place);
      const madeAt = await objects.time();
      const sources = { objects, warehouse, project, title: "", environment: place.id, madeAt, flags: "" };
      const whole = await pageState({ ...sources, mailFile: () => null }, plans);
      const page = ofDataset(whole, args[0]);
      const names = [...page.datasets, ...page.derived].map(({ name }) => name);
      const open = (await openDrops(objects, names)).drops;
      const status = { page, open, lags: await lagsOf(objects, names) };
      const leftOut = args.length > 0 ? [] : await leftOutOf(objects, whole);
      output.value({ ...statusValue(status), leftOut });
      for (const problem of leftOut) output.note(leftOutLine(problem));
      output.print(statusView(status, { width: output.width, ...named, rows: args.length > 0 }));
      return leftOut.length > 0 ? exit.problems : codeOf(status);
    });
  },
});

/** What belongs to no dataset that the page shows. */
async function leftOutOf(objects: Objects, { datasets, derived }: PageState): Promise<Contradiction[]> {
  const shown = new Set([...datasets, ...derived].map(({ name }) => name));
  const others = (await listDatasets(objects)).filter((name) => !shown.has(name));
  const states = await Promise.all(others.map((dataset) => readableState(objects, dataset)));
  const damage = await Promise.all(states.map((state) => findDamage(objects, state)));
  return [...damage.flat(), ...(await findBadMailDays(objects))];
}

function ofDataset(page: PageState, wanted: string | undefined): PageState {
  if (wanted === undefined) return page;
  const datasets = page.datasets.filter(({ name }) => name === wanted);
  const derived = page.derived.filter(({ name }) => name === wanted);
  const known = [...page.datasets, ...page.derived].map(({ name }) => name);
  if (datasets.length + derived.length === 0) {
    throw wrongUse("unknown-dataset", `there is no dataset '${wanted}'`, didYouMean(wanted, known));
  }
  return { ...page, datasets, derived, mails: page.mails.filter(({ dataset }) => dataset === wanted) };
}

async function lagsOf(objects: Objects, names: readonly string[]): Promise<Status["lags"]> {
  return new Map(await Promise.all(names.map(async (name) => [name, await lagOf(objects, name)] as const)));
}

function statusValue({ page, open, lags }: Status): object {
  const common = (name: string) => {
    const mails = page.mails.filter(({ dataset, state }) => dataset === name && isToSend(state));
    return { lagSeconds: lags.get(name) ?? null, mailsToSend: mails.length };
  };
  return {
    datasets: page.datasets.map(({ name, health, sums, drops, publications }) => ({
      name,
      health,
      drops: Object.fromEntries([...Map.groupBy(drops, ({ state }) => state)].map(([state, of]) => [state, of.length])),
      rows: sums,
      publication: publications.at(-1) ?? null,
      ...common(name),
    })),
    derived: page.derived.map((derived) => ({ ...derived, ...common(derived.name) })),
    waiting: open.map(openDropValue),
  };
}

function isToSend(state: PageState["mails"][number]["state"]): boolean {
  return state === "PENDING" || state === "SENDING";
}

function codeOf({ page, open }: Status): ExitCode {
  const stuck = [...page.datasets, ...page.derived].some(({ health }) => health.state === "stuck" || health.verify);
  return stuck || open.some(({ entry }) => entry.state === "HELD") ? exit.problems : exit.good;
}
