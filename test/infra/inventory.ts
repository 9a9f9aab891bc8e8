import type { Resource } from "../fakes/pulumi/registry.ts";

// What a stack is made of, as a person reads it: by component and kind, with how many there are.

/** A component with what stands directly in it. */
export interface Entity {
  /** Its class and its name: `Dataset flights`. */
  readonly title: string;
  /** Of each kind, `storage.Bucket`, the names; both sorted. */
  readonly kinds: ReadonlyMap<string, readonly string[]>;
}

export interface Inventory {
  /** In the order in which the program makes them. */
  readonly entities: readonly Entity[];
  /** Of resources; components are none. */
  readonly total: number;
}

/** URNs; sorted. */
export interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** There before and after, but asked for in another way. */
  readonly changed: readonly string[];
}

type Seen = Pick<Resource, "urn" | "type" | "name" | "parent" | "isCustom">;

/** Of what stands in no component: the provider. */
const ROOT = "The stack";

export function inventoryOf(resources: readonly Seen[]): Inventory {
  const components = new Map(
    resources
      .filter(({ isCustom, type }) => !isCustom && type !== "pulumi:pulumi:Stack")
      .map(({ urn, type, name }) => [urn, titleOf(type, name)] as const),
  );
  const made = resources.filter(({ isCustom }) => isCustom);
  const titles = [ROOT, ...new Set(components.values())];
  const entities = titles.map((title) => {
    const own = made.filter(({ parent }) => (components.get(parent) ?? ROOT) === title);
    const kinds = [...new Set(own.map(kindOf))].sort();
    return { title, kinds: new Map(kinds.map((kind) => [kind, namesOf(own, kind)] as const)) };
  });
  return { entities: entities.filter(({ kinds }) => kinds.size > 0), total: made.length };
}

/** `Dataset flights`; a component that is the only one of its class is named by that. */
function titleOf(type: string, name: string): string {
  const kind = type.split(":").at(-1) ?? type;
  return kind.toLowerCase() === name.replaceAll("-", "") ? kind : `${kind} ${name}`;
}

function kindOf({ type }: Pick<Seen, "type">): string {
  const [provider, path = "", name = ""] = type.split(":");
  return provider === "gcp" ? `${path.split("/")[0]}.${name}` : type;
}

function namesOf(resources: readonly Seen[], kind: string): readonly string[] {
  return resources
    .filter((one) => kindOf(one) === kind)
    .map(({ name }) => name)
    .sort();
}

/** How many of these kinds there are in all; `bigquery.*` is every one of a module, `*IamMember` all that end so. */
export function countOf({ entities }: Inventory, ...kinds: readonly string[]): number {
  return sum(
    entities.flatMap((entity) =>
      [...entity.kinds].map(([kind, { length }]) => (kinds.some(isKind(kind)) ? length : 0)),
    ),
  );
}

/** Names of a kind; in one component if its title is said. */
export function namesIn({ entities }: Inventory, kind: string, title?: string): readonly string[] {
  return entities
    .filter((one) => title === undefined || one.title === title)
    .flatMap(({ kinds }) => kinds.get(kind) ?? []);
}

function isKind(kind: string): (wanted: string) => boolean {
  return (wanted) => {
    if (wanted.endsWith("*")) return kind.startsWith(wanted.slice(0, -1));
    return wanted.startsWith("*") ? kind.endsWith(wanted.slice(1)) : kind === wanted;
  };
}

const WIDTH = 110;

/** As test/infra/goldens keep it. */
export function inventoryText(inventory: Inventory): string {
  const entities = inventory.entities.map(({ title, kinds }) => {
    const all = sum([...kinds.values()].map(({ length }) => length));
    return [`${title} (${all})`, ...[...kinds].flatMap(([kind, names]) => kindLines(kind, names))].join("\n");
  });
  return `${[`${inventory.total} resources`, ...entities].join("\n\n")}\n`;
}

function kindLines(kind: string, names: readonly string[]): string[] {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length + 2 <= WIDTH) lines[lines.length - 1] = `${last}, ${name}`;
    else lines.push(`      ${name}`);
  }
  return [`  ${kind}${names.length > 1 ? ` × ${names.length}` : ""}`, ...lines];
}

/** Between two runs of a program. */
export function changesBetween(before: readonly Resource[], after: readonly Resource[]): Changes {
  const [old, now] = [byUrn(before), byUrn(after)];
  const both = [...old.keys()].filter((urn) => now.has(urn));
  return {
    added: [...now.keys()].filter((urn) => !old.has(urn)).sort(),
    removed: [...old.keys()].filter((urn) => !now.has(urn)).sort(),
    changed: both.filter((urn) => old.get(urn) !== now.get(urn)).sort(),
  };
}

/** All that it was asked with, whatever order that came in. */
function byUrn(resources: readonly Resource[]): ReadonlyMap<string, string> {
  return new Map(resources.map((resource) => [resource.urn, JSON.stringify(sorted(resource))]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
