import type { Plan } from "../../../lakehouse/plan/plan.ts";
import type { Site } from "../../site.ts";
import { type Dashboard, mosaic } from "./mosaic.ts";
import { bars, count, incidents, lines, most, sum, unitOf, words } from "./widgets.ts";

const HOUR = 3_600;

/** One dataset: what came of its drops, how many rows, how late, at what cost. `policies`: names of its alerts. */
export function datasetDashboard(
  { environment }: Pick<Site, "environment">,
  plan: Plan,
  policies: readonly string[],
): Dashboard {
  const { dataset, sla } = plan;
  const of = { dataset };
  const counted = (metric: string, by: string | null) => count(environment, metric, of, by);
  const summed = (metric: string) => sum(environment, metric, of, null);
  const slow = (title: string, metric: string, promised: number | null = null) =>
    lines(title, unitOf(metric), [most(environment, metric, of, null)], promised);
  const promised = sla.latencyHours === null ? null : sla.latencyHours * HOUR;
  return mosaic(`Sluice ${environment.id}: ${dataset}`, [
    {
      height: 10,
      widgets: [
        words(plan.contract.title, ...aboutOf(plan, environment.id)),
        ...(policies.length > 0 ? [incidents("Open incidents", policies)] : []),
      ],
    },
    {
      height: 14,
      widgets: [
        bars("Drops by how they ended", "1", counted("drops_ended", "state")),
        bars("Held, by why", "1", counted("drops_held", "reason")),
        bars("Refused, by why", "1", counted("drops_rejected", "reason")),
      ],
    },
    {
      height: 14,
      widgets: [
        bars("Rows loaded and in quarantine", "{row}", summed("rows_loaded"), summed("rows_quarantined")),
        slow("From arrival to the table, 95 % within", "drop_lag_seconds", promised),
        bars("Expected drops that were missing", "1", counted("drops_missing", null)),
      ],
    },
    {
      height: 14,
      widgets: [
        bars(
          "Publications",
          "1",
          counted("publications_done", null),
          counted("publications_aborted", null),
          counted("publications_stuck", null),
        ),
        slow("How long they took, 95 % within", "publish_seconds"),
        bars("Bytes that BigQuery bills", "By", summed("bytes_scanned")),
      ],
    },
    {
      height: 14,
      widgets: [
        bars("Publications that wait, by why", "1", counted("publications_waiting", "reason")),
        bars("Mails sent, by kind", "1", counted("mails_sent", "kind")),
      ],
    },
  ]);
}

function aboutOf({ dataset, contract, sla }: Plan, id: string): string[] {
  const promises = [
    sla.expectedBy !== null && `there by ${sla.expectedBy}`,
    sla.latencyHours !== null && `in the table within ${sla.latencyHours} hours`,
  ].filter((promise) => promise !== false);
  return [
    `Owner: ${contract.owner ?? "nobody"}. Promised: ${promises.length > 0 ? promises.join(", ") : "nothing"}.`,
    `\`sluice status ${dataset} --env ${id}\` · \`sluice ledger show ${dataset} --env ${id}\` · \`sluice hold list ${dataset} --env ${id}\``,
    ...(contract.runbookUrl === null ? [] : [`[Runbook](${contract.runbookUrl})`]),
  ];
}
