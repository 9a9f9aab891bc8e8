import { randomBytes } from "node:crypto";
import type { Answer, Asked } from "../http/service.ts";
import { select } from "./fields.ts";
import { readResource } from "./insert.ts";
import { checkPreconditions } from "./preconditions.ts";
import type { Query } from "./query.ts";
import { invalid } from "./refusal.ts";
import { resourceOf } from "./resource.ts";
import { readGiven, type Stored } from "./stored.ts";
import { isMet, type World } from "./world.ts";

export interface Place {
  readonly bucket: string;
  readonly name: string;
}

interface Rewriting {
  readonly source: Stored;
  /** Later calls must ask for the same. */
  readonly asked: string;
  readonly done: number;
}

/** Copies on the server, in one call or in several that are joined by tokens. */
export class Rewrites {
  readonly #world: World;
  readonly #open = new Map<string, Rewriting>();

  constructor(world: World) {
    this.#world = world;
  }

  rewrite(from: Place, to: Place, { body }: Asked, query: Query, origin: string): Answer {
    const { source, done } = this.#goOn(from, to, query);
    const target = this.#world.bucket(to.bucket);
    checkPreconditions(query, target.live(to.name));
    const step = Number(
      query.number("maxBytesRewrittenPerCall") ?? this.#world.options.rewriteBytes ?? source.bytes.length,
    );
    const total = Math.min(source.bytes.length, done + step);
    const answered = {
      kind: "storage#rewriteResponse",
      totalBytesRewritten: String(total),
      objectSize: String(source.bytes.length),
    };
    if (total < source.bytes.length) {
      const rewriteToken = randomBytes(12).toString("hex");
      this.#open.set(rewriteToken, { source, asked: textOf(from, to, query), done: total });
      return answer({ ...answered, done: false, rewriteToken }, query);
    }
    const told = readGiven(readResource(body.toString()));
    const given = Object.keys(told).length > 0 ? told : source.given; // all that is said of it is new, or nothing
    const { bytes, components, crc32c, md5 } = source;
    const copied = {
      bytes,
      given,
      ...(components !== null && { components }),
      ...(md5 !== null && { checksums: { crc32c, md5 } }),
    };
    const stored = this.#world.create(to.bucket, to.name, copied, query);
    return answer({ ...answered, done: true, resource: resourceOf(stored, origin) }, query);
  }

  #goOn(from: Place, to: Place, query: Query): { readonly source: Stored; readonly done: number } {
    const source = this.#world.source(from.bucket, from.name, query.number("sourceGeneration"), query);
    const token = query.text("rewriteToken");
    if (token === null) return { source, done: 0 };
    const open = this.#open.get(token);
    if (open?.asked !== textOf(from, to, query))
      throw invalid("Invalid rewriteToken: this call asks for something else.");
    isMet(source, open.source.generation);
    return open;
  }
}

function answer(body: object, query: Query): Answer {
  return { status: 200, body: select(body, query.text("fields")) };
}

function textOf(from: Place, to: Place, query: Query): string {
  return JSON.stringify([from, to, query.without("rewriteToken")]);
}
