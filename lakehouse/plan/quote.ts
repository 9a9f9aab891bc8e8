/** The one way a name reaches SQL: DuckDB identifier, double quotes doubled. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The one way a text reaches DuckDB SQL: single quotes doubled; NUL, which no SQL text may hold, is refused. */
export function quoteText(text: string): string {
  if (text.includes("\0")) throw new RangeError("a text with a NUL character cannot be quoted");
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * Puts `values` into the places `{name}` of `template`. A value is ready SQL and is not searched for places again.
 * Throws on a place without a value: a half-filled statement must never reach the engine.
 */
export function splice(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([a-zA-Z]+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`no value for ${place} in: ${template.slice(0, 120)}`);
    return value;
  });
}
