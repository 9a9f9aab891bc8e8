import protobuf from "protobufjs";

// Messages and their JSON, as proto3's mapping has it: camelCase names (snake_case is read too), 64-bit numbers and times
// as text, bytes in Base64, enums by name.

type Json = unknown;
type Plain = Record<string, unknown>;

const TIMESTAMP = "google.protobuf.Timestamp";
const WHOLE = /^-?\d+$/;
const SMALL = new Set(["int32", "uint32", "sint32", "fixed32", "sfixed32"]);
const LARGE = new Set(["int64", "uint64", "sint64", "fixed64", "sfixed64"]);

/** A message's JSON as Google's services read it, with names in camelCase; or what they say against it. */
export function readMessage(
  type: protobuf.Type,
  json: Json,
): { readonly value: Plain } | { readonly problems: string[] } {
  const problems: string[] = [];
  const value = plainOf(type, json, "", problems);
  return problems.length > 0 ? { problems } : { value };
}

function plainOf(type: protobuf.Type, json: Json, at: string, problems: string[]): Plain {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    problems.push(`Invalid value at '${at}' (${type.name}): not an object`);
    return {};
  }
  const plain: Plain = {};
  for (const [name, value] of Object.entries(json)) {
    const field = type.fields[protobuf.util.camelCase(name)]?.resolve();
    if (!field) {
      const where = at === "" ? "" : ` at '${at}'`;
      problems.push(`Invalid JSON payload received. Unknown name "${name}"${where}: Cannot find field.`);
    } else if (value !== null) plain[field.name] = fieldOf(field, value, at === "" ? name : `${at}.${name}`, problems);
  }
  return plain;
}

function fieldOf(field: protobuf.Field, json: Json, at: string, problems: string[]): unknown {
  if (field instanceof protobuf.MapField) {
    const entries = Object.entries(json as object);
    return Object.fromEntries(entries.map(([key, value]) => [key, oneOf(field, value, `${at}.${key}`, problems)]));
  }
  if (!field.repeated) return oneOf(field, json, at, problems);
  if (Array.isArray(json)) return json.map((value, index) => oneOf(field, value, `${at}[${index}]`, problems));
  problems.push(`Invalid value at '${at}': not a list`);
  return [];
}

function oneOf({ type, resolvedType }: protobuf.Field, json: Json, at: string, problems: string[]): unknown {
  if (resolvedType instanceof protobuf.Enum) {
    const named = typeof json === "string" ? resolvedType.values[json] : resolvedType.valuesById[Number(json)];
    if (named === undefined) problems.push(`Invalid value at '${at}' (${resolvedType.name}), ${JSON.stringify(json)}`);
    return typeof named === "number" ? resolvedType.valuesById[named] : named;
  }
  if (resolvedType && !isTime(resolvedType)) return plainOf(resolvedType, json, at, problems);
  if (!isScalar(resolvedType ? TIMESTAMP : type, json)) {
    problems.push(`Invalid value at '${at}' (TYPE_${type.toUpperCase()}), ${JSON.stringify(json)}`);
  }
  return json;
}

function isScalar(type: string, json: Json): boolean {
  if (type === TIMESTAMP) return typeof json === "string" && !Number.isNaN(Date.parse(json));
  if (type === "string") return typeof json === "string";
  if (type === "bytes") return typeof json === "string" && /^[A-Za-z0-9+/_-]*={0,2}$/.test(json);
  if (type === "bool") return typeof json === "boolean";
  if (SMALL.has(type)) return Number.isInteger(json) && Math.abs(Number(json)) < 2 ** 32;
  if (LARGE.has(type)) return Number.isSafeInteger(json) || (typeof json === "string" && WHOLE.test(json));
  return typeof json === "number";
}

/** As it goes over the wire; the value is one that `readMessage` returned, or the service's own. */
export function encodeMessage(type: protobuf.Type, value: Plain): Buffer {
  return Buffer.from(type.encode(type.fromObject(wired(type, value))).finish());
}

export function decodeMessage(type: protobuf.Type, bytes: Uint8Array): Plain {
  const options = { longs: String, enums: String, bytes: String, json: true };
  return unwired(type, type.toObject(type.decode(bytes), options));
}

/** protobufjs knows no times as text. */
function wired(type: protobuf.Type, value: Plain): Plain {
  return mapFields(type, value, (one) => {
    const milliseconds = Date.parse(String(one));
    return { seconds: Math.floor(milliseconds / 1000), nanos: (milliseconds % 1000) * 1e6 };
  });
}

function unwired(type: protobuf.Type, value: Plain): Plain {
  return mapFields(type, value, (one) => {
    const { seconds = 0, nanos = 0 } = one as { seconds?: string | number; nanos?: number };
    return new Date(Number(seconds) * 1000 + Math.floor(nanos / 1e6)).toISOString();
  });
}

function mapFields(type: protobuf.Type, value: Plain, time: (value: unknown) => unknown): Plain {
  const mapped = Object.entries(value).map(([name, one]) => {
    const resolved = type.fields[name]?.resolve().resolvedType;
    if (!(resolved instanceof protobuf.Type)) return [name, one];
    const inner = (item: unknown) => (isTime(resolved) ? time(item) : mapFields(resolved, item as Plain, time));
    return [name, Array.isArray(one) ? one.map(inner) : inner(one)];
  });
  return Object.fromEntries(mapped);
}

function isTime({ fullName }: protobuf.ReflectionObject): boolean {
  return fullName === `.${TIMESTAMP}`;
}

/** Enums by number, as clients ask for it by `$alt=json;enum-encoding=int`. */
export function withEnumNumbers(type: protobuf.Type, value: Plain): Plain {
  const mapped = Object.entries(value).map(([name, one]) => {
    const resolved = type.fields[name]?.resolve().resolvedType;
    if (resolved instanceof protobuf.Enum) return [name, resolved.values[String(one)] ?? one];
    if (!(resolved instanceof protobuf.Type) || isTime(resolved)) return [name, one];
    const inner = (item: unknown) => withEnumNumbers(resolved, item as Plain);
    return [name, Array.isArray(one) ? one.map(inner) : inner(one)];
  });
  return Object.fromEntries(mapped);
}
