// Types of the compact protocol.
export const TRUE = 1;
export const FALSE = 2;
export const BYTE = 3;
export const I16 = 4;
export const I32 = 5;
export const I64 = 6;
const DOUBLE = 7;
export const BINARY = 8;
export const LIST = 9;
const SET = 10;
const MAP = 11;
export const STRUCT = 12;

/** Structs, lists and maps together: a list in a list takes one byte a level, and would overflow the stack. */
const DEEPEST = 32;
const GREATEST_FIELD = 32_767;

/** Most bytes of a varint, and the greatest last byte where it has that many, for i16, i32 and i64. */
const WIDTHS = [
  [3, 3],
  [5, 15],
  [10, 1],
] as const;

export class MalformedThrift extends Error {
  override readonly name = "MalformedThrift";
}

/** Called for each field of a struct; true if it read the field's value, else the value is skipped. */
type OnField = (field: number, type: number) => boolean;

/**
 * Thrift's compact protocol, as far as a Parquet footer needs it. The bytes are hostile: every length is checked against
 * what is left, nesting against a limit, and nothing is built that the caller did not ask for. What two parsers may read
 * in two ways is refused: DuckDB cuts a field's number to 16 bits (65,548 would be 12 to it) and lets the later of two
 * equal fields win; every writer numbers its fields upwards.
 */
export class ThriftReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get position(): number {
    return this.#at;
  }

  since(start: number): Uint8Array {
    return this.#bytes.subarray(start, this.#at);
  }

  struct(onField: OnField): void {
    this.#enter();
    let last = 0;
    for (;;) {
      const head = this.byte();
      if (head === 0) break;
      const type = head & 15;
      const delta = head >> 4;
      const field = delta > 0 ? last + delta : Number(this.integer());
      if (field <= last || field > GREATEST_FIELD) throw new MalformedThrift("fields out of order");
      if (!onField(field, type)) this.skip(type);
      last = field;
    }
    this.#depth--;
  }

  /** Calls back once for each item; gives their number. */
  list(onItem: (type: number, index: number) => void): number {
    this.#enter();
    const head = this.byte();
    const size = head >> 4 === 15 ? this.#varint() : head >> 4;
    const type = head & 15;
    // An item takes a byte at least, so a list cannot promise more than there is.
    if (size > this.#bytes.length - this.#at) throw new MalformedThrift("a list longer than the footer");
    for (let index = 0; index < size; index++) onItem(type, index);
    this.#depth--;
    return size;
  }

  byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new MalformedThrift("the footer ends too early");
    this.#at++;
    return byte;
  }

  /** Any integer type; exact, since 64-bit values may be anything. */
  integer(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw new MalformedThrift("an integer without end");
  }

  /** An integer that fits its type: DuckDB would cut a longer one, and see another number. */
  number(type: number): number {
    const start = this.#at;
    const value = this.integer();
    if (!fits(type, this.since(start))) throw new MalformedThrift("an integer too large for its type");
    return Number(value);
  }

  binary(): Uint8Array {
    const size = this.#varint();
    this.#advance(size, "a text longer than the footer");
    return this.#bytes.subarray(this.#at - size, this.#at);
  }

  /** The next value as it is written; an integer fits the type it claims. */
  raw(type: number): Uint8Array {
    const start = this.#at;
    this.skip(type);
    const bytes = this.since(start);
    if (!fits(type, bytes)) throw new MalformedThrift("an integer too large for its type");
    return bytes;
  }

  skip(type: number): void {
    if (type === TRUE || type === FALSE) return;
    if (type === BYTE) this.byte();
    else if (type >= I16 && type <= I64) this.#varint();
    else if (type === DOUBLE) this.#advance(8, "the footer ends too early");
    else if (type === BINARY) this.binary();
    else if (type === LIST || type === SET) this.list((item) => this.#skipItem(item));
    else if (type === MAP) this.#skipMap();
    else if (type === STRUCT) this.struct(() => false);
    else throw new MalformedThrift(`no such type: ${type}`);
  }

  /** In a list a boolean takes a byte; as a field it has none. */
  #skipItem(type: number): void {
    if (type === TRUE || type === FALSE) this.byte();
    else this.skip(type);
  }

  #skipMap(): void {
    this.#enter();
    const size = this.#varint();
    if (size > this.#bytes.length - this.#at) throw new MalformedThrift("a map longer than the footer");
    const types = size > 0 ? this.byte() : 0;
    for (let index = 0; index < size; index++) {
      this.#skipItem(types >> 4);
      this.#skipItem(types & 15);
    }
    this.#depth--;
  }

  #enter(): void {
    if (++this.#depth > DEEPEST) throw new MalformedThrift("nested too deep");
  }

  #varint(): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 63; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new MalformedThrift("an integer without end");
  }

  #advance(count: number, otherwise: string): void {
    if (count > this.#bytes.length - this.#at) throw new MalformedThrift(otherwise);
    this.#at += count;
  }
}

function fits(type: number, bytes: Uint8Array): boolean {
  const width = WIDTHS[type - I16];
  if (!width) return true;
  const [most, greatest] = width;
  return bytes.length < most || (bytes.length === most && (bytes[most - 1] ?? 0) <= greatest);
}
