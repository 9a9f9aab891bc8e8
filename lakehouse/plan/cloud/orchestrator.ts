/** Who schedules: events and Cloud Scheduler alone; besides them Airflow on one machine; or Cloud Composer. */
export const ORCHESTRATORS = ["functions", "airflow-vm", "composer"] as const;
export type Orchestrator = (typeof ORCHESTRATORS)[number];
