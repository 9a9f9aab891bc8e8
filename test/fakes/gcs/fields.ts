import { invalid } from "./refusal.ts";

type Wanted = Map<string, Wanted | null>;

/** A partial answer: `items(name,generation),nextPageToken`. A field that is not there is left out without a word. */
export function select(value: unknown, fields: string | null): object {
  if (typeof value !== "object" || value === null) throw new TypeError("an answer is an object");
  return fields === null || fields === "*" ? value : (pick(value, parse(fields)) as object);
}

function pick(value: unknown, wanted: Wanted | null): unknown {
  if (wanted === null || wanted.has("*")) return value;
  if (Array.isArray(value)) return value.map((each) => pick(each, wanted));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const deeper = wanted.get(key);
      return deeper === undefined ? [] : [[key, pick(inner, deeper)]];
    }),
  );
}

function parse(fields: string): Wanted {
  const tokens = fields.match(/[^\s,()/]+|[,()/]/g) ?? [];
  let at = 0;
  const wanted = readList();
  if (at < tokens.length) throw invalid(`Invalid field selection ${fields}`);
  return wanted;

  function readList(): Wanted {
    const list: Wanted = new Map();
    do {
      const [name, inner] = readOne();
      list.set(name, inner);
    } while (tokens[at] === "," && ++at);
    return list;
  }

  function readOne(): [string, Wanted | null] {
    const name = tokens[at++] ?? "";
    if (name === "" || /[,()/]/.test(name)) throw invalid(`Invalid field selection ${fields}`);
    if (tokens[at] === "/") {
      at += 1;
      return [name, new Map([readOne()])];
    }
    if (tokens[at] !== "(") return [name, null];
    at += 1;
    const inner = readList();
    if (tokens[at++] !== ")") throw invalid(`Invalid field selection ${fields}`);
    return [name, inner];
  }
}
