import { randomBytes } from "node:crypto";
import type { Answer, Asked } from "../http/service.ts";
import { insert, nameOf, type Resource, readResource } from "./insert.ts";
import { checkName } from "./names.ts";
import { checkPreconditions } from "./preconditions.ts";
import type { Query } from "./query.ts";
import { invalid, Refusal } from "./refusal.ts";
import type { World } from "./world.ts";

const QUANTUM = 256 * 1024;

interface Session {
  readonly bucket: string;
  readonly resource: Resource;
  readonly query: Query;
  kept: Buffer;
  /** Of the last request, once the object is made or refused for good. */
  end: Answer | Refusal | null;
}

interface Sent {
  /** Null: only asks how much is kept. */
  readonly start: number | null;
  /** Null: not known yet. */
  readonly total: number | null;
}

/** Uploads that go on over several requests. Who knows a session's address needs no other right. */
export class Sessions {
  readonly #world: World;
  readonly #sessions = new Map<string, Session>();
  /** Most that the next part may leave behind; tests break uploads off with it. */
  #mostOfNext = Number.POSITIVE_INFINITY;

  constructor(world: World) {
    this.#world = world;
  }

  keepOfNextPart(bytes: number): void {
    this.#mostOfNext = bytes;
  }

  /** Forgets all, as the service does after a week. */
  expire(): void {
    this.#sessions.clear();
  }

  name(id: string | null): string {
    const session = this.#sessions.get(id ?? "");
    return session ? nameOf(session.resource, session.query) : "";
  }

  start(bucket: string, { body, headers }: Asked, query: Query, origin: string): Answer {
    const type = headers["x-upload-content-type"];
    const resource = { ...(type !== undefined && { contentType: type }), ...readResource(body.toString()) };
    const name = nameOf(resource, query);
    checkName(name);
    checkPreconditions(query, this.#world.bucket(bucket).live(name)); // and once more at the end
    const id = randomBytes(16).toString("hex");
    this.#sessions.set(id, { bucket, resource, query, kept: Buffer.alloc(0), end: null });
    const parameters = new URLSearchParams({ uploadType: "resumable", name, upload_id: id });
    const location = `${origin}/upload/storage/v1/b/${bucket}/o?${parameters}`;
    return { status: 200, headers: { location, "x-guploader-uploadid": id } };
  }

  /** The next part, or a question of how much is kept; the last one is answered as an insert. */
  put(id: string | null, { headers, body }: Asked, origin: string): Answer {
    const session = this.#sessions.get(id ?? "");
    if (!session) throw new Refusal(404, "notFound", "Upload session not found.");
    if (session.end instanceof Refusal) throw session.end;
    if (session.end) return session.end;
    const sent = readRange(headers["content-range"], body.length);
    if (sent.start !== null) this.#keep(session, body, sent.start, sent.total);
    const { kept, bucket, resource, query } = session;
    if (sent.total === null || kept.length < sent.total) return incomplete(kept.length);
    try {
      const hash = `${headers["x-goog-hash"] ?? ""}`;
      session.end = insert(this.#world, bucket, { resource, bytes: kept }, query, { origin, hash });
      return session.end;
    } catch (error) {
      if (error instanceof Refusal && error.status !== 429) session.end = error;
      throw error;
    }
  }

  cancel(id: string | null): Answer {
    this.#sessions.delete(id ?? "");
    return { status: 499 };
  }

  /** Only whole quanta stay of a part that is not the last; what is kept already is passed over. */
  #keep(session: Session, body: Buffer, start: number, total: number | null): void {
    const have = session.kept.length;
    if (start > have) throw invalid(`Invalid request. There are ${have} bytes, and these start at ${start}.`);
    const fresh = body.subarray(have - start, have - start + this.#mostOfNext);
    const isLast = total !== null && have + fresh.length === total;
    if (total !== null && have + fresh.length > total)
      throw invalid("Invalid request. More bytes than were announced.");
    this.#mostOfNext = Number.POSITIVE_INFINITY;
    const stays = isLast ? fresh.length : fresh.length - ((have + fresh.length) % QUANTUM);
    session.kept = Buffer.concat([session.kept, fresh.subarray(0, Math.max(0, stays))]);
  }
}

function incomplete(kept: number): Answer {
  return { status: 308, headers: kept > 0 ? { range: `bytes=0-${kept - 1}` } : {} };
}

/** `bytes 0-262143/*`, `bytes 0-*​/*`, `bytes *​/1000`; without the header all comes at once. */
function readRange(header: string | undefined, length: number): Sent {
  if (header === undefined) return { start: 0, total: length };
  const [, range, first, last, total] = /^bytes (\*|(\d+)-(\d+|\*))\/(\d+|\*)$/.exec(header) ?? [];
  if (range === undefined) throw invalid(`Failed to parse Content-Range header: ${header}`);
  const known = total === "*" ? null : Number(total);
  if (range === "*") return { start: null, total: known };
  const start = Number(first);
  if (last === "*") return { start, total: known ?? start + length };
  if (Number(last) - start + 1 !== length) throw invalid(`Content-Range ${header} does not fit ${length} bytes.`);
  return { start, total: known };
}
