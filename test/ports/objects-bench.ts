import type { Content, Objects } from "../../lakehouse/ports.ts";

/** A store that the suite may write to. */
export interface Opened {
  readonly objects: Objects;
  /** All names of the suite begin so, and nothing else does; ends with a slash. */
  readonly prefix: string;
  /** A new local file, for `Content`. */
  file(bytes: Uint8Array): Promise<string>;
  /** Null: there is none. */
  readFile(path: string): Promise<Uint8Array | null>;
  /** Returns when the store's clock shows another millisecond. */
  later(): Promise<void>;
  close(): Promise<void>;
}

/** What the rules are written with: one name of its own for each test. */
export interface Bench {
  readonly opened: Opened;
  readonly objects: Objects;
  /** A name, or the beginning of names, that no other test uses. */
  fresh(): string;
}

export const bytesOf = (text: string) => new TextEncoder().encode(text);
export const content = (text: string): Content => ({ kind: "bytes", bytes: bytesOf(text) });
export const textOf = async (objects: Objects, name: string) =>
  new TextDecoder().decode((await objects.read(name)).bytes);

export function generationOf({ generation }: { readonly generation: string }): { readonly generation: string } {
  return { generation };
}
