import { MaintainRequestSchema } from "../lakehouse/plan/maintain.ts";
import { maintain as maintained } from "../lakehouse/run/maintain.ts";
import { problemsOf } from "./problems.ts";
import type { HttpFunction } from "./work.ts";

/** For the maintenance DAG: asks the reconciler, sends digests, writes history, tells costs. */
const maintain: HttpFunction = {
  async answer({ tools, plans, time }, { method, json }) {
    if (method !== "POST") return { status: 405, body: { error: "tasks are posted" } };
    const asked = MaintainRequestSchema.safeParse(json);
    if (!asked.success) return { status: 400, body: { problems: problemsOf(asked.error) } };
    return { status: 200, body: await maintained(tools, await plans(), asked.data, time) };
  },
};

export default maintain;
