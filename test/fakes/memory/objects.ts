import { crc32c } from "@node-rs/crc32";
import { assertObjectName } from "../../../lakehouse/adapters/object-names.ts";
import {
  type Clock,
  type Content,
  type ObjectMeta,
  ObjectNotFound,
  type Objects,
  type Precondition,
  PreconditionFailed,
} from "../../../lakehouse/ports.ts";

export type ObjectsOp = keyof Objects;

/** Each is awaited once in every call, also in one that is refused. What `after` throws stands for a lost answer: the effect stays. */
export interface ObjectsHooks {
  before?(op: ObjectsOp, name: string): Promise<void> | void;
  after?(op: ObjectsOp, name: string): Promise<void> | void;
}

export interface MemoryObjectsOptions {
  readonly clock: Pick<Clock, "now">;
  /** At least 0, less than 1. */
  readonly random: () => number;
  /** Local files by path: what `Content` is read from, and where `local` puts things down. */
  readonly files?: Map<string, Uint8Array>;
}

export interface MemoryObjects extends Objects {
  /** The same objects as one worker sees them, with its own hooks and, if given, its own local files. */
  seenBy(hooks: ObjectsHooks, files?: Map<string, Uint8Array>): Objects;
}

interface Stored {
  readonly meta: ObjectMeta;
  /** The name as lists sort it. */
  readonly order: Buffer;
  readonly bytes: Uint8Array;
}

/**
 * Objects in memory, stricter than the service: generations have no order and any number of digits, contents are never shared with the caller,
 * and wrong input throws. Between `before` and `after` a call takes effect at once.
 */
export function createMemoryObjects({ clock, random, files = new Map() }: MemoryObjectsOptions): MemoryObjects {
  const stored = new Map<string, Stored>();
  const given = new Set<string>(["0"]);

  const plain = seenBy({});
  return { ...plain, seenBy };

  function seenBy(hooks: ObjectsHooks, own = files): Objects {
    async function call<Result>(op: ObjectsOp, name: string, effect: () => Result): Promise<Result> {
      await hooks.before?.(op, name);
      const answer = answerOf(effect);
      await hooks.after?.(op, name);
      return answer();
    }
    return {
      stat: (name, precondition) => call("stat", name, () => stat(name, precondition)),
      read: (name, wanted) => call("read", name, () => read(name, wanted)),
      list: (prefix, startAt) => call("list", prefix, () => list(prefix, startAt)),
      write: (name, content, precondition) => call("write", name, () => write(name, content, precondition, own)),
      copy: (from, to, precondition) => call("copy", to, () => copy(from, to, precondition)),
      remove: (name, precondition) => call("remove", name, () => remove(name, precondition)),
      local: (name, wanted) => call("local", name, () => local(name, wanted, own)),
      time: () => call("time", "", () => clock.now()),
    };
  }

  function stat(name: string, precondition: Precondition = {}): ObjectMeta | null {
    demand(name, precondition);
    return stored.get(name)?.meta ?? null;
  }

  function read(name: string, wanted?: { readonly generation: string }) {
    const { bytes, meta } = present(name, wanted);
    return { bytes: bytes.slice(), meta };
  }

  function list(prefix: string, startAt = "") {
    const least = Buffer.from(startAt);
    return [...stored.values()]
      .filter(({ meta, order }) => meta.name.startsWith(prefix) && Buffer.compare(order, least) >= 0)
      .sort((a, b) => Buffer.compare(a.order, b.order))
      .map(({ meta: { name, generation, bytes, created } }) => Object.freeze({ name, generation, bytes, created }));
  }

  function write(name: string, content: Content, precondition: Precondition, own: Map<string, Uint8Array>): ObjectMeta {
    const bytes = content.kind === "bytes" ? content.bytes : own.get(content.path);
    if (!bytes) throw new Error("path" in content ? `no such file: ${content.path}` : "no bytes");
    demand(name, precondition);
    const meta = put(name, bytes);
    if (content.kind === "move") own.delete(content.path);
    return meta;
  }

  function copy(from: { readonly name: string; readonly generation: string }, to: string, precondition: Precondition) {
    const { bytes } = present(from.name, from);
    demand(to, precondition);
    return put(to, bytes);
  }

  function remove(name: string, precondition: Precondition): void {
    present(name);
    demand(name, precondition);
    stored.delete(name);
  }

  function local(name: string, wanted: { readonly generation: string } | undefined, own: Map<string, Uint8Array>) {
    const { bytes, meta } = present(name, wanted);
    const path = `/memory/${meta.generation}`;
    own.set(path, bytes.slice());
    return path;
  }

  function present(name: string, wanted?: { readonly generation: string }): Stored {
    assertObjectName(name);
    const found = stored.get(name);
    if (!found || (wanted && numeral(wanted.generation) !== found.meta.generation)) throw new ObjectNotFound(name);
    return found;
  }

  function demand(name: string, { generation, metageneration }: Precondition): void {
    assertObjectName(name);
    const meta = stored.get(name)?.meta;
    const holds =
      (generation === undefined || numeral(generation) === (meta?.generation ?? "0")) &&
      (metageneration === undefined || numeral(metageneration) === meta?.metageneration);
    if (!holds) throw new PreconditionFailed(name);
  }

  function put(name: string, content: Uint8Array): ObjectMeta {
    const bytes = content.slice();
    const meta = Object.freeze({
      name,
      generation: freshGeneration(),
      metageneration: "1",
      bytes: String(bytes.length),
      crc32c: checksum(bytes),
      created: clock.now(),
    });
    stored.set(name, { meta, order: Buffer.from(name), bytes });
    return meta;
  }

  function freshGeneration(): string {
    for (;;) {
      const chance = random();
      const long = 2n ** 62n + BigInt(Math.floor(chance * 2 ** 53)) * 2n + 1n; // too long for a number
      const generation = String(long).slice(0, chance < 0.5 ? 19 : 8 + Math.floor(random() * 11));
      if (given.has(generation)) continue;
      given.add(generation);
      return generation;
    }
  }
}

/** The effect now, what it returned or threw later. */
function answerOf<Result>(effect: () => Result): () => Result {
  try {
    const result = effect();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function numeral(text: string): string {
  if (!/^(0|[1-9]\d*)$/.test(text)) throw new TypeError(`not a generation: ${JSON.stringify(text)}`);
  return text;
}

function checksum(bytes: Uint8Array): string {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(crc32c(bytes));
  return four.toString("base64");
}
