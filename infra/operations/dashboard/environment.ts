import { airflowName } from "../../../lakehouse/plan/cloud/names.ts";
import { googles } from "../series.ts";
import { JOBS, servicesOf, subscriptionsOf, type Watched } from "../watched.ts";
import { type Dashboard, mosaic, type Row, type Widget } from "./mosaic.ts";
import { bars, count, incidents, increaseOf, lines, most, mostOf, sum, unitOf, words } from "./widgets.ts";

/** A whole environment. `policies`: names of its alerts. */
export function environmentDashboard(watched: Watched, policies: readonly string[]): Dashboard {
  const { id } = watched.environment;
  return mosaic(`Sluice ${id}`, [
    { height: 4, widgets: [words(`Sluice ${id}`, `\`sluice status --env ${id}\` says what waits, and for whom.`)] },
    ...dataRows(watched, policies),
    ...machineRows(watched),
  ]);
}

function dataRows({ environment }: Watched, policies: readonly string[]): Row[] {
  const counted = (metric: string, by: string | null) => count(environment, metric, {}, by);
  const summed = (title: string, metric: string) =>
    bars(title, unitOf(metric), sum(environment, metric, {}, "dataset"));
  const slow = (title: string, metric: string) =>
    lines(title, unitOf(metric), [most(environment, metric, {}, "dataset")]);
  return [
    {
      height: 14,
      widgets: [
        incidents("Open incidents", policies),
        bars("Drops by how they ended", "1", counted("drops_ended", "state")),
      ],
    },
    {
      height: 14,
      widgets: [
        bars("Drops held", "1", counted("drops_held", "dataset")),
        bars("Expected drops that were missing", "1", counted("drops_missing", "dataset")),
        summed("Rows into quarantine", "rows_quarantined"),
      ],
    },
    {
      height: 14,
      widgets: [
        summed("Rows loaded", "rows_loaded"),
        slow("From arrival to the table, 95 % within", "drop_lag_seconds"),
        slow("Publications, 95 % within", "publish_seconds"),
      ],
    },
    {
      height: 14,
      widgets: [
        summed("Bytes that BigQuery bills", "bytes_scanned"),
        bars("Publications that wait, by why", "1", counted("publications_waiting", "reason")),
        bars("Mails", "1", counted("mails_sent", null), counted("mails_dead", null), counted("mails_suppressed", null)),
      ],
    },
  ];
}

function machineRows(watched: Watched): Row[] {
  const { environment } = watched;
  const service_name = servicesOf(watched);
  const counted = (metric: string) => count(environment, metric, {}, null);
  const jobs = { job_name: JOBS, region: environment.region };
  const age = googles("pubsub.googleapis.com/subscription/oldest_unacked_message_age", {
    subscription_id: subscriptionsOf(watched),
  });
  return [
    {
      height: 14,
      widgets: [
        bars(
          "Answers of functions",
          "1",
          increaseOf(googles("run.googleapis.com/request_count", { service_name }), "service_name"),
        ),
        bars(
          "Errors of functions (5xx)",
          "1",
          increaseOf(
            googles("run.googleapis.com/request_count", { service_name, response_code_class: "5xx" }),
            "service_name",
          ),
        ),
        lines("How long they took, 95 % within", "ms", [
          mostOf(googles("run.googleapis.com/request_latencies", { service_name }, "_bucket"), "service_name"),
        ]),
        bars("Lines that ask for a person", "1", counted("errors")),
      ],
    },
    {
      height: 14,
      widgets: [
        lines("Oldest event that is not delivered", "s", [
          { query: `max by (subscription_id) (${age})`, legend: `\${labels.subscription_id}` },
        ]),
        bars(
          "Faults, rights that lack, services away",
          "1",
          ...["faults", "config_errors", "services_unavailable"].map(counted),
        ),
        lines("vCPUs of Dataflow's jobs", "1", [
          {
            query: `sum by (job_name) (${googles("dataflow.googleapis.com/job/current_num_vcpus", jobs)})`,
            legend: `\${labels.job_name}`,
          },
        ]),
      ],
    },
    { height: 14, widgets: orchestratorWidgets(watched) },
  ];
}

function orchestratorWidgets({ environment, settings: { orchestrator } }: Watched): Widget[] {
  const [environment_name, instance_name] = [airflowName(environment), airflowName(environment)];
  if (orchestrator === "composer") {
    return [
      lines("Cloud Composer is healthy (1) or not (0)", "1", [
        {
          query: `max(${googles("composer.googleapis.com/environment/healthy", { environment_name })})`,
          legend: "DAGs",
        },
        {
          query: `max(${googles("composer.googleapis.com/environment/database_health", { environment_name })})`,
          legend: "database",
        },
      ]),
    ];
  }
  if (orchestrator === "functions") return [];
  const disks = googles("agent.googleapis.com/disk/percent_used", {
    metadata_system_name: instance_name,
    state: "used",
  });
  return [
    lines("CPU of Airflow's machine", "1", [
      {
        query: `max(${googles("compute.googleapis.com/instance/cpu/utilization", { instance_name })})`,
        legend: "used",
      },
    ]),
    lines("Its disks, percent used", "%", [{ query: `max by (device) (${disks})`, legend: `\${labels.device}` }]),
  ];
}
