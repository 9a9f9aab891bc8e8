import type { TextFault, Token } from "./tokens.ts";
import type { Facts, Words } from "./tree.ts";
import { RESERVED } from "./words.ts";

/** Thrown where the rest cannot be understood; the reader holds the reason. */
export class StopReading extends Error {
  override readonly name = "StopReading";
}

const MAX_DEPTH = 100;

/** A walk over the tokens that collects faults. */
export class Reader {
  readonly faults: TextFault[] = [];
  /** What a table is called in words: the place that stands for it. */
  readonly table: string;
  readonly #tokens: readonly Token[];
  readonly #facts: Facts[] = [];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], table: string) {
    this.#tokens = tokens;
    this.table = table;
  }

  get token(): Token {
    return this.ahead(0);
  }

  ahead(count: number): Token {
    const index = Math.min(this.#at + count, this.#tokens.length - 1);
    return this.#tokens[index] as Token;
  }

  next(): Token {
    const token = this.token;
    this.#at++;
    return token;
  }

  /** True if the next tokens are these keywords or symbols. */
  sees(...words: string[]): boolean {
    return words.every((word, count) => {
      const { kind, upper } = this.ahead(count);
      return (kind === "word" || kind === "symbol") && upper === word;
    });
  }

  /** Passes over these if they come next. */
  skip(...words: string[]): boolean {
    const seen = this.sees(...words);
    if (seen) this.#at += words.length;
    return seen;
  }

  expect(word: string, cure = `write ${word} before it`): void {
    if (!this.skip(word)) this.stop(`stands where ${word} is expected`, cure);
  }

  /** The name of a column, table or alias; a place such as `{object}` is one too. */
  name(what: string): Token {
    const token = this.token;
    if (token.kind !== "word") this.stop(`is no name of ${what}`, `write the name of ${what}`);
    if (RESERVED.has(token.upper)) {
      this.stop(
        `is a word of one of the engines, no name of ${what}`,
        "choose another name; quoted names are not portable",
      );
    }
    return this.next();
  }

  fault(offset: number, message: string, cure: string): void {
    this.faults.push({ offset, message, cure, fatal: false });
  }

  stop(message: string, cure: string): never {
    const { kind, text, offset } = this.token;
    this.fault(offset, `${kind === "end" ? "the end" : text} ${message}`, cure);
    throw new StopReading();
  }

  /** Keeps a hostile text from exhausting the stack. */
  nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) this.stop("is nested too deeply", "write a shorter query");
    const result = read();
    this.#depth--;
    return result;
  }

  /** What the expressions of the innermost SELECT hold so far. */
  get facts(): Facts {
    const facts = this.#facts.at(-1);
    if (!facts) throw new RangeError("no SELECT is being read");
    return facts;
  }

  /** Reads with facts of its own. */
  gather<T>(read: () => T): { readonly value: T; readonly facts: Facts } {
    const facts: Facts = { aggregates: false, columns: [], windows: [], namedWindows: [], subqueries: [] };
    this.#facts.push(facts);
    const value = read();
    this.#facts.pop();
    return { value, facts };
  }

  /** Reads, and keeps the words that were read. */
  words<T>(read: () => T): { readonly value: T; readonly words: Words } {
    const from = this.#at;
    const value = read();
    return { value, words: this.#tokens.slice(from, this.#at) };
  }
}
