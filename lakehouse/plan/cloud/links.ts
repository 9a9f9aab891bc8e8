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

/** A build of Cloud Build, with its log. */
export function buildLink(project: string, region: string, id: string): string {
  return `${CONSOLE}/cloud-build/builds;region=${region}/${encodeURIComponent(id)}?project=${encodeURIComponent(project)}`;
}

/** Lines of the log that fit a filter, the newest first. */
export function logLink(project: string, filter: string): string {
  return `${CONSOLE}/logs/query;query=${encodeURIComponent(filter)}?project=${encodeURIComponent(project)}`;
}
