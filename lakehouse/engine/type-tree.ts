import { quoteName } from "../plan/quote.ts";

/** A DuckDB type as DESCRIBE prints it, taken apart as far as Sluice looks into it. */
export type TypeTree =
  | { readonly kind: "struct"; readonly members: readonly { readonly name: string; readonly type: TypeTree }[] }
  | { readonly kind: "list"; readonly item: TypeTree }
  /** Everything else, MAP and unions too. */
  | { readonly kind: "leaf"; readonly text: string };

/** Reads `STRUCT("a b" BIGINT, c VARCHAR[])[]`. */
export function typeTree(text: string): TypeTree {
  const list = /^(.*)\[\d*\]$/s.exec(text);
  if (list?.[1] !== undefined) return { kind: "list", item: typeTree(list[1]) };
  const struct = /^STRUCT\((.*)\)$/s.exec(text);
  if (struct?.[1] === undefined) return { kind: "leaf", text };
  return { kind: "struct", members: topLevelParts(struct[1]).map(member) };
}

/** The tree as DuckDB reads it; every member's name is quoted. */
export function typeText(tree: TypeTree): string {
  if (tree.kind === "leaf") return tree.text;
  if (tree.kind === "list") return `${typeText(tree.item)}[]`;
  const members = tree.members.map(({ name, type }) => `${quoteName(name)} ${typeText(type)}`);
  return `STRUCT(${members.join(", ")})`;
}

function member(text: string): { name: string; type: TypeTree } {
  const quoted = /^"((?:[^"]|"")*)" (.*)$/s.exec(text);
  if (quoted) return { name: (quoted[1] ?? "").replaceAll('""', '"'), type: typeTree(quoted[2] ?? "") };
  const space = text.indexOf(" ");
  return { name: text.slice(0, space), type: typeTree(text.slice(space + 1)) };
}

/** Splits at commas that no bracket and no quote encloses. */
function topLevelParts(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    if (quoted) continue;
    if (character === "(") depth++;
    if (character === ")") depth--;
    if (character !== "," || depth > 0) continue;
    parts.push(text.slice(start, at).trim());
    start = at + 1;
  }
  return [...parts, text.slice(start).trim()];
}
