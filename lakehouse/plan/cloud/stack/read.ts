import type { Cursor } from "../../../contract/cursor.ts";
import type { Place, Problem } from "../../../contract/problem.ts";
import { nearest, oneOf } from "../../../contract/spelling.ts";
import { parseText } from "../../../contract/text.ts";
import type { CloudEnvironment } from "../names.ts";
import { type CloudSettings, CloudSettingsSchema } from "../settings.ts";
import { contradictions, halves, type Report } from "./contradictions.ts";
import { KEYS, type Key, type StackValues } from "./keys.ts";

/** Of an environment, besides where it is. */
export type Settings = Omit<StackValues, "project" | "region" | "location">;

/** What an environment's file says, `Pulumi.dev.yaml` of `dev`. */
export interface Stack {
  readonly environment: CloudEnvironment;
  readonly settings: Settings;
  /** Other addresses than Google's own, by service: for tests, and for private endpoints. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/** Pulumi keeps settings of other programs in the same file; of ours, and of Google's provider, every key is known. */
const OURS = "sluice:";
const PREFIXES = [OURS, "gcp:"];
const OF_FUNCTIONS = Object.keys(CloudSettingsSchema.shape.endpoints.unwrap().shape);
/** Services that functions call, and those that only people do. */
const ENDPOINTS = [...OF_FUNCTIONS, "functions", "cloudbuild", "artifactregistry"];

/** Those that functions are told of. */
export function functionEndpoints({ endpoints }: Pick<Stack, "endpoints">): CloudSettings["endpoints"] {
  return Object.fromEntries(Object.entries(endpoints).filter(([service]) => OF_FUNCTIONS.includes(service)));
}

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
    report("stack-missing-key", root.place, "`config` is missing", "write `config:` with what docs/settings.md lists");
    return { problems };
  }
  unknownKeys(config, report);
  const values = valuesOf(config, report);
  halves(config, report);
  if (problems.length === 0) contradictions(config, values as StackValues, report);
  const endpoints = endpointsOf(config, report);
  if (problems.length > 0) return { problems };
  const { project, region, location, ...settings } = values as StackValues;
  return { stack: { environment: { id, project, region, location: location ?? region }, settings, endpoints } };
}

function unknownKeys(config: Cursor, report: Report): void {
  const known = [...Object.values(KEYS).map(({ name }) => name as string), `${OURS}endpoints`];
  const isKnown = (key: string) => known.includes(key) || !PREFIXES.some((prefix) => key.startsWith(prefix));
  for (const key of config.keys().filter((name) => !isKnown(name))) {
    const near = nearest(key, known);
    const own = known.filter((name) => name.startsWith(OURS));
    const unread = key.startsWith(OURS) ? `known are ${oneOf(own)}` : "only `gcp:project` and `gcp:region` are obeyed";
    const cure = near ? `write \`${near}\`` : `remove it; ${unread}`;
    report("stack-unknown-key", config.get(key)?.keyPlace ?? config.place, `\`${key}\` is no setting`, cure);
  }
}

/** What is wrong is left out, and reported. */
function valuesOf(config: Cursor, report: Report): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(KEYS as Readonly<Record<string, Key<unknown>>>).map(([member, { name, form, usual }]) => {
      const written = config.get(name);
      const value = written ? form.read(written) : usual;
      if (value !== undefined) return [member, value];
      if (written) {
        const wrong = form.wrong?.(written) ?? [];
        for (const { at, takes } of wrong.length > 0 ? wrong : [{ at: written, takes: form.takes }]) {
          const shown = at.kind === "map" && at.get("secure") ? "encrypted" : at.shown();
          const said = at === written ? "is" : "has";
          report("stack-value", at.place, `\`${name}\` ${said} ${shown}`, `write ${takes}`);
        }
      } else report("stack-missing-key", config.keyPlace, `\`${name}\` is missing`, `write ${form.takes}`);
      return [member, undefined];
    }),
  );
}

function endpointsOf(config: Cursor, report: Report): Record<string, string> {
  const given = config.get(`${OURS}endpoints`);
  const endpoints: Record<string, string> = {};
  if (given && given.kind !== "map") {
    report(
      "stack-value",
      given.place,
      `\`${OURS}endpoints\` is ${given.shown()}`,
      "write a service and its address a line",
    );
  }
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
