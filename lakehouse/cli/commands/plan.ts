import { environmentNamed, environments } from "../../environment.ts";
import { canonicalJson } from "../../plan/canonical.ts";
import { compilePlan } from "../../plan/compile.ts";
import { explain } from "../../plan/explain.ts";
import { text } from "../../run/view/text.ts";
import { command } from "../command.ts";
import { chosenContract } from "../contracts.ts";
import { didYouMean } from "../did-you-mean.ts";
import { exit } from "../exit.ts";
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

Exits 0, or 2 where the dataset is unknown or its contract has errors.`,
  arguments: [
    { name: "DATASET", meaning: "a dataset's name, or the file of its contract", required: true, many: false },
  ],
  flags: { env: { kind: "text", value: "NAME", meaning: "the environment to plan for", default: "local" } },
  async run({ args: [dataset = ""], flags, output, ...where }) {
    const environment = environmentNamed(flags.env);
    const known = environments.map(({ id }) => id);
    if (!environment)
      throw wrongUse("unknown-environment", `there is no environment '${flags.env}'`, didYouMean(flags.env, known));
    const { contract, inputs } = await chosenContract(dataset, where);
    const plan = compilePlan(contract, environment, inputs);
    output.value(plan, canonicalJson(plan));
    output.print(
      explain(plan)
        .trimEnd()
        .split("\n")
        .map((line) => text`${line}`),
    );
    return exit.good;
  },
});
