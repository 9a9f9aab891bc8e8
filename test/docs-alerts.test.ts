import { join } from "node:path";
import { test } from "@jest/globals";
import { type Alert, mailsADay } from "../infra/operations/alert.ts";
import { ALERTS, alertsOf } from "../infra/operations/alerts.ts";
import { datasetAlerts } from "../infra/operations/dataset-alerts.ts";
import { checkGolden } from "./golden.ts";
import { environment } from "./infra/operations/environments.ts";

const ofDataset = datasetAlerts({
  dataset: "DATASET",
  landing: { pattern: "", capturesDay: true, folder: null },
  sla: { schedule: "`schedule`", expectedBy: "`timeOfAvailability`", latencyHours: null, retentionDays: null },
});
const late = datasetAlerts({
  dataset: "DATASET",
  landing: null,
  sla: { schedule: null, expectedBy: null, latencyHours: Number.NaN, retentionDays: null },
}).map((alert) => ({ ...alert, when: alert.when.replace("NaN", "`latency`") }));

const EACH = {
  dataset: "a dataset",
  service_name: "a function",
  subscription_id: "a subscription",
  job_name: "a job",
} as const;

function row(alert: Alert): string {
  const { name, severity, when, by } = alert;
  const each = by === null ? "" : ` ${EACH[by]}`;
  return `| [\`${name}\`](#${name}) | ${severity} | ${when} | ${mailsADay(alert)}${each} |`;
}

function section({ name, title, means, todo }: Alert): string {
  const steps = todo.map((step, at) => `${at + 1}. ${step}`).join("\n");
  return `### ${name}\n**${title}.** ${means}\n\n${steps}`;
}

/** Of a day on which all of it goes wrong, and stays so. */
function mailsOfABadDay(datasets: number): number {
  const watched = environment();
  const each = {
    dataset: datasets,
    service_name: watched.functions.length,
    subscription_id: watched.functions.filter(({ isTriggered }) => isTriggered).length,
    job_name: 1,
  };
  return alertsOf(watched).reduce((sum, { by }) => sum + (by === null ? 1 : each[by]), 0);
}

const table = (alerts: readonly Alert[]) =>
  `| alert | severity | when | mails a day, at most |\n|---|---|---|---|\n${alerts.map(row).join("\n")}`;

test("docs/alerts.md has every alert", () => {
  const own = [...ofDataset, ...late];
  const page = `# Alerts

Made by \`UPDATE_GOLDENS=1 npm test -- test/docs-alerts.test.ts\` from \`infra/operations/alerts.ts\`; \`pulumi up\` makes them, and mails go to \`sluice:alertsTo\`. Owners of a dataset hear of its drops by Sluice's own mails ([mails.md](mails.md)); these are for who runs the environment. Each mail has what is below, with the environment's and the dataset's names filled in, and a link to the lines of the log.

Trouble that lasts is one mail, when it begins; its end is none. What comes and goes is told again once all was well for some hours (the last column, to each address): of 5,000 bad files at once one mail tells. A day on which everything is wrong, and stays so, brings ${mailsOfABadDay(3)} mails to each address where there are three datasets. Conditions are PromQL over the metrics of [logs.md](logs.md) and Google's own: such a condition may name what nobody has written yet, which a first \`pulumi up\` needs.

${table(ALERTS)}

\`composer\`, \`machine-down\`, \`airflow-unhealthy\` and \`machine-full\` are there with their orchestrator alone.

## Of a dataset, if its contract promises it

${table(own)}

Both are objectives too (Monitoring, Services): 95 % of 30 days, so that of a month's daily drops one may be late or missing. *arrival* counts drops that came to the table against expected ones that did not come; *latency* those that were there within the contract's \`latency\`. Objectives are made last: until Monitoring knows a new metric (up to ten minutes) it refuses them. If the first \`pulumi up\` ends so, run it again.

## What to do

${[...ALERTS, ...own].map(section).join("\n\n")}

## Budget

With \`sluice:billingAccount\` and \`sluice:budget\` mails come at 50, 90 and 100 % of the month's amount, and when 100 % are to be expected: to the first five of \`sluice:alertsTo\`, and to the account's administrators. It is of the whole project: a budget's filter takes one label alone, and much of what an environment costs can have none. It watches, and stops nothing.
`;
  checkGolden(join(import.meta.dirname, "../docs/alerts.md"), page, "test/docs-alerts.test.ts");
});
