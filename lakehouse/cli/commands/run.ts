import { hasBeam } from "../../environment.ts";
import type { HostKind } from "../../plan/manifest.ts";
import { neededTables, publishOrder } from "../../run/publish-order.ts";
import type { Text } from "../../run/view/text.ts";
import { type Context, command, type Flags } from "../command.ts";
import { deploy } from "../deploy.ts";
import { findFiles } from "../find-files.ts";
import { follow } from "../follow.ts";
import { withEngine } from "../lake.ts";
import { matchFiles } from "../match-files.ts";
import { ordersFor } from "../orders.ts";
import { plainNames } from "../plain-names.ts";
import { presentOutcomes } from "../run-jobs.ts";
import { runOrders } from "../run-orders.ts";
import { tellOutcomes } from "../tell-outcomes.ts";
import { useProblem, WrongUse, wrongUse } from "../wrong-use.ts";

const flags = {
  contract: {
    kind: "text",
    value: "NAME",
    meaning: "dataset or contract file for all paths, instead of looking for it",
  },
  "validate-only": { kind: "switch", meaning: "keep nothing, only report" },
  "split-only": { kind: "switch", meaning: "publish nothing: ready drops wait for `sluice reconcile`" },
  backfill: { kind: "switch", meaning: "rows older than the contract's window are not late" },
  arrived: {
    kind: "instant",
    value: "TIME",
    meaning: "when the drops arrived (default: when each file was written)",
  },
  workers: { kind: "count", value: "N", meaning: "child processes at a time (default: one a core)", least: 1 },
  "launch-above": {
    kind: "count",
    value: "BYTES",
    meaning: "larger drops go to a launched host, as in the cloud (default: none; all with --engine beam)",
    least: 0,
  },
  engine: {
    kind: "text",
    value: "node|beam",
    meaning: "which host is launched: Node, or Beam on this machine",
    default: "node",
  },
} as const satisfies Flags;

export default command({
  name: "run",
  topic: "Data",
  summary: "drops Parquet files into the lake: splits, publishes and tells",
  help: `
Takes files (of any name) and folders (searched for *.parquet). For each the contract is found by its landing pattern
over the end of the path. The file is uploaded to landing/ and split: good rows go to staging/, bad rows with their
reasons to quarantine/, the original to raw/, the report to ledger/. Then what is ready is published to the warehouse,
with the tables derived from it, and whoever the contract names gets a mail (mail/*.eml). A file that was run before is
not run again: touch it to make it a new drop. Where no contract fits, one is drafted in memory from the file, and the
file is tried against that: nothing of it is kept, and the exit code is 1.

  $ sluice run drops/                                   every Parquet file below
  $ sluice run export.parquet --contract flights        this file, against this contract
  $ sluice run drops/ --validate-only --json            only the reports, nothing is kept
  $ sluice run old-drops/ --backfill                    a past month: no row of it is late
  $ sluice run drops/ --engine beam                     all drops in a pipeline, as on Dataflow

Ctrl-C leaves no half report; the next run takes the drop up again, at most 15 seconds later.
Exits 0 if every drop is published and no row was quarantined, 1 if any has warnings, is held, rejected, not published,
or lost rows to quarantine, 2 for wrong use, 3 if a drop could not be run or published through a fault of ours.`,
  arguments: [{ name: "PATHS", meaning: "Parquet files and folders", required: true, many: true }],
  flags,
  async run(context) {
    checkFlags(context);
    const host = await hostFor(context);
    const { args, flags, cwd, output } = context;
    const named = plainNames(await findFiles(args, cwd));
    const files = await matchFiles(context, named.files, flags.contract);
    const kept = !flags["validate-only"];
    const launchAboveBytes = flags["launch-above"] ?? (host === "beam" ? EVERY_DROP : undefined);
    const opened = { kept, workers: flags.workers, launchAboveBytes, host };
    return withEngine(context, opened, async (laptop, engine) => {
      const tools = { ...laptop, engine };
      const lifts = { window: flags.backfill, holds: false };
      const choice = { arrived: flags.arrived, lifts, kept, engine, place: laptop.place };
      const { orders, plans, problems } = await ordersFor(context, files, choice);
      const touched = new Set(orders.filter((order) => order.kept).map(({ plan }) => plan.dataset));
      const published = flags["split-only"] ? [] : publishOrder(plans, touched);
      await deploy(laptop, neededTables(plans, published));
      const several = orders.length > 1;
      // One more at a time than children, so that none waits for files to be moved.
      const split = await runOrders(context, tools, orders, { most: laptop.engine.workers + 1, lines: several });
      const said: Text[] = [];
      const say = several ? output.print : (line: Text) => void said.push(line);
      const followed = published.length > 0 ? await follow(context, tools, published, say) : null;
      const outcomes = await presentOutcomes(laptop.objects, split);
      return tellOutcomes(context, { outcomes, problems: [...named.problems, ...problems], followed, said });
    });
  },
});

/** Above which all drops are launched, also empty ones. */
const EVERY_DROP = -1;

/** Beam is found missing before anything is done. */
async function hostFor({ flags: given, env }: Context<typeof flags>): Promise<HostKind> {
  if (given.engine !== "beam") return "node";
  if (await hasBeam(env.SLUICE_PYTHON)) return "beam";
  const cure = env.SLUICE_PYTHON
    ? "let SLUICE_PYTHON name a Python that has apache_beam, or unset it"
    : "`npm run setup` in Sluice's folder installs it, with Python 3.11 or newer";
  throw wrongUse("no-beam", "--engine beam needs Beam, which is not installed", cure);
}

/** Words that contradict each other are told before anything is read. */
function checkFlags({ flags: given }: Context<typeof flags>): void {
  if (given.engine !== "node" && given.engine !== "beam") {
    throw wrongUse("no-engine", `there is no engine '${given.engine}'`, "give node or beam");
  }
  if (!given["validate-only"]) return;
  const idle = [
    ...(given["split-only"] ? ["--split-only"] : []),
    ...(given["launch-above"] === undefined ? [] : ["--launch-above"]),
    ...(given.engine === "beam" ? ["--engine beam"] : []),
  ];
  if (idle.length === 0) return;
  throw new WrongUse(
    idle.map((flag) =>
      useProblem("flags-contradict", `--validate-only keeps nothing, so ${flag} says nothing`, "leave one out"),
    ),
  );
}
