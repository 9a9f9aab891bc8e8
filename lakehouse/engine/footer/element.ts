import { type Annotation, LOCAL_NANOS, LOGICAL, readAnnotation, UNIT } from "./annotation.ts";
import { I32, MalformedThrift, ThriftReader } from "./thrift-reader.ts";
import { ThriftWriter } from "./thrift-writer.ts";

/** How a leaf's values now differ from what the file says about them. */
export type Note = "int96" | "nanos-utc" | "text" | "millis";

// Physical types.
export const INT96 = 3;
export const FIXED_BYTES = 7;
const INT64 = 2;
const BYTES = 6;
const INT96_BYTES = 12;

// Converted types, the annotations of older writers, and the same among logical ones.
const TEXTS: ReadonlySet<number | null> = new Set([0, 4, 19]); // UTF8, ENUM, JSON
const TIMESTAMP_MILLIS = 9;

const LOGICAL_TEXTS: ReadonlySet<number | null> = new Set([LOGICAL.STRING, LOGICAL.ENUM, LOGICAL.JSON]);

const TYPE = 1;
const LENGTH = 2;
const NAME = 4;
const CHILDREN = 5;
const CONVERTED = 6;
const SCALE = 7;
const PRECISION = 8;
const LOGICAL_TYPE = 10;

/** One line of the schema, each value as it is written. */
export type Element = Map<number, { readonly type: number; readonly bytes: Uint8Array }>;

interface Position {
  readonly name: string;
  readonly isGroup: boolean;
  readonly children: number;
}

export function positionOf(element: Element): Position {
  const name = element.get(NAME);
  const isGroup = !element.has(TYPE);
  const children = numberOf(element, CHILDREN) ?? 0;
  if (isGroup ? children < 0 : children !== 0) throw new MalformedThrift("a column with columns inside");
  return { name: name ? new TextDecoder().decode(new ThriftReader(name.bytes).binary()) : "", isGroup, children };
}

/** Changes the leaf to one that DuckDB reads without loss and, if `bare`, without failing on a value. */
export function relabel(element: Element, bare: boolean): Note | null {
  const type = numberOf(element, TYPE);
  const converted = numberOf(element, CONVERTED);
  const logical = element.get(LOGICAL_TYPE);
  const annotation = logical ? readAnnotation(logical.bytes) : null;
  if (type === INT96) {
    for (const field of [CONVERTED, SCALE, PRECISION, LOGICAL_TYPE]) element.delete(field);
    element.set(TYPE, integer(FIXED_BYTES));
    element.set(LENGTH, integer(INT96_BYTES));
    return "int96";
  }
  if (type === INT64 && isTimestamp(annotation, UNIT.NANOS) && annotation?.utc && logical) {
    element.set(LOGICAL_TYPE, { type: logical.type, bytes: LOCAL_NANOS });
    return "nanos-utc";
  }
  // Bytes that no rule asks to be geometries; DuckDB gives up the file where they are none.
  if (annotation?.kind === LOGICAL.GEOMETRY || annotation?.kind === LOGICAL.GEOGRAPHY) element.delete(LOGICAL_TYPE);
  const note = bare ? fragile(type, converted, annotation) : null;
  if (note) for (const field of [CONVERTED, LOGICAL_TYPE]) element.delete(field);
  return note;
}

/** Leaves for whose values DuckDB may give up the whole file: text that is no UTF-8, times it cannot hold. */
function fragile(type: number | null, converted: number | null, annotation: Annotation | null): Note | null {
  const text = TEXTS.has(converted) || LOGICAL_TEXTS.has(annotation?.kind ?? null);
  if ((type === BYTES || type === FIXED_BYTES) && text) return "text";
  const millis = converted === TIMESTAMP_MILLIS || isTimestamp(annotation, UNIT.MILLIS);
  return type === INT64 && millis ? "millis" : null;
}

function isTimestamp(annotation: Annotation | null, unit: number): boolean {
  return annotation?.kind === LOGICAL.TIMESTAMP && annotation.unit === unit;
}

function numberOf(element: Element, field: number): number | null {
  const found = element.get(field);
  return found ? Number(new ThriftReader(found.bytes).integer()) : null;
}

function integer(value: number): { readonly type: number; readonly bytes: Uint8Array } {
  const writer = new ThriftWriter(8);
  writer.integer(value);
  return { type: I32, bytes: writer.finish() };
}
