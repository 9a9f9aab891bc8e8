import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from "yaml";
import { decimalText } from "./decimal.ts";
import type { Place } from "./problem.ts";
import type { Literal } from "./rule.ts";

/** A parsed text, with what is needed to find places in it. */
export interface Source {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

export type CursorKind = "text" | "number" | "boolean" | "null" | "list" | "map";

/**
 * A value in a contract's text together with its place. Reading is forgiving: a value of another type than the one
 * asked for reads as null, because the JSON Schema has already reported it.
 */
export class Cursor {
  readonly #source: Source;
  readonly #node: Node | null;
  /** Where the value stands. */
  readonly place: Place;
  /** Where its key stands; for list items and the root, the value's own place. */
  readonly keyPlace: Place;

  constructor(source: Source, node: Node | null, key?: Node, fallback?: Place) {
    this.#source = source;
    const start = placeOf(source, node) ?? placeOf(source, key ?? null) ?? fallback;
    this.place = start ?? { file: source.file, line: 1, column: 1 };
    this.keyPlace = placeOf(source, key ?? null) ?? this.place;
    this.#node = isAlias(node) ? (resolveAlias(source, node) ?? null) : node;
  }

  get kind(): CursorKind {
    if (isMap(this.#node)) return "map";
    if (isSeq(this.#node)) return "list";
    const value = isScalar(this.#node) ? this.#node.value : null;
    if (typeof value === "string") return "text";
    if (typeof value === "boolean") return "boolean";
    return typeof value === "bigint" || typeof value === "number" ? "number" : "null";
  }

  /** The value under a key; null if the key is not there. */
  get(key: string): Cursor | null {
    if (!isMap<Node, Node | null>(this.#node)) return null;
    const pair = this.#node.items.find((item) => keyText(item.key) === key);
    return pair ? new Cursor(this.#source, pair.value, pair.key, this.place) : null;
  }

  keys(): string[] {
    return isMap<Node>(this.#node) ? this.#node.items.map((item) => keyText(item.key)) : [];
  }

  items(): Cursor[] {
    if (!isSeq<Node | null>(this.#node)) return [];
    return this.#node.items.map((item) => new Cursor(this.#source, item, undefined, this.place));
  }

  /** The items of a list under a key; none if there is no such list. */
  list(key: string): Cursor[] {
    return this.get(key)?.items() ?? [];
  }

  text(key: string): string | null {
    return this.get(key)?.asText() ?? null;
  }

  flag(key: string): boolean | null {
    return this.get(key)?.asFlag() ?? null;
  }

  asText(): string | null {
    return isScalar(this.#node) && typeof this.#node.value === "string" ? this.#node.value : null;
  }

  asFlag(): boolean | null {
    return isScalar(this.#node) && typeof this.#node.value === "boolean" ? this.#node.value : null;
  }

  /** A number's exact decimal text; null for anything else, NaN and infinity. */
  asDecimal(): string | null {
    if (!isScalar(this.#node)) return null;
    const { value, source } = this.#node;
    if (typeof value === "bigint") return value.toString();
    return typeof value === "number" ? decimalText(source ?? String(value)) : null;
  }

  /** A scalar; null for NULL, lists and maps. */
  asLiteral(): Literal | null {
    const text = this.asText();
    if (text !== null) return { kind: "text", value: text };
    const flag = this.asFlag();
    if (flag !== null) return { kind: "boolean", value: flag };
    const number = this.asDecimal();
    return number === null ? null : { kind: "number", value: number };
  }

  /** What a reader would call the value: `"abc"`, `12`, `a list`. */
  shown(): string {
    const literal = this.asLiteral();
    if (literal) return literal.kind === "text" ? JSON.stringify(briefly(literal.value)) : String(literal.value);
    return this.kind === "null" ? "empty" : this.kind === "number" ? "no finite number" : `a ${this.kind}`;
  }

  /** The value that a JSON pointer leads to, or the last value on the way. */
  follow(pointer: string): Cursor {
    let here: Cursor = this;
    for (const step of pointer.split("/").slice(1)) {
      const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
      const next = here.kind === "list" ? here.items()[Number(name)] : here.get(name);
      if (!next) return here;
      here = next;
    }
    return here;
  }
}

function placeOf({ file, lines }: Source, node: Node | null): Place | null {
  if (!node?.range) return null;
  const { line, col } = lines.linePos(node.range[0]);
  return { file, line, column: col };
}

function resolveAlias({ document }: Source, alias: Alias): Node | undefined {
  return alias.resolve(document);
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : "";
}

const LONGEST = 120;

/** A file that is no contract may be one long text. */
function briefly(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST ? text : `${characters.slice(0, LONGEST - 1).join("")}…`;
}
