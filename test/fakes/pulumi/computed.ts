import { agentEmail, isAgentService } from "./agents.ts";
import { asker, type LiveTable } from "./computed/asked.ts";
import { type Filling, fill, fillText, type Lookup } from "./computed/fill.ts";
import { COMPUTED, GRANTS } from "./computed/table.ts";
import type { EngineOptions, Outcome } from "./engine.ts";
import { nameProblems } from "./name-forms.ts";
import type { Resource } from "./registry.ts";
import { UNKNOWN } from "./values.ts";

/** Where a run makes things. */
export interface Place {
  readonly project: string;
  /** `123456789012` */
  readonly projectNumber: string;
  readonly region: string;
  /** Of BigQuery, from an earlier run. */
  readonly tables?: readonly LiveTable[];
}

type Values = Readonly<Record<string, unknown>>;

/**
 * The provider and the services behind it, for one run: gives ids and outputs as they do, and refuses what they would
 * refuse: a name of a form that is none, a second one of the same name, a type that nobody has written down.
 */
export function computedIn(place: Place): Pick<EngineOptions, "made" | "asked"> {
  const names = new Map<string, string>();
  return {
    asked: asker(place),
    made(resource) {
      const { type, name } = resource;
      try {
        const problems = nameProblems(resource);
        if (problems.length > 0) throw new Error(problems.join("; "));
        const outcome = outcomeOf(resource, place);
        const first = names.get(`${type} ${outcome.id}`);
        if (first !== undefined) throw new Error(`${outcome.id} is ${first} already → make it once`);
        if (!outcome.id.includes(UNKNOWN)) names.set(`${type} ${outcome.id}`, name);
        return outcome;
      } catch (error) {
        throw new Error(`${type} ${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}

function outcomeOf(resource: Resource, place: Place): Outcome {
  const { type, inputs } = resource;
  const look = lookup(resource, place);
  const on = GRANTS[type];
  if (on !== undefined) return { id: grantId(on, inputs, look), outputs: { etag: "BwYAAAAAAAA=" } };
  const computed = COMPUTED[type];
  if (computed === undefined) {
    throw new Error("nobody has said what the provider computes of it → add it to test/fakes/pulumi/computed/");
  }
  const { id, ...rest } = computed;
  const outputs = Object.entries(rest).filter(([name, filling]) => !isBlock(filling) || name in inputs);
  return {
    id: fillText(id, look),
    outputs: {
      ...placeOf([id, ...Object.values(rest)], look),
      ...Object.fromEntries(outputs.map(([name, filling]) => [name, merged(inputs[name], fill(filling, look))])),
    },
  };
}

function grantId(on: string, { condition }: Values, look: Lookup): string {
  const id = fillText(`${on}/{role}/{member}`, look);
  return condition === undefined ? id : `${id}/${String((condition as Values).title)}`;
}

/** Where a resource says no place, it tells the provider's. */
function placeOf(fillings: readonly Filling[], look: Lookup): Values {
  const text = JSON.stringify(fillings);
  const names = ["project", "region", "location"].filter((name) => text.includes(`{${name}}`));
  return Object.fromEntries(names.map((name) => [name, look(name)]));
}

function lookup({ urn, inputs }: Resource, { project, projectNumber, region }: Place): Lookup {
  const given = (path: string) =>
    path
      .split(".")
      .reduce<unknown>((value, name) => (value === UNKNOWN ? value : (value as Values | undefined)?.[name]), inputs);
  const usual: Values = { project, region, location: region, projectNumber, number: numberOf(urn) };
  return (name) => {
    if (name !== "agent") return given(name) ?? usual[name];
    const service = String(inputs.service);
    if (!isAgentService(service))
      throw new Error(`${service}: its agent is not known → add it to test/fakes/pulumi/agents.ts`);
    return agentEmail(service, projectNumber);
  };
}

/** Ten digits, always the same for the same resource. */
function numberOf(urn: string): string {
  const hash = [...urn].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 8_999_999_999, 7);
  return String(1_000_000_000 + hash);
}

function isBlock(filling: Filling): filling is { readonly [name: string]: Filling } {
  return typeof filling === "object" && !Array.isArray(filling);
}

function merged(input: unknown, output: unknown): unknown {
  if (input === null || typeof input !== "object" || output === null || typeof output !== "object") return output;
  if (Array.isArray(output)) return output;
  const from = input as Values;
  return {
    ...from,
    ...Object.fromEntries(Object.entries(output).map(([name, value]) => [name, merged(from[name], value)])),
  };
}
