import { agentEmail } from "../agents.ts";
import type { EngineOptions } from "../engine.ts";

type Values = Readonly<Record<string, unknown>>;

/** Answers of the provider's functions. Throws for any other. */
export function asker(place: { readonly project: string; readonly projectNumber: string }): EngineOptions["asked"] {
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
