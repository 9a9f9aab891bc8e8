import { UNKNOWN, type Values } from "./rule.ts";

// How rules look at inputs, whose values may be of any kind and any of which may not be known yet.

/** Value at `serviceConfig.serviceAccountEmail`; of lists those of each item; none where it is not given. */
export function valuesAt(value: unknown, path: string): readonly unknown[] {
  const [first = "", ...rest] = path.split(".");
  return listed(value).flatMap((item) => {
    if (item === UNKNOWN) return [UNKNOWN];
    const member = isValues(item) ? item[first] : undefined;
    if (member === undefined || member === null) return [];
    return rest.length === 0 ? listed(member) : valuesAt(member, rest.join("."));
  });
}

/** The only one, or the first. */
export function valueAt(value: unknown, path: string): unknown {
  return valuesAt(value, path)[0];
}

/** Each text in it, with its path. */
export function textsIn(value: unknown, path = ""): readonly (readonly [path: string, text: string])[] {
  if (typeof value === "string") return value === UNKNOWN ? [] : [[path, value]];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, `${path}[${index}]`));
  if (!isValues(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => textsIn(member, path === "" ? name : `${path}.${name}`));
}

/** `storage.Bucket` of `gcp:storage/bucket:Bucket`; empty for what is not Google's. */
export function shortType(type: string): string {
  const [provider, path = "", name = ""] = type.split(":");
  return provider === "gcp" ? `${path.split("/")[0]}.${name}` : "";
}

/** As a message shows it. */
export function shown(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value);
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isValues(value: unknown): value is Values {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
