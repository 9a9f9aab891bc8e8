import { StepRequestSchema } from "../lakehouse/plan/step.ts";
import { step as stepOf } from "../lakehouse/run/step.ts";
import { problemsOf } from "./problems.ts";
import type { HttpFunction } from "./work.ts";

/** For DAGs: what waits, the Dataflow jobs that they are to start, and the next step of a publication. */
const step: HttpFunction = {
  async answer({ tools, plans }, { method, json }) {
    if (method !== "POST") return { status: 405, body: { error: "steps are posted" } };
    const asked = StepRequestSchema.safeParse(json);
    if (!asked.success) return { status: 400, body: { problems: problemsOf(asked.error) } };
    const { dataset } = asked.data;
    const deployed = await plans();
    const plan = deployed.find((one) => one.dataset === dataset);
    if (!plan) return { status: 404, body: { error: unknownDataset(dataset, deployed) } };
    return { status: 200, body: await stepOf(tools, plan, asked.data) };
  },
};

function unknownDataset(dataset: string, deployed: readonly { readonly dataset: string }[]): string {
  const known = deployed.map((plan) => plan.dataset).join(", ");
  return `${JSON.stringify(dataset)} is not deployed → one of ${known || "none"}, or deploy its contract`;
}

export default step;
