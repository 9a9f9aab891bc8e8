// What holds alerts and dashboards to commands and metrics that there are would notice if one were not.
import { expect, test } from "@jest/globals";
import { commandProblems, commandsIn } from "./commands.ts";
import { queryProblems } from "./queries.ts";

test.each([
  ["sluice status flights --env dev", []],
  ["sluice hold list flights --env dev", []],
  ["sluice statuses --env dev", ["there is no command statuses"]],
  ["sluice hold lists --env dev", ["hold has no action lists"]],
  ["sluice status --dataset flights --env dev", ["there is no flag --dataset"]],
  ["sluice status a b --env dev", ["'b' is one argument too many"]],
  ["sluice ledger --env dev", ["ACTION is missing", "ledger has no action undefined"]],
  ["sluice query SELECT --env dev", ["query takes no --env"]],
  ["sluice status flights", ["status without --env means this machine"]],
])("%s", async (command, problems) => {
  expect(commandsIn(`type \`${command}\` now`)).toEqual([command]);
  expect(await commandProblems(command)).toEqual(problems);
});

const held = "logging.googleapis.com/user/sluice/dev/drops_held";

test.each([
  [`increase({"${held}",monitored_resource="cloud_run_revision",dataset="a"}[1h]) > 0`, []],
  [`{"${held}"} > undefined`, ["an empty matcher or value"]],
  [`sum({"${held}"}`, ["its brackets do not match"]],
  ["vector(0)", ["it selects nothing"]],
  [`{"${held}_sum"}`, [`${held}_sum has no part _sum`]],
  [`{"${held}",state="HELD"}`, [`${held} has no label state`]],
  [`{"${held.replace("dev", "prod")}"}`, [`${held.replace("dev", "prod")} is no metric`]],
  [
    '{"logging.googleapis.com/user/sluice/dev/bytes_scanned"}',
    ["logging.googleapis.com/user/sluice/dev/bytes_scanned is a distribution"],
  ],
  ['{"run.googleapis.com/request_counts"}', ["run.googleapis.com/request_counts is no metric"]],
])("%s", (query, problems) => {
  expect(queryProblems(query, "dev")).toEqual(problems);
});
