/** What is asked for with `fields=`: `a,b/c,d(e,f)`. Without it everything. */
export function masked(body: object, mask: string | null): object {
  return mask === null || mask === "" ? body : (picked(body, readMask(mask)) as object);
}

type Mask = ReadonlyMap<string, Mask | null>;

function readMask(text: string): Mask {
  let at = 0;
  const list = (): Mask => {
    const names = new Map<string, Mask | null>();
    for (;;) {
      const [name = ""] = /^[^,/()]*/.exec(text.slice(at)) ?? [];
      at += name.length;
      names.set(name, below());
      if (text[at] !== ",") return names;
      at += 1;
    }
  };
  const below = (): Mask | null => {
    if (text[at] === "/") {
      at += 1;
      const [name = ""] = /^[^,/()]*/.exec(text.slice(at)) ?? [];
      at += name.length;
      return new Map([[name, below()]]);
    }
    if (text[at] !== "(") return null;
    at += 1;
    const inner = list();
    at += 1;
    return inner;
  };
  return list();
}

function picked(value: unknown, mask: Mask): unknown {
  if (Array.isArray(value)) return value.map((item) => picked(item, mask));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, held]) => {
      if (!mask.has(name)) return [];
      const inner = mask.get(name) ?? null;
      return [[name, inner === null ? held : picked(held, inner)]];
    }),
  );
}
