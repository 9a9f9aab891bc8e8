// Thrift's compact protocol, as far as a Parquet footer needs it. The bytes are hostile: every length is checked
// against what is left, nesting against a limit, and nothing is built that the caller did not ask for.

export const BINARY = 8;
export const LIST = 9;
const SET = 10;
const MAP = 11;
const STRUCT = 12;
const DEEPEST = 64;

export class MalformedThrift extends Error {
  override readonly name = "MalformedThrift";
}

/** Called for each field of a struct; true if it read the field's value, else the value is skipped. */
type OnField = (field: number, type: number) => boolean;

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

  struct(onField: OnField): void {
    if (++this.#depth > DEEPEST) throw new MalformedThrift("nested too deep");
    let last = 0;
    for (;;) {
      const head = this.byte();
      const type = head & 15;
      if (head === 0) break;
      const delta = head >> 4;
      last = delta > 0 ? last + delta : Number(this.integer());
      if (!onField(last, type)) this.skip(type);
    }
    this.#depth--;
  }

  /** Calls back once for each item; gives their number. */
  list(onItem: (type: number, index: number) => void): number {
    const head = this.byte();
    const size = head >> 4 === 15 ? this.#varint() : head >> 4;
    const type = head & 15;
    // An item takes a byte at least, so a list cannot promise more than there is.
    if (size > this.#bytes.length - this.#at) throw new MalformedThrift("a list longer than the footer");
    for (let index = 0; index < size; index++) onItem(type, index);
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

  binary(): Uint8Array {
    const size = this.#varint();
    if (size > this.#bytes.length - this.#at) throw new MalformedThrift("a text longer than the footer");
    this.#at += size;
    return this.#bytes.subarray(this.#at - size, this.#at);
  }

  skip(type: number): void {
    if (type === 1 || type === 2) return;
    if (type === 3) this.byte();
    else if (type >= 4 && type <= 6) this.#varint();
    else if (type === 7) this.#advance(8);
    else if (type === BINARY) this.binary();
    else if (type === LIST || type === SET) this.list((item) => this.#skipItem(item));
    else if (type === MAP) this.#skipMap();
    else if (type === STRUCT) this.struct(() => false);
    else throw new MalformedThrift(`no such type: ${type}`);
  }

  /** In a list a boolean takes a byte; as a field it has none. */
  #skipItem(type: number): void {
    if (type === 1 || type === 2) this.byte();
    else this.skip(type);
  }

  #skipMap(): void {
    const size = this.#varint();
    if (size === 0) return;
    if (size > this.#bytes.length - this.#at) throw new MalformedThrift("a map longer than the footer");
    const types = this.byte();
    for (let index = 0; index < size; index++) {
      this.#skipItem(types >> 4);
      this.#skipItem(types & 15);
    }
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

  #advance(count: number): void {
    if (count > this.#bytes.length - this.#at) throw new MalformedThrift("the footer ends too early");
    this.#at += count;
  }
}
