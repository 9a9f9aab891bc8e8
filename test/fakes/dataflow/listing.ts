import { type FakeJob, isActive } from "./jobs.ts";

/** As the service numbers them. */
const FILTERS = ["UNKNOWN", "ALL", "TERMINATED", "ACTIVE"] as const;
type Filter = (typeof FILTERS)[number];

const USUAL_PAGE = 50;

export interface Page {
  readonly jobs: readonly FakeJob[];
  readonly nextPageToken: string | null;
}

/** Null: the request is wrong. */
export function pageOf(jobs: readonly FakeJob[], query: URLSearchParams): Page | null {
  const filter = filterOf(query.get("filter") ?? "UNKNOWN");
  const size = Number(query.get("pageSize") ?? USUAL_PAGE) || USUAL_PAGE;
  const start = Number(query.get("pageToken") || 0);
  const known = ["filter", "pageSize", "pageToken", "name", "view", "$alt"];
  const unknown = [...query.keys()].filter((name) => !known.includes(name));
  if (filter === null || !Number.isSafeInteger(start) || size < 0 || unknown.length > 0) return null;
  const name = query.get("name");
  const found = ordered(jobs, filter).filter((job) => !name || job.launch.jobName === name);
  const end = start + size;
  return { jobs: found.slice(start, end), nextPageToken: end < found.length ? String(end) : null };
}

function filterOf(text: string): Filter | null {
  return FILTERS.find((filter, index) => text === filter || text === String(index)) ?? null;
}

function ordered(jobs: readonly FakeJob[], filter: Filter): FakeJob[] {
  const active = jobs.filter(isActive);
  const ended = jobs.filter((job) => !isActive(job)).toSorted((a, b) => (a.stateSince < b.stateSince ? -1 : 1));
  if (filter === "ACTIVE") return active;
  if (filter === "TERMINATED") return ended;
  return filter === "ALL" ? [...active, ...ended] : jobs.toReversed();
}
