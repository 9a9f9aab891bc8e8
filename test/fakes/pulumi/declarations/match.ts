import { oneOf, suggest } from "../../../../lakehouse/contract/spelling.ts";
import { UNKNOWN } from "../values.ts";
import { nestedOf } from "./find.ts";
import type { Member } from "./members.ts";
import type { Shape } from "./shape.ts";

type Values = Readonly<Record<string, unknown>>;

/** What is wrong with inputs, by what is declared: `PATH: reason → cure`. */
export function memberProblems(inputs: Values, members: readonly Member[], at = ""): string[] {
  const given = new Map(Object.entries(inputs).filter(([, value]) => value !== null && value !== undefined));
  const known = new Map(members.map((member) => [member.name, member]));
  return [
    ...members
      .filter(({ name, isRequired }) => isRequired && !given.has(name))
      .map(({ name }) => `${path(at, name)}: is missing → it is required`),
    ...[...given].flatMap(([name, value]) => {
      const member = known.get(name);
      if (member === undefined) return [`${path(at, name)}: is not known → ${suggest(name, [...known.keys()])}`];
      const { deprecated } = member;
      return [
        ...(deprecated === null ? [] : [`${path(at, name)}: is deprecated → ${deprecated}`]),
        ...valueProblems(value, member.shape, member.values, path(at, name)),
      ];
    }),
  ];
}

function valueProblems(value: unknown, shape: Shape, values: readonly string[] | null, at: string): string[] {
  if (value === UNKNOWN || shape.kind === "any") return [];
  const kind = kindOf(value);
  const wanted = shape.kind === "map" ? "object" : shape.kind;
  if (kind !== wanted) return [`${at}: is ${kind} → it takes ${wanted}`];
  switch (shape.kind) {
    case "list":
      return (value as readonly unknown[]).flatMap((item, index) =>
        valueProblems(item, shape.of, values, `${at}[${index}]`),
      );
    case "map":
      return Object.entries(value as Values).flatMap(([key, item]) =>
        valueProblems(item, shape.of, null, path(at, key)),
      );
    case "object":
      return memberProblems(value as Values, nestedOf(shape.reference), at);
    case "string":
      if (values === null || values.includes(value as string)) return [];
      return [`${at}: ${JSON.stringify(value)} is no value of it → write ${oneOf(values)}`];
    default:
      return [];
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  return value === null ? "nothing" : typeof value;
}

function path(at: string, name: string): string {
  return at === "" ? name : `${at}.${name}`;
}
