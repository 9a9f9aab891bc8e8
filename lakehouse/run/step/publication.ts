import type { Publication } from "../../ledger/publication.ts";
import { queryJobLink } from "../../plan/cloud/links.ts";
import type { StepPublication } from "../../plan/step.ts";

/** As a DAG shows it. `running`: ids of jobs that are waited for. */
export function stepPublication(
  project: string,
  { number, state, drops, counts, committed, jobs, location }: Publication,
  running: readonly string[] = [],
): StepPublication {
  const ids = [...new Set([...Object.values(jobs), ...running])];
  return {
    number,
    state,
    drops: drops.length,
    rows: counts,
    committed,
    jobs: ids.map((id) => ({ id, link: queryJobLink(project, location, id) })),
  };
}
