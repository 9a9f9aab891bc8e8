import { agentEmail } from "../agents.ts";
import type { EngineOptions } from "../engine.ts";

type Values = Readonly<Record<string, unknown>>;

/** A table that is there before a run; its columns as JSON. */
export interface LiveTable {
  readonly tableId: string;
  readonly schema: string;
}

/** Answers of the provider's functions. Throws for any other. */
export function asker(place: {
  readonly project: string;
  readonly projectNumber: string;
  readonly tables?: readonly LiveTable[];
}): EngineOptions["asked"] {
  const answers: Readonly<Record<string, (inputs: Values) => Values>> = {
    "gcp:storage/getProjectServiceAccount:getProjectServiceAccount": (inputs) => {
      const email = agentEmail("storage.googleapis.com", place.projectNumber);
      return { id: email, emailAddress: email, member: `serviceAccount:${email}`, project: projectOf(inputs) };
    },
    "gcp:bigquery/getDefaultServiceAccount:getDefaultServiceAccount": (inputs) => {
      const email = agentEmail("bigquery.googleapis.com", place.projectNumber);
      return { id: email, email, member: `serviceAccount:${email}`, project: projectOf(inputs) };
    },
    "gcp:organizations/getProject:getProject": (inputs) => {
      const projectId = projectOf({ project: inputs.projectId });
      return { id: `projects/${projectId}`, projectId, name: projectId, number: place.projectNumber };
    },
    // A stack that is made for the first time.
    "gcp:bigquery/getTables:getTables": (inputs) => ({ ...inputs, id: "none", tables: place.tables ?? [] }),
    "gcp:bigquery/getTable:getTable": ({ tableId, ...inputs }) => {
      const table = place.tables?.find((one) => one.tableId === tableId);
      if (!table) throw new Error(`${String(tableId)}: there is no such table → ask getTables first`);
      return { ...inputs, ...table, id: String(tableId) };
    },
    "gcp:projects/getProject:getProject": ({ filter }) => ({
      id: String(filter),
      filter,
      projects: [{ projectId: place.project, name: place.project, number: place.projectNumber }],
    }),
  };

  function projectOf({ project }: Values): string {
    if (project === undefined || project === place.project) return place.project;
    throw new Error(`${String(project)}: there is no such project → ask about ${place.project}`);
  }

  return (token, inputs) => {
    const answer = answers[token];
    if (answer === undefined) {
      throw new Error(`${token}: nobody has said what it answers → add it to test/fakes/pulumi/computed/asked.ts`);
    }
    return answer(inputs);
  };
}
