import { hashText } from "./names.ts";
import type { Plan } from "./plan.ts";

/**
 * One text per JSON value (RFC 8785): members sorted by UTF-16 code units, no white space, numbers as ECMAScript prints
 * them. Throws on what JSON cannot say (undefined in arrays, NaN, functions).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError(`not a JSON number: ${value}`);
  if (value === null || typeof value !== "object") {
    const text = JSON.stringify(value);
    if (text === undefined) throw new RangeError(`not a JSON value: ${String(value)}`);
    return text;
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

/** Of plans that were asked for before: each drop asks again, and a plan is long. */
const hashes = new WeakMap<Plan, string>();

/** The plan's identity: sha256 of its canonical JSON, 64 hex digits. */
export function planHash(plan: Plan): string {
  const hash = hashes.get(plan) ?? hashText(canonicalJson(plan));
  hashes.set(plan, hash);
  return hash;
}
