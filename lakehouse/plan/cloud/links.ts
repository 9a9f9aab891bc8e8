// Pages of Google Cloud's console, for people.

const CONSOLE = "https://console.cloud.google.com";

/** A job of BigQuery. */
export function queryJobLink(project: string, location: string, id: string): string {
  const job = encodeURIComponent(`bq:${location}:${id}`);
  return `${CONSOLE}/bigquery?project=${encodeURIComponent(project)}&j=${job}&page=queryresults`;
}

/** Jobs of Dataflow, the newest first: one that is not launched yet has no page of its own. */
export function dataflowJobsLink(project: string): string {
  return `${CONSOLE}/dataflow/jobs?project=${encodeURIComponent(project)}`;
}
