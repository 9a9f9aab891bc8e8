// Texts with places to fill in, as the provider makes ids: `projects/{project}/topics/{name}`.

/** A text, or a block of them; a number is one that Google gives. */
export type Filling = string | number | readonly string[] | { readonly [name: string]: Filling };

export type Lookup = (name: string) => unknown;

/** `{topic:last}` is what follows its last slash. Throws where a place has no value. */
export function fillText(text: string, look: Lookup): string {
  return text.replaceAll(/\{([\w.]+)(:last)?\}/g, (_, name: string, last?: string) => {
    const value = look(name);
    if (value === undefined || value === null || value === "") {
      throw new Error(`${name}: is not given → say it, else the provider makes up a value that nobody can foresee`);
    }
    return last === undefined ? String(value) : (String(value).split("/").at(-1) ?? "");
  });
}

export function fill(filling: Filling, look: Lookup): unknown {
  if (typeof filling === "number") return filling;
  if (typeof filling === "string") return fillText(filling, look);
  if (Array.isArray(filling)) return filling.map((one: string) => fillText(one, look));
  return Object.fromEntries(Object.entries(filling).map(([name, value]) => [name, fill(value, look)]));
}
