import type { Cursor } from "../../contract/cursor.ts";
import type { Place, Problem } from "../../contract/problem.ts";
import { nearest, oneOf } from "../../contract/spelling.ts";
import { parseText } from "../../contract/text.ts";
import type { CloudEnvironment } from "./names.ts";
import { CloudSettingsSchema } from "./settings.ts";

/** What an environment's file says, `Pulumi.dev.yaml` of `dev`. */
export interface Stack {
  readonly environment: CloudEnvironment;
  /** Other addresses than Google's own, by service: for tests, and for private endpoints. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/** Pulumi keeps settings of other programs in the same file; of ours every key is known. */
const OURS = "sluice:";
const ENDPOINTS = [...Object.keys(CloudSettingsSchema.shape.endpoints.unwrap().shape), "functions"];

interface Key {
  readonly name: string;
  readonly form: RegExp;
  readonly cure: string;
  readonly required: boolean;
}

const PROJECT: Key = {
  name: "gcp:project",
  form: /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
  cure: "the project's id, as acme-dev",
  required: true,
};
const REGION: Key = {
  name: "gcp:region",
  form: /^[a-z]+-[a-z]+\d+$/,
  cure: "a region, as europe-west1",
  required: true,
};
const LOCATION: Key = {
  name: "sluice:location",
  form: /^(EU|US|[a-z]+-[a-z]+\d+)$/,
  cure: "BigQuery's location: EU, US, or a region",
  required: false,
};
const ID = CloudSettingsSchema.shape.environment.shape.id;

/** The settings of an environment, or everything that is wrong with them. */
export function readStack(
  text: string,
  file: string,
  id: string,
): { readonly stack: Stack } | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report = (rule: string, where: Place, message: string, cure: string) =>
    problems.push({ where, severity: "error", rule, message, cure });
  const root = parseText(text, file, report)?.root;
  if (!root) return { problems };
  const named = ID.safeParse(id);
  if (!named.success) report("stack-name", root.place, `'${id}' is no environment's name`, "2 to 15 a-z, 0-9 and -");
  const config = root.get("config");
  if (config?.kind !== "map") {
    report("stack-missing-key", root.place, "`config` is missing", "write `config:` with gcp:project and gcp:region");
    return { problems };
  }
  unknownKeys(config, report);
  const project = textOf(config, PROJECT, report);
  const region = textOf(config, REGION, report);
  const location = textOf(config, LOCATION, report) ?? region;
  const endpoints = endpointsOf(config, report);
  if (problems.length > 0 || project === null || region === null || location === null) return { problems };
  return { stack: { environment: { id, project, region, location }, endpoints } };
}

type Report = (rule: string, where: Place, message: string, cure: string) => void;

function unknownKeys(config: Cursor, report: Report): void {
  const known = [LOCATION.name, `${OURS}endpoints`];
  for (const key of config.keys().filter((name) => name.startsWith(OURS) && !known.includes(name))) {
    const near = nearest(key, known);
    const cure = near ? `write \`${near}\`` : `remove it; known are ${oneOf(known)}`;
    report("stack-unknown-key", config.get(key)?.keyPlace ?? config.place, `\`${key}\` is no setting`, cure);
  }
}

/** Null: it is not there, or reported. */
function textOf(config: Cursor, { name, form, cure, required }: Key, report: Report): string | null {
  const value = config.get(name);
  if (!value) {
    if (required) report("stack-missing-key", config.keyPlace, `\`${name}\` is missing`, `write ${cure}`);
    return null;
  }
  const text = value.asText();
  if (text !== null && form.test(text)) return text;
  const shown = value.kind === "map" ? "encrypted, or a map" : value.shown();
  report("stack-value", value.place, `\`${name}\` is ${shown}`, `write ${cure}`);
  return null;
}

function endpointsOf(config: Cursor, report: Report): Record<string, string> {
  const given = config.get(`${OURS}endpoints`);
  const endpoints: Record<string, string> = {};
  for (const service of given?.keys() ?? []) {
    const value = given?.get(service);
    const url = value?.asText() ?? "";
    const where = value?.keyPlace ?? config.place;
    if (!ENDPOINTS.includes(service)) {
      report("stack-unknown-key", where, `\`${service}\` is no service`, `write ${oneOf(ENDPOINTS)}`);
    } else if (/^https?:\/\/[^/\s]+$/.test(url)) endpoints[service] = url;
    else report("stack-value", where, `\`${service}\` is no address`, "write one such as http://127.0.0.1:8080");
  }
  return endpoints;
}
