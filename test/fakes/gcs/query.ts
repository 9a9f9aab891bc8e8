import { invalid } from "./refusal.ts";

const ANY = ["alt", "fields", "key", "prettyPrint", "projection", "quotaUser", "userProject"];
const CONDITIONS = ["GenerationMatch", "GenerationNotMatch", "MetagenerationMatch", "MetagenerationNotMatch"];
const ON_OBJECT = CONDITIONS.map((condition) => `if${condition}`);
const ON_SOURCE = CONDITIONS.map((condition) => `ifSource${condition}`);

/** Parameters that each op knows, and no others: a misspelt precondition would be none. */
export const PARAMETERS = {
  bucket: [],
  list: ["delimiter", "endOffset", "maxResults", "pageToken", "prefix", "startOffset", "versions"],
  object: ["generation", ...ON_OBJECT],
  insert: ["contentEncoding", "name", "uploadType", ...ON_OBJECT],
  session: ["name", "upload_id", "uploadType", ...ON_OBJECT],
  rewrite: ["maxBytesRewrittenPerCall", "rewriteToken", "sourceGeneration", ...ON_OBJECT, ...ON_SOURCE],
  compose: ["ifGenerationMatch", "ifMetagenerationMatch"],
} as const satisfies Record<string, readonly string[]>;

export class Query {
  readonly #given: URLSearchParams;

  constructor(given: URLSearchParams, known: readonly string[]) {
    this.#given = given;
    for (const name of given.keys()) {
      if (!known.includes(name) && !ANY.includes(name)) throw invalid(`Unknown parameter: ${name}`);
      if (given.getAll(name).length > 1) throw invalid(`Parameter given twice: ${name}`);
    }
  }

  /** Null: not given. */
  text(name: string): string | null {
    return this.#given.get(name);
  }

  number(name: string): bigint | null {
    const text = this.#given.get(name);
    if (text === null) return null;
    if (!/^\d{1,19}$/.test(text)) throw invalid(`Invalid value for ${name}: ${text}`);
    return BigInt(text);
  }

  /** As one text, to tell one request from another. */
  without(name: string): string {
    const rest = new URLSearchParams(this.#given);
    rest.delete(name);
    rest.sort();
    return rest.toString();
  }
}
