import { canonicalJson } from "../../plan/canonical.ts";
import { canonicalState } from "../../run/canonical-state.ts";
import { listDatasets, readState } from "../../run/state.ts";
import { tableOf } from "../../run/table.ts";
import { command } from "../command.ts";
import { didYouMean } from "../did-you-mean.ts";
import { exit } from "../exit.ts";
import { lookAtLake } from "../lake.ts";
import { useProblem, WrongUse, wrongUse } from "../wrong-use.ts";

export default command({
  name: "state",
  topic: "For machines",
  summary: "what the lake came to, as JSON that two equal lakes have to the byte",
  help: `
The yardstick of every test that kills, repeats or reorders: for each drop its final state, round and counts, for each
dataset its sums, all rows of its table, sorted, and the facts that were mailed. What may differ between two runs that
did the same is left out: publication numbers, attempts, keys, generations, times of the work.

  $ sluice state --canonical                        every dataset
  $ sluice state --canonical flights > before.json

Always JSON, with --json or without. All rows are in it: meant for small lakes. For people there is \`sluice status\`.
Exits 0, or 2 for wrong use.`,
  arguments: [{ name: "DATASETS", meaning: "these datasets (default: all)", required: false, many: true }],
  flags: { canonical: { kind: "switch", meaning: "the form that can be compared; must be given" } },
  run(context) {
    const { args, flags, output } = context;
    if (!flags.canonical) {
      throw wrongUse("missing-flag", "state knows one form alone", "write --canonical; for people: `sluice status`");
    }
    return lookAtLake(context, async (laptop) => {
      const { objects, warehouse } = laptop;
      const known = await listDatasets(objects);
      const wrong = args.filter((name) => !known.includes(name));
      if (wrong.length > 0) {
        throw new WrongUse(
          wrong.map((name) =>
            useProblem("unknown-dataset", `the ledger has no dataset '${name}'`, didYouMean(name, known)),
          ),
        );
      }
      const datasets = args.length > 0 ? [...new Set(args)] : known;
      const tables = new Map<string, string>();
      for (const dataset of datasets) {
        const table = await tableOf(laptop, (await readState(objects, dataset)).log);
        if (table) tables.set(dataset, `SELECT * FROM ${table}`);
      }
      const sources = { objects, warehouse, tableOf: (dataset: string) => tables.get(dataset) ?? null };
      const state = await canonicalState(sources, datasets);
      output.document(`${JSON.stringify(JSON.parse(canonicalJson(state)), null, 1)}\n`);
      return exit.good;
    });
  },
});
