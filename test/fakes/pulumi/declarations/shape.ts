/** What a declared type takes, as far as it is simple; `any` is looked at no further. */
export type Shape =
  | { readonly kind: "string" | "number" | "boolean" | "any" }
  | { readonly kind: "list" | "map"; readonly of: Shape }
  /** `inputs.storage.BucketVersioning` */
  | { readonly kind: "object"; readonly reference: string };

const SCALARS = ["string", "number", "boolean"] as const;

/** `pulumi.Input<pulumi.Input<string>[] | undefined>`: a list of strings. */
export function shapeOf(type: string): Shape {
  const text = type.trim();
  const scalar = SCALARS.find((name) => name === text);
  if (scalar !== undefined) return { kind: scalar };
  const optional = /^([\s\S]*) \| undefined$/.exec(text)?.[1];
  if (optional !== undefined) return shapeOf(optional);
  const item = /^([\s\S]*)\[\]$/.exec(text)?.[1];
  if (item !== undefined) return { kind: "list", of: shapeOf(item) };
  const value = /^\{\s*\[key: string\]: ([\s\S]*?);\s*\}$/.exec(text)?.[1];
  if (value !== undefined) return { kind: "map", of: shapeOf(value) };
  const input = /^pulumi\.Input<([\s\S]*)>$/.exec(text)?.[1];
  if (input !== undefined) return shapeOf(input);
  return /^inputs\.[\w.]+$/.test(text) ? { kind: "object", reference: text } : { kind: "any" };
}
