import { type TypeTree, typeTree } from "../../engine/type-tree.ts";

/** A DuckDB type as DESCRIBE prints it, taken apart down to the sizes of its scalars. */
export type DuckdbType =
  | { readonly kind: "scalar"; readonly name: string; readonly sizes: readonly number[] }
  | { readonly kind: "struct"; readonly fields: readonly { readonly name: string; readonly type: DuckdbType }[] }
  | { readonly kind: "list"; readonly item: DuckdbType }
  | { readonly kind: "map" };

export function parseDuckdbType(text: string): DuckdbType {
  return typeOf(typeTree(text));
}

function typeOf(tree: TypeTree): DuckdbType {
  switch (tree.kind) {
    case "list":
      return { kind: "list", item: typeOf(tree.item) };
    case "struct":
      return { kind: "struct", fields: tree.members.map(({ name, type }) => ({ name, type: typeOf(type) })) };
    case "leaf":
      return tree.text.startsWith("MAP(") ? { kind: "map" } : scalar(tree.text);
  }
}

/** `DECIMAL(18,3)`: a name and its sizes. */
function scalar(text: string): DuckdbType {
  const match = /^([^(]+?)\s*(?:\((\d+(?:\s*,\s*\d+)*)\))?$/.exec(text);
  return { kind: "scalar", name: (match?.[1] ?? text).toUpperCase(), sizes: match?.[2]?.split(",").map(Number) ?? [] };
}
