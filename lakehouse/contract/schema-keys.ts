type Schema = Readonly<Record<string, unknown>>;

/**
 * The keys that a JSON Schema allows on this object, following `$ref`, `allOf` and the `if`s that hold for it.
 * Reads only the keywords that the ODCS schema uses.
 */
export function allowedKeys(schema: unknown, data: unknown, definitions: unknown): ReadonlySet<string> {
  if (!isSchema(schema)) return new Set();
  const keys = new Set(Object.keys(isSchema(schema.properties) ? schema.properties : {}));
  const add = (part: unknown) => {
    for (const key of allowedKeys(part, data, definitions)) keys.add(key);
  };
  if (typeof schema.$ref === "string") add(definition(schema.$ref, definitions));
  for (const keyword of ["allOf", "oneOf", "anyOf"]) for (const part of listOf(schema[keyword])) add(part);
  if (schema.if !== undefined) add(holds(schema.if, data) ? schema.then : schema.else);
  return keys;
}

function definition(reference: string, definitions: unknown): unknown {
  let found: unknown = definitions;
  for (const step of reference.replace("#/$defs/", "").split("/")) found = isSchema(found) ? found[step] : undefined;
  return found;
}

/** ODCS conditions are `properties.x.const`, `properties.x.type`, `required` and `anyOf` of these. */
function holds(condition: unknown, data: unknown): boolean {
  if (!isSchema(condition) || !isSchema(data)) return false;
  if (Array.isArray(condition.anyOf)) return condition.anyOf.some((part: unknown) => holds(part, data));
  const properties = isSchema(condition.properties) ? condition.properties : {};
  const fits = Object.entries(properties).every(([key, expected]) => {
    if (!(key in data) || !isSchema(expected)) return true;
    return "const" in expected ? data[key] === expected.const : typeof data[key] === expected.type;
  });
  return fits && listOf(condition.required).every((key) => String(key) in data);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
