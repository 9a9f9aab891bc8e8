import { Bucket, type BucketOptions } from "./bucket.ts";
import { checkName } from "./names.ts";
import { checkPreconditions, namesGeneration } from "./preconditions.ts";
import type { Query } from "./query.ts";
import { conditionNotMet, noBucket, required, tooOften } from "./refusal.ts";
import { type ObjectResource, resourceOf } from "./resource.ts";
import { type Checksums, checksumsOf, type Given, type Stored } from "./stored.ts";

export interface GcsOptions {
  /** Milliseconds since 1970, by which objects are created. */
  now(): number;
  /** No others exist. */
  readonly buckets: readonly (string | BucketOptions)[];
  /** Called at each new generation, before anybody else can see it gone again. */
  onFinalized?(resource: ObjectResource): void;
  /** True: who changes a name twice within a second is told 429. */
  readonly limitsNames?: boolean;
  /** True: a change that does not say which generation it means is refused, as the product must never ask for one. */
  readonly demandsPreconditions?: boolean;
  /** Most objects of one page of a list; 1000 unless told. */
  readonly mostListed?: number;
  /** What one call of a rewrite copies; all unless told. */
  readonly rewriteBytes?: number;
  /** Digits that generations have; today's have 16, 64 bits have room for 19, and no double holds those. 19 unless told. */
  readonly generationDigits?: 16 | 19;
}

/** What is to become an object. */
export interface Content {
  readonly bytes: Buffer;
  readonly given: Given;
  /** Of a composed object: how many it is made of. */
  readonly components?: number;
  readonly checksums?: Checksums;
  /** Milliseconds since 1970; now unless told. */
  readonly created?: number;
}

/** Buckets, and the only way into them. */
export class World {
  readonly options: GcsOptions;
  readonly #buckets: ReadonlyMap<string, Bucket>;
  readonly #changed = new Map<string, number>();
  readonly #last = new Map<string, bigint>();

  constructor(options: GcsOptions) {
    this.options = options;
    const buckets = options.buckets.map((each) => new Bucket(typeof each === "string" ? { name: each } : each));
    this.#buckets = new Map(buckets.map((bucket) => [bucket.name, bucket]));
  }

  bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (!bucket) throw noBucket();
    return bucket;
  }

  live(bucket: string, name: string): Stored | null {
    return this.#buckets.get(bucket)?.live(name) ?? null;
  }

  /** Null: no preconditions, as only tests put objects down. */
  create(bucketName: string, name: string, content: Content, query: Query | null): Stored {
    checkName(name);
    const bucket = this.bucket(bucketName);
    if (query) this.mayChange(bucket, name, bucket.live(name), query);
    const { bytes, given, components = null, created = this.options.now() } = content;
    const checksums = content.checksums ?? checksumsOf(bytes);
    const stored: Stored = {
      bucket: bucketName,
      name,
      generation: this.#nextGeneration(bucketName, created),
      metageneration: 1n,
      bytes,
      crc32c: checksums.crc32c,
      md5: components === null ? checksums.md5 : null,
      components,
      created,
      updated: created,
      given,
    };
    bucket.put(stored);
    this.options.onFinalized?.(resourceOf(stored));
    return stored;
  }

  /** Preconditions first, of what is live; then how often the name has changed. */
  mayChange(bucket: Bucket, name: string, live: Stored | null, query: Query): void {
    if (this.options.demandsPreconditions && !namesGeneration(query))
      throw required("ifGenerationMatch is demanded here");
    checkPreconditions(query, live);
    if (!this.options.limitsNames) return;
    const [place, now] = [`${bucket.name}/${name}`, this.options.now()];
    if (now - (this.#changed.get(place) ?? Number.NEGATIVE_INFINITY) < 1000) throw tooOften(bucket.name, name);
    this.#changed.set(place, now);
  }

  /** What a named generation of a source must be, if it is said. */
  source(bucketName: string, name: string, generation: bigint | null, query: Query): Stored {
    const bucket = this.bucket(bucketName);
    const found = bucket.found(name, generation);
    checkPreconditions(query, bucket.live(name), "ifSource");
    return found;
  }

  /** Grows with time in each bucket, and is never used again there. */
  #nextGeneration(bucket: string, created: number): bigint {
    const micros = BigInt(created) * (this.options.generationDigits === 16 ? 1_000n : 1_000_000n);
    const last = this.#last.get(bucket) ?? 0n;
    const next = micros > last ? micros : last + 1n;
    this.#last.set(bucket, next);
    return next;
  }
}

export function isMet(live: Stored | null, generation: bigint | null): void {
  if (generation !== null && generation !== (live?.generation ?? 0n)) throw conditionNotMet();
}
