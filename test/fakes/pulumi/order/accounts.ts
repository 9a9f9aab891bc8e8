import { AGENTS, type AgentService, isAgentOf } from "../agents.ts";
import type { Resource } from "../registry.ts";
import { anywhere, identity, onProject } from "./grant.ts";
import type { Need } from "./need.ts";

// Accounts that must be there, and be allowed something, before a resource that names them can be made.

type Values = Readonly<Record<string, unknown>>;

export function accountNeeds(resource: Resource): Need[] {
  return [...agentNeeds(resource), ...airflowNeeds(resource), ...buildNeeds(resource)];
}

/** These are made with the project's API, or by asking who they are. The others are made by `projects.ServiceIdentity`. */
const THERE: ReadonlySet<string> = new Set([
  "bigquery.googleapis.com",
  "compute.googleapis.com",
  "storage.googleapis.com",
]);

/** A grant to an account that does not exist is refused. */
function agentNeeds({ type, inputs }: Resource): Need[] {
  if (!/iammember$/i.test(type)) return [];
  const services = (Object.keys(AGENTS) as AgentService[]).filter((service) => isAgentOf(service, inputs.member));
  return services.filter((service) => !THERE.has(service)).map(identity);
}

/** Composer asks whether its machines may work, before it makes them. */
function airflowNeeds({ type, inputs }: Resource): Need[] {
  if (type !== "gcp:composer/environment:Environment") return [];
  const node = (inputs.config as Values | undefined)?.nodeConfig as Values | undefined;
  const member = `serviceAccount:${node?.serviceAccount}`;
  return [onProject("roles/composer.worker", (other) => other === member, "of the account that Airflow runs as")];
}

/** A function is built while it is made. */
function buildNeeds({ inputs }: Resource): Need[] {
  const account = (inputs.buildConfig as Values | undefined)?.serviceAccount;
  if (account === undefined) return [];
  const member = `serviceAccount:${String(account).split("/").at(-1)}`;
  const roles = ["roles/logging.logWriter", "roles/artifactregistry.writer", "roles/storage.objectViewer"];
  return roles.map((role) => anywhere(role, member, "of the account that it is built as"));
}
