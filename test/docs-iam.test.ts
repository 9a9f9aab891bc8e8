import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { ACCOUNTS, type AccountName } from "../lakehouse/plan/cloud/names.ts";
import { ROWS } from "../lakehouse/plan/cloud/rights.ts";
import { TriggerSchema } from "../lakehouse/plan/cloud/trigger.ts";
import { functionNames } from "../scripts/functions/processes.ts";
import { rowName } from "./functions/rights/needed.ts";
import { NOT_EXERCISED } from "./functions/rights/not-exercised.ts";
import { checkGolden } from "./golden.ts";
import { iamPage } from "./iam/page.ts";

/** What no function's trigger tells. */
const OTHERS: Readonly<Partial<Record<AccountName, string>>> = {
  worker: "launchers and workers of Dataflow jobs",
  airflow: "Airflow, on its machine or in Composer",
  trigger: "who delivers events, messages and ticks to functions",
  build: "builds of images and functions",
  serve: "models that are served",
};

/** `functions on-drop, decide`, or whatever else runs as the account. */
async function runsAs(): Promise<Record<AccountName, string>> {
  const triggers = await Promise.all(
    functionNames().map(async (name) => {
      const { trigger } = (await import(`../functions/${name}.trigger.ts`)) as { trigger: unknown };
      return { name, account: TriggerSchema.parse(trigger).account };
    }),
  );
  const runs = ACCOUNTS.map((account) => {
    const functions = triggers.filter((one) => one.account === account).map(({ name }) => `\`${name}\``);
    return [account, functions.length > 0 ? `functions ${functions.join(", ")}` : (OTHERS[account] ?? "")] as const;
  });
  return Object.fromEntries(runs) as Record<AccountName, string>;
}

test("docs/iam.md has every right, and whether a test shows that it is needed", async () => {
  const runs = await runsAs();
  expect(Object.values(runs)).not.toContain("");
  const page = iamPage({ runs, notExercised: (row) => NOT_EXERCISED[rowName(row)] ?? null });
  expect(page.match(/^\|.* \| (not )?exercised/gm)).toHaveLength(ROWS.length);
  checkGolden(join(import.meta.dirname, "../docs/iam.md"), page, "test/docs-iam.test.ts");
});
