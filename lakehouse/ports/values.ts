import type { z } from "zod";
import { canonicalJson } from "../plan/canonical.ts";
import { ObjectNotFound, type Objects, PreconditionFailed } from "../ports.ts";

// JSON values as objects, changed by compare-and-swap alone.

export interface Stored<T> {
  readonly value: T;
  readonly generation: string;
  /** When this generation was written: RFC 3339 UTC, by the store's clock. */
  readonly updated: string;
}

/** An object of the ledger that this version cannot read: nothing is done with it, and nothing is written over it. */
export class UnreadableValue extends Error {
  override readonly name = "UnreadableValue";
}

/** Null: there is no such object. Throws `UnreadableValue` on content of another version or kind. */
export async function readValue<T>(objects: Objects, name: string, schema: z.ZodType<T>): Promise<Stored<T> | null> {
  const read = await objects.read(name).catch((error: unknown) => {
    if (error instanceof ObjectNotFound) return null;
    throw error;
  });
  if (!read) return null;
  return { value: parse(name, read.bytes, schema), generation: read.meta.generation, updated: read.meta.created };
}

/** For values that are no truth: null also if this version cannot read what is there. */
export async function readIfReadable<T>(
  objects: Objects,
  name: string,
  schema: z.ZodType<T>,
): Promise<Stored<T> | null> {
  return readValue(objects, name, schema).catch((error: unknown) => {
    if (error instanceof UnreadableValue) return null;
    throw error;
  });
}

function parse<T>(name: string, bytes: Uint8Array, schema: z.ZodType<T>): T {
  const json = jsonOf(bytes);
  if (json === undefined) throw new UnreadableValue(`${name} cannot be read: it is not JSON`);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UnreadableValue(
    `${name} cannot be read by this version of Sluice: ${issue?.path.join(".") || "content"}: ${issue?.message}`,
  );
}

/** Undefined: it is none. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** Null: another content is there already. */
export function createValue<T>(objects: Objects, name: string, value: T): Promise<Stored<T> | null> {
  return swapValue(objects, name, value, "0");
}

/** Null: somebody changed it since `generation`; the caller must look again. */
export async function swapValue<T>(
  objects: Objects,
  name: string,
  value: T,
  generation: string,
): Promise<Stored<T> | null> {
  const bytes = encode(value);
  try {
    const meta = await objects.write(name, { kind: "bytes", bytes }, { generation });
    return { value, generation: meta.generation, updated: meta.created };
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error;
    return ownFirstTry(objects, name, value, bytes);
  }
}

/** One text per value, so that content can be compared; indented, since people look into the ledger. */
function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(JSON.parse(canonicalJson(value)), null, 1)}\n`);
}

/** A client that repeats a write may meet its own first try: then the content is ours, to the byte. */
async function ownFirstTry<T>(objects: Objects, name: string, value: T, bytes: Uint8Array): Promise<Stored<T> | null> {
  const read = await objects.read(name).catch((error: unknown) => {
    if (error instanceof ObjectNotFound) return null;
    throw error;
  });
  if (!read || Buffer.compare(read.bytes, bytes) !== 0) return null;
  return { value, generation: read.meta.generation, updated: read.meta.created };
}

/** Creates it, or returns what is there: for objects whose first writer wins. */
export async function adoptValue<T>(
  objects: Objects,
  name: string,
  value: T,
  schema: z.ZodType<T>,
): Promise<{ readonly stored: Stored<T>; readonly adopted: boolean }> {
  const created = await createValue(objects, name, value);
  if (created) return { stored: created, adopted: false };
  const there = await readValue(objects, name, schema);
  if (!there) throw new Error(`${name} was there and is gone`);
  return { stored: there, adopted: true };
}
