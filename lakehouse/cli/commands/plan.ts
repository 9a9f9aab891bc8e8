import { canonicalJson, planHash } from "../../plan/canonical.ts";
import { compilePlan } from "../../plan/compile.ts";
import { type Sizing, sizeJob } from "../../plan/dataflow/sizing.ts";
import type { Workplace } from "../../plan/environment.ts";
import { jobSection } from "../../plan/explain/job.ts";
import { printSection } from "../../plan/explain/section.ts";
import { explain } from "../../plan/explain.ts";
import type { Plan } from "../../plan/plan.ts";
import { text } from "../../run/view/text.ts";
import { command } from "../command.ts";
import { chosenContract } from "../contracts.ts";
import { exit } from "../exit.ts";
import { placeOf } from "../stack.ts";
import { wrongUse } from "../wrong-use.ts";

export default command({
  name: "plan",
  topic: "Contracts",
  summary: "what Sluice will do for a dataset, in words and SQL, with every default",
  help: `
A contract and an environment give a plan: one frozen value that every host obeys. This prints it for a person.
What the contract leaves open is marked "default". Nothing is read but contracts and their SQL, nothing is changed.

  $ sluice plan flights                       what happens to a drop of flights, step by step
  $ sluice plan airport_days                  of a derived table: what it is made from, and when
  $ sluice plan contracts/flights.odcs.yaml   the same, by file
  $ sluice plan flights --json | jq .rules    the plan itself, canonical JSON: equal plans are equal texts
  $ sluice plan flights --drop-size 2TB       what a drop of that size takes on Dataflow: workers, hours, dollars

Exits 0, or 2 where the dataset is unknown or its contract has errors.`,
  arguments: [
    { name: "DATASET", meaning: "a dataset's name, or the file of its contract", required: true, many: false },
  ],
  flags: {
    "drop-size": { kind: "bytes", value: "SIZE", meaning: "also size the Dataflow job for a drop of this size" },
    "max-workers": {
      kind: "count",
      value: "N",
      meaning: "of that job: never more, so that its cost has a cap (default: the environment's)",
      least: 1,
    },
  },
  clouds: true,
  async run({ args: [dataset = ""], flags, output, ...where }) {
    if (flags["max-workers"] !== undefined && flags["drop-size"] === undefined) {
      throw wrongUse("flag-alone", "--max-workers says nothing without --drop-size", "give --drop-size too");
    }
    const environment = await placeOf(where);
    const { contract, inputs } = await chosenContract(dataset, where);
    const plan = compilePlan(contract, environment, inputs);
    const bytes = flags["drop-size"];
    const job = bytes === undefined ? null : jobFor(plan, bytes, environment, flags["max-workers"]);
    if (job) output.value({ plan: planHash(plan), bytes, job });
    else output.value(plan, canonicalJson(plan));
    const words = job
      ? `${explain(plan)}\n${printSection(jobSection(plan, bytes ?? 0, job, environment))}`
      : explain(plan);
    output.print(
      words
        .trimEnd()
        .split("\n")
        .map((line) => text`${line}`),
    );
    return exit.good;
  },
});

function jobFor(plan: Plan, bytes: number, { fleet }: Workplace, most: number | undefined): Sizing {
  if (plan.derived) {
    throw wrongUse("no-drops", `${plan.dataset} is derived: no drops of it arrive`, "leave out --drop-size");
  }
  return sizeJob(bytes, plan.sla.latencyHours, most === undefined ? fleet : { most, workers: "fixed" });
}
