import { command } from "../command.ts";
import { findFiles } from "../find-files.ts";
import { withEngine } from "../lake.ts";
import { matchFiles } from "../match-files.ts";
import { ordersFor } from "../orders.ts";
import { runOrders } from "../run-orders.ts";
import { tellOutcomes } from "../tell-outcomes.ts";

export default command({
  name: "run",
  summary: "splits Parquet drops: good rows, bad rows with reasons, one report each",
  help: `
Takes files (of any name) and folders (searched for *.parquet). For each the contract is found by its landing pattern
over the end of the path; where none fits, one is drafted in memory from the file, and the drop is tried against that.
Good rows go to staging/, bad rows with their reasons to quarantine/, the original to raw/, the report to ledger/.
A file that has its report already is not run again: touch it to make it a new drop.

  $ sluice run drops/                                   every Parquet file below
  $ sluice run export.parquet --contract flights        this file, against this contract
  $ sluice run drops/ --validate-only --json            only the reports, nothing is kept

Exits 0 if every drop is ready and no row was quarantined, 1 if any has warnings, is held, rejected, or lost rows to
quarantine, 2 for wrong use, 3 if a drop could not be run through a fault of ours.`,
  arguments: [{ name: "PATHS", meaning: "Parquet files and folders", required: true, many: true }],
  flags: {
    contract: {
      kind: "text",
      value: "NAME",
      meaning: "dataset or contract file for all paths, instead of looking for it",
    },
    "validate-only": { kind: "switch", meaning: "keep nothing, only report" },
    arrived: {
      kind: "instant",
      value: "TIME",
      meaning: "when the drops arrived (default: when each file was written)",
    },
    workers: { kind: "count", value: "N", meaning: "child processes at a time (default: one a core)", least: 1 },
  },
  async run(context) {
    const { args, flags, cwd } = context;
    const files = await matchFiles(context, await findFiles(args, cwd), flags.contract);
    const kept = !flags["validate-only"];
    return withEngine(context, { kept, workers: flags.workers }, async (laptop, engine) => {
      const choice = { arrived: flags.arrived, engine, place: laptop.place };
      const { orders, problems } = await ordersFor(context, files, choice);
      const running = { write: kept, most: laptop.engine.workers + 1, context };
      const outcomes = await runOrders({ ...laptop, engine }, orders, running);
      return tellOutcomes(context, { outcomes, problems, kept });
    });
  },
});
