/** A DuckDB type as DESCRIBE prints it, taken apart. */
export type DuckdbType =
  | { readonly kind: "scalar"; readonly name: string; readonly sizes: readonly number[] }
  | { readonly kind: "struct"; readonly fields: readonly { readonly name: string; readonly type: DuckdbType }[] }
  | { readonly kind: "list"; readonly item: DuckdbType }
  | { readonly kind: "map" };

export function parseDuckdbType(text: string): DuckdbType {
  const trimmed = text.trim();
  if (/\[\d*\]$/.test(trimmed)) return { kind: "list", item: parseDuckdbType(trimmed.replace(/\[\d*\]$/, "")) };
  if (/^MAP\(/i.test(trimmed)) return { kind: "map" };
  const struct = /^STRUCT\((.*)\)$/is.exec(trimmed);
  if (struct) return { kind: "struct", fields: splitOutside(struct[1] ?? "").map(parseField) };
  const scalar = /^([^(]+?)\s*(?:\((\d+(?:\s*,\s*\d+)*)\))?$/.exec(trimmed);
  return {
    kind: "scalar",
    name: (scalar?.[1] ?? trimmed).toUpperCase(),
    sizes: scalar?.[2]?.split(",").map(Number) ?? [],
  };
}

function parseField(text: string): { readonly name: string; readonly type: DuckdbType } {
  const match = /^\s*(?:"((?:[^"]|"")*)"|(\S+))\s+(.*)$/s.exec(text);
  return { name: match?.[1]?.replaceAll('""', '"') ?? match?.[2] ?? "", type: parseDuckdbType(match?.[3] ?? "") };
}

/** Parts between commas that stand outside brackets and quotes. */
function splitOutside(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (const [index, character] of [...text].entries()) {
    if (character === '"') quoted = !quoted;
    if (quoted) continue;
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (character !== "," || depth > 0) continue;
    parts.push([...text].slice(start, index).join(""));
    start = index + 1;
  }
  return [...parts, [...text].slice(start).join("")];
}
