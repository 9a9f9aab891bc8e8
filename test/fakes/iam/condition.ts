// Conditions of grants as IAM evaluates them, as far as ours go: a subset of CEL. What it does not know is refused, so
// that a condition is never taken for what it does not say.

export interface Resource {
  /** `storage.googleapis.com` */
  readonly service: string;
  /** `storage.googleapis.com/Object` */
  readonly type: string;
  /** `projects/_/buckets/B/objects/NAME` */
  readonly name: string;
}

/** Most logical operators (`&&`, `||`, `!`) of one condition, by Google's page of limits. */
export const MOST_OPERATORS = 12;

type Value = string | boolean;
type Expression = (resource: Resource) => Value;

const TOKEN = /\s*(&&|\|\||==|!=|[!().]|"(?:[^"\\]|\\.)*"|[A-Za-z]+)/y;

/** @throws RangeError if IAM would not take it, or this cannot tell. */
export function readCondition(text: string): (resource: Resource) => boolean {
  const tokens = tokensOf(text);
  const operators = tokens.filter((token) => ["&&", "||", "!"].includes(token)).length;
  if (operators > MOST_OPERATORS) throw new RangeError(`${operators} logical operators: IAM takes ${MOST_OPERATORS}`);
  const reader = new Reader(tokens);
  const read = reader.either();
  reader.end();
  return (resource) => isTrue(read(resource));
}

class Reader {
  readonly #tokens: string[];

  constructor(tokens: readonly string[]) {
    this.#tokens = [...tokens];
  }

  either(): Expression {
    const sides = [this.#both()];
    while (this.#take("||")) sides.push(this.#both());
    return sides.length === 1 ? one(sides) : (resource) => sides.some((side) => isTrue(side(resource)));
  }

  end(): void {
    if (this.#tokens.length > 0) throw new RangeError(`unexpected ${this.#tokens[0]}`);
  }

  #both(): Expression {
    const sides = [this.#compared()];
    while (this.#take("&&")) sides.push(this.#compared());
    return sides.length === 1 ? one(sides) : (resource) => sides.every((side) => isTrue(side(resource)));
  }

  #compared(): Expression {
    const left = this.#unary();
    for (const sign of ["==", "!="]) {
      if (!this.#take(sign)) continue;
      const right = this.#unary();
      return (resource) => (left(resource) === right(resource)) === (sign === "==");
    }
    return left;
  }

  #unary(): Expression {
    if (this.#take("!")) {
      const negated = this.#unary();
      return (resource) => !isTrue(negated(resource));
    }
    if (!this.#take("(")) return this.#value();
    const inside = this.either();
    this.#must(")");
    return inside;
  }

  #value(): Expression {
    const token = this.#tokens.shift() ?? "";
    if (token.startsWith('"')) {
      const literal = String(JSON.parse(token));
      return () => literal;
    }
    if (token !== "resource") throw new RangeError(`unexpected ${token || "end"}`);
    this.#must(".");
    const attribute = this.#tokens.shift();
    if (attribute !== "name" && attribute !== "type" && attribute !== "service")
      throw new RangeError(`no attribute ${attribute} here`);
    return this.#called((resource) => resource[attribute]);
  }

  #called(on: Expression): Expression {
    if (!this.#take(".")) return on;
    const method = this.#tokens.shift();
    this.#must("(");
    const argument = this.#value()({ service: "", type: "", name: "" });
    this.#must(")");
    if (method === "startsWith") return this.#called((resource) => String(on(resource)).startsWith(String(argument)));
    if (method === "extract") return this.#called((resource) => extract(String(on(resource)), String(argument)));
    throw new RangeError(`no function ${method} here`);
  }

  #take(token: string): boolean {
    if (this.#tokens[0] !== token) return false;
    this.#tokens.shift();
    return true;
  }

  #must(token: string): void {
    if (!this.#take(token)) throw new RangeError(`${token} expected, not ${this.#tokens[0] ?? "end"}`);
  }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < text.trimEnd().length; at = TOKEN.lastIndex) {
    const [, token] = TOKEN.exec(text) ?? [];
    if (token === undefined) throw new RangeError(`not understood: ${text.slice(at)}`);
    tokens.push(token);
  }
  return tokens;
}

/** What stands between the first of what is before `{…}` and the first of what is behind it; empty: one is not there. */
function extract(value: string, template: string): string {
  const [, before = "", after = ""] = /^([^{]*)\{\w+\}([^{]*)$/.exec(template) ?? [];
  if (before + after === "") throw new RangeError(`no template: ${template}`);
  const start = value.indexOf(before);
  if (start < 0) return "";
  const rest = value.slice(start + before.length);
  if (after === "") return rest;
  const end = rest.indexOf(after);
  return end < 0 ? "" : rest.slice(0, end);
}

function one([only]: readonly Expression[]): Expression {
  if (!only) throw new RangeError("nothing to evaluate");
  return only;
}

function isTrue(value: Value): boolean {
  if (typeof value !== "boolean") throw new RangeError(`'${value}' is neither true nor false`);
  return value;
}
