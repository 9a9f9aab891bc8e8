import { BYTE, I16, I32, I64, LIST, MalformedThrift, STRUCT, ThriftReader } from "../footer/thrift-reader.ts";

// Reads a Parquet footer before DuckDB does: DuckDB has no limit on columns, row groups or depth (deep nesting crashes
// it), and cannot say that a plain footer's columns are encrypted. Field numbers are those of parquet.thrift; a field of
// another type than there is skipped, as DuckDB skips it.

/** One line of the schema, which is a tree written depth first. */
export interface SchemaElement {
  readonly name: string;
  readonly type: number | null;
  readonly repetition: number | null;
  readonly children: number;
  readonly precision: number | null;
  /** Annotated as holding nothing but NULLs: a writer's way to say that it saw no value. */
  readonly isNull: boolean;
  /** Nanoseconds in UTC, of which DuckDB drops digits. */
  readonly isUtcNanos: boolean;
  /** Everything that decides how values are written, as one text: type, length, repetition, annotations. */
  readonly encoding: string;
}

export interface RowGroup {
  readonly rows: number;
  readonly chunks: number;
  /** Uncompressed. */
  readonly bytes: number;
  readonly codecs: ReadonlySet<number>;
  readonly encodings: ReadonlySet<number>;
  /** Values of each column chunk, in the order of the schema's leaves. */
  readonly values: readonly number[];
}

export interface Footer {
  readonly rows: number;
  readonly schema: readonly SchemaElement[];
  readonly groups: readonly RowGroup[];
  readonly encrypted: boolean;
}

/** More than these: nothing is read on. */
export interface FooterLimits {
  readonly elements: number;
  readonly rowGroups: number;
}

export class FooterTooLarge extends Error {
  override readonly name = "FooterTooLarge";
}

/** A column's name is not UTF-8. */
export class UnreadableName extends Error {
  override readonly name = "UnreadableName";
}

export function readFooter(bytes: Uint8Array, limits: FooterLimits): Footer {
  const reader = new ThriftReader(bytes);
  const schema: SchemaElement[] = [];
  const groups: RowGroup[] = [];
  let rows: number | null = null;
  let encrypted = false;
  const add = <Item>(items: Item[], item: Item, most: number, what: string) => {
    if (items.push(item) > most) throw new FooterTooLarge(`more than ${most} ${what}`);
  };
  const noteEncrypted = () => {
    encrypted = true;
  };
  reader.struct((field, type) => {
    if (field === 2 && type === LIST)
      reader.list(() => add(schema, readElement(reader), limits.elements, "columns and groups"));
    else if (field === 3 && type === I64) rows = reader.number(type);
    else if (field === 4 && type === LIST)
      reader.list(() => add(groups, readGroup(reader, noteEncrypted), limits.rowGroups, "row groups"));
    else {
      if (field === 8 || field === 9) encrypted = true;
      return false;
    }
    return true;
  });
  if (rows === null || schema.length === 0) throw new MalformedThrift("no schema or no number of rows");
  return { rows, schema, groups, encrypted };
}

function readElement(reader: ThriftReader): SchemaElement {
  const numbers: (number | null)[] = [null, null, null, null, null, null, null, null, null];
  let name = "";
  let logical = "";
  reader.struct((field, type) => {
    if (field === 4) name = decodeName(reader.binary());
    else if (field === 10) logical = readLogical(reader);
    else if (field < numbers.length && type === I32) numbers[field] = reader.number(type);
    else return false;
    return true;
  });
  const [
    ,
    type = null,
    length = null,
    repetition = null,
    ,
    children = null,
    converted = null,
    scale = null,
    precision = null,
  ] = numbers;
  const encoding = JSON.stringify([type, length, repetition, children, converted, scale, precision, logical]);
  return {
    name,
    type,
    repetition,
    children: children ?? 0,
    precision,
    isNull: logical === UNKNOWN,
    isUtcNanos: logical === UTC_NANOS,
    encoding,
  };
}

function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UnreadableName();
  }
}

/** LogicalType's member 11, UnknownType, which has no members itself. */
const UNKNOWN = "{11:12{}}";

/** Member 8, TimestampType: isAdjustedToUTC true, unit NANOS. */
const UTC_NANOS = "{8:12{1:12:12{3:12{}}}}";

/** A union of small structs, as a text to compare. */
function readLogical(reader: ThriftReader): string {
  let text = "{";
  reader.struct((field, type) => {
    text += `${field}:${type}`;
    if (type === STRUCT) text += readLogical(reader);
    else if (type === BYTE) text += `=${reader.byte()}`;
    else if (type >= I16 && type <= I64) text += `=${reader.integer()}`;
    else return false;
    return true;
  });
  return `${text}}`;
}

function readGroup(reader: ThriftReader, onEncrypted: () => void): RowGroup {
  const values: number[] = [];
  const codecs = new Set<number>();
  const encodings = new Set<number>();
  let rows = -1;
  let bytes = 0;
  reader.struct((field, type) => {
    if (field === 3 && type === I64) rows = reader.number(type);
    else if (field === 1 && type === LIST) {
      reader.list(() => {
        reader.struct((part) => {
          if (part === 8 || part === 9) onEncrypted();
          if (part !== 3) return false;
          bytes += readChunk(reader, values, codecs, encodings);
          return true;
        });
      });
    } else return false;
    return true;
  });
  return { rows, chunks: values.length, bytes, codecs, encodings, values };
}

/** Gives the chunk's uncompressed bytes; NaN where a size is impossible, which fails every comparison. */
function readChunk(reader: ThriftReader, values: number[], codecs: Set<number>, encodings: Set<number>): number {
  let count = -1;
  let unpacked = 0;
  let packed = 0;
  reader.struct((field, type) => {
    if (field === 2 && type === LIST) reader.list((item) => encodings.add(reader.number(item)));
    else if (field === 4 && type === I32) codecs.add(reader.number(type));
    else if (field === 5 && type === I64) count = reader.number(type);
    else if (field === 6 && type === I64) unpacked = reader.number(type);
    else if (field === 7 && type === I64) packed = reader.number(type);
    else return false;
    return true;
  });
  values.push(count);
  return unpacked < 0 || packed < 0 ? Number.NaN : unpacked;
}
