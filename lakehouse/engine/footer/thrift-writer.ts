/** Thrift's compact protocol, written into one growing buffer. */
export class ThriftWriter {
  #bytes: Uint8Array;
  #size = 0;
  #last = 0;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Fields are written by `fields`, with ascending numbers. */
  struct(fields: () => void): void {
    const outer = this.#last;
    this.#last = 0;
    fields();
    this.byte(0);
    this.#last = outer;
  }

  /** The value follows; a boolean field has none, its type says all. */
  field(field: number, type: number): void {
    const delta = field - this.#last;
    if (delta > 0 && delta < 16) this.byte((delta << 4) | type);
    else {
      this.byte(type);
      this.integer(field);
    }
    this.#last = field;
  }

  list(type: number, size: number): void {
    if (size < 15) this.byte((size << 4) | type);
    else {
      this.byte(0xf0 | type);
      this.#varint(BigInt(size));
    }
  }

  integer(value: number | bigint): void {
    const wide = BigInt(value);
    this.#varint(BigInt.asUintN(64, (wide << 1n) ^ (wide >> 63n)));
  }

  binary(bytes: Uint8Array): void {
    this.#varint(BigInt(bytes.length));
    this.raw(bytes);
  }

  /** Bytes that are compact protocol already. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#size);
    this.#size += bytes.length;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#size++] = value;
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#size);
  }

  #varint(value: bigint): void {
    let rest = value;
    for (; rest > 127n; rest >>= 7n) this.byte(Number(rest & 127n) | 128);
    this.byte(Number(rest));
  }

  #reserve(count: number): void {
    if (this.#size + count <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#size + count));
    larger.set(this.#bytes.subarray(0, this.#size));
    this.#bytes = larger;
  }
}
