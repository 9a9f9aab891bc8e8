import { hashText } from "../../../lakehouse/plan/names.ts";
import type { Resource } from "../../fakes/pulumi/registry.ts";

/** Texts of which other tests hold every word: dashboards, plans, the archive. */
const LONG = 240;

/** What a run asks for, input by input, as a person reads a change of it. */
export function askedText(resources: readonly Resource[]): string {
  return resources
    .filter(({ isCustom, type }) => isCustom && !QUIET.test(type))
    .map((one) => [`${one.type.split(":").at(-1)} ${one.name}${flagsOf(one)}`, ...leaves(one.inputs, "")].join("\n  "))
    .sort()
    .join("\n");
}

/** Said by their names and by docs of their own. */
const QUIET = /:(Metric|Dashboard|Service|AlertPolicy|Slo|NotificationChannel|\w*I[Aa][Mm]Member|BucketObject)$/;

function flagsOf({ protect, retainOnDelete, ignoreChanges }: Resource): string {
  const flags = [...(protect ? ["protected"] : []), ...(retainOnDelete ? ["retained"] : []), ...ignoreChanges];
  return flags.length === 0 ? "" : ` (${flags.join(", ")})`;
}

function leaves(value: unknown, at: string): string[] {
  if (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one !== "object"))
    return [`${at}: ${value.map(shown).join(" ")}`];
  if (value === null || typeof value !== "object") return [`${at}: ${shown(value)}`];
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([name]) => name !== "labels")
    .flatMap(([name, part]) => leaves(part, at === "" ? name : `${at}.${name}`));
}

function shown(value: unknown): string {
  const text = String(value)
    .replaceAll(/(functions-\w+)-[0-9a-f]{12}/g, "$1-HASH")
    .replace(/^\/.*\//, "");
  return text.length <= LONG && !text.includes("\n")
    ? text
    : `${text.length} characters, ${hashText(text).slice(0, 8)}`;
}
