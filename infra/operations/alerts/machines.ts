import { airflowName } from "../../../lakehouse/plan/cloud/names.ts";
import type { Settings } from "../../../lakehouse/plan/cloud/stack/read.ts";
import type { Alert } from "../alert.ts";
import { googles, increase } from "../series.ts";
import { JOBS } from "../watched.ts";

const HALF_HOUR = 1_800;
const HOURS = 6;

/** It is off each night: then its silence says nothing. */
const isOffAtNight = ({ vmStops }: Pick<Settings, "vmStops">) => vmStops !== null;

export const MACHINE_ALERTS: readonly Alert[] = [
  {
    name: "dataflow",
    severity: "WARNING",
    title: "a Dataflow job failed",
    when: "a job that splits large drops ended as failed (jobs are named by dataset: environments that share a project hear of each other's)",
    means: "Its drops are launched again, three times in all; then they are given up and another alert says so.",
    todo: [
      "The job's page has its errors; `sluice status --env ID` the drops that were in it.",
      "No workers: the quota, or the subnetwork's range (`sluice:subnetRange`). No image: `sluice images list --env ID`, `sluice images build --env ID`, `pulumi up`.",
    ],
    by: "job_name",
    hours: 6,
    counts: null,
    conditions: ({ environment: { region } }) => [
      {
        says: "a job has failed",
        query: `max by (job_name) (max_over_time(${googles("dataflow.googleapis.com/job/is_failed", { job_name: JOBS, region })}[6h])) > 0`,
        forSeconds: 0,
      },
    ],
  },
  {
    name: "composer",
    severity: "ERROR",
    title: "Cloud Composer is not healthy",
    when: "Composer's own DAG or its database has failed for half an hour",
    means: "DAGs do not run. Drops are split and published all the same, by events and ticks; what only DAGs do waits.",
    todo: [
      "The environment's page (Monitoring) says whether scheduler, workers or database lack memory.",
      "`sluice:composerSize` makes it larger: `pulumi up`. `sluice status --env ID` shows that data goes on.",
    ],
    by: null,
    hours: 1,
    counts: null,
    conditions: ({ environment, settings }) => {
      if (settings.orchestrator !== "composer") return [];
      const environment_name = airflowName(environment);
      const failed = (series: string) => `max(max_over_time(${series}[10m])) == 0`;
      return [
        {
          says: "its own DAG does not run",
          query: failed(googles("composer.googleapis.com/environment/healthy", { environment_name })),
          forSeconds: HALF_HOUR,
        },
        {
          says: "its database does not answer",
          query: failed(googles("composer.googleapis.com/environment/database_health", { environment_name })),
          forSeconds: HALF_HOUR,
        },
      ];
    },
  },
  {
    name: "machine-down",
    severity: "ERROR",
    title: "Airflow's machine is down",
    when: "it has given no sign for 40 minutes; not where it is stopped at night",
    means: "DAGs do not run. Drops are split and published all the same, by events and ticks.",
    todo: [
      "`gcloud compute instances list --filter=name=sluice-ID-airflow --project=PROJECT`: was it stopped, or did its host fail?",
      "`gcloud compute instances start sluice-ID-airflow --project=PROJECT`; its start-up does the rest.",
    ],
    by: null,
    hours: 1,
    counts: null,
    conditions: ({ environment, settings }) => {
      if (settings.orchestrator !== "airflow-vm" || isOffAtNight(settings)) return [];
      const up = googles("compute.googleapis.com/instance/uptime_total", { instance_name: airflowName(environment) });
      return [{ says: "it is down", query: `absent_over_time(${up}[10m])`, forSeconds: HALF_HOUR }];
    },
  },
  {
    name: "airflow-unhealthy",
    severity: "ERROR",
    title: "Airflow does not work on its machine",
    when: "a part of it has been silent for a quarter of an hour, new DAGs are not taken, or its database has no backup",
    means: "DAGs do not run, or old ones do. Drops are split and published all the same, by events and ticks.",
    todo: [
      "The machine's log `sluice_watch` says which part; `sluice_airflow` what that part said (docs/airflow-vm.md).",
      "DAGs are not taken: the line has the reason → mend it, `pulumi up`.",
      "Else start the machine anew: `gcloud compute instances stop sluice-ID-airflow --project=PROJECT`, then `start`.",
    ],
    by: null,
    hours: HOURS,
    counts: null,
    conditions: ({ environment, settings }) => {
      if (settings.orchestrator !== "airflow-vm") return [];
      // Its health check writes there: composer-dags/vm/etc/ops-agent.yaml.
      const wanted = { metadata_system_name: airflowName(environment), log: "sluice_watch", severity: "ERROR" };
      const lines = googles("logging.googleapis.com/log_entry_count", wanted);
      return [
        {
          says: "its health check told of an error",
          query: `${increase(lines, `${HOURS}h`, null)} > 0`,
          forSeconds: 0,
        },
      ];
    },
  },
  {
    name: "machine-full",
    severity: "WARNING",
    title: "a disk of Airflow's machine is filling up",
    when: "a disk is more than 85 % full",
    means: "Airflow stops once its database cannot write.",
    todo: [
      "`gcloud compute ssh sluice-ID-airflow --tunnel-through-iap --project=PROJECT`, `df -h`: mostly logs of old runs, which may go. Operators have no shell there: who administers the project does it.",
      "Else make the disk larger, and its file system: `gcloud compute disks resize`.",
    ],
    by: null,
    hours: 6,
    counts: null,
    conditions: ({ environment, settings }) => {
      if (settings.orchestrator !== "airflow-vm") return [];
      const wanted = { metadata_system_name: airflowName(environment), state: "used" };
      const used = googles("agent.googleapis.com/disk/percent_used", wanted);
      return [{ says: "more than 85 % is used", query: `max(max_over_time(${used}[6h])) > 85`, forSeconds: 0 }];
    },
  },
];
