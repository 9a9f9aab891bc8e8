import { UNKNOWN, type Values } from "../rule.ts";

/** A copy in which what is not known yet is `UNKNOWN`: Pulumi's own throws whoever looks at it, and the rule would not be asked. */
export function known(inputs: Values): Values {
  return copied(inputs) as Values;
}

function copied(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  const members = Object.keys(value).map((name) => [name, memberOf(value as Values, name)] as const);
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
}

function memberOf(value: Values, name: string): unknown {
  let member: unknown;
  try {
    member = value[name];
  } catch {
    return UNKNOWN;
  }
  return copied(member);
}
