import { MalformedThrift, ThriftReader } from "../child/thrift.ts";

const DEEPEST = 32;
const GREATEST_FIELD = 32_767;

/**
 * Refuses what two parsers may read in two ways. DuckDB cuts a field's number to 16 bits (65,548 would be 12 to it) and
 * lets the later of two equal fields win; every writer numbers its fields upwards.
 */
export class StrictReader extends ThriftReader {
  readonly #bytes: Uint8Array;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    super(bytes);
    this.#bytes = bytes;
  }

  override struct(onField: (field: number, type: number) => boolean): void {
    let last = 0;
    super.struct((field, type) => {
      if (field <= last || field > GREATEST_FIELD) throw new MalformedThrift("fields out of order");
      last = field;
      return onField(field, type);
    });
  }

  /** Lists in lists and maps in maps take two bytes a level: they need a limit as structs do. */
  override skip(type: number): void {
    if (++this.#depth > DEEPEST) throw new MalformedThrift("nested too deep");
    super.skip(type);
    this.#depth--;
  }

  since(start: number): Uint8Array {
    return this.#bytes.subarray(start, this.position);
  }

  /** The next value as it is written; an integer fits the type it claims. */
  raw(type: number): Uint8Array {
    const start = this.position;
    this.skip(type);
    const bytes = this.since(start);
    if (!fits(type, bytes)) throw new MalformedThrift("an integer too large for its type");
    return bytes;
  }
}

/** Most bytes of a varint, and the greatest last byte where it has that many, for i16, i32 and i64. */
const WIDTHS = [
  [3, 3],
  [5, 15],
  [10, 1],
] as const;

function fits(type: number, bytes: Uint8Array): boolean {
  const width = WIDTHS[type - 4];
  if (!width) return true;
  const [most, greatest] = width;
  return bytes.length < most || (bytes.length === most && (bytes[most - 1] ?? 0) <= greatest);
}
