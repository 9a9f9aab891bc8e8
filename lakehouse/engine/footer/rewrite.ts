import { type Element, FIXED_BYTES, INT96, type Note, positionOf, relabel } from "./element.ts";
import { CHUNK, ELEMENT, FILE, META, ROW_GROUP, type Shape } from "./shapes.ts";
import { I32, MalformedThrift, STRUCT, ThriftReader } from "./thrift-reader.ts";
import { ThriftWriter } from "./thrift-writer.ts";

// Types that DuckDB would read with loss are relabelled. On the way all claims that nobody needs to read the values are
// left out, statistics first: of a relabelled type they would be of the wrong type, and a lying one could change values
// wherever DuckDB believed it. All else is copied as it is; pages are not touched.

export interface ColumnNote {
  /** Names from the top-level column down to the leaf, `list` and `element` included. */
  readonly path: readonly string[];
  readonly note: Note;
}

interface Rewritten {
  readonly footer: Uint8Array;
  /** Only the leaves that are read as something else now. */
  readonly columns: readonly ColumnNote[];
}

const DEEPEST = 64;

/**
 * `bare`: for the second try, after DuckDB failed on a value: texts become bytes and milliseconds integers, which every
 * value can be read as. Throws MalformedThrift, nothing else.
 */
export function rewriteFooter(footer: Uint8Array, { bare }: { readonly bare: boolean }): Rewritten {
  const reader = new ThriftReader(footer);
  const writer = new ThriftWriter(footer.length + 1024);
  const columns: ColumnNote[] = [];
  const copy = { reader, writer };
  copyStruct(copy, FILE, (field) => {
    if (field === 2) return () => copySchema(copy, bare, columns);
    if (field === 4) return () => copyStructs(copy, () => copyGroup(copy));
    return null;
  });
  return { footer: writer.finish(), columns };
}

interface Copy {
  readonly reader: ThriftReader;
  readonly writer: ThriftWriter;
}

/** `special` gives what copies a field's value, where that is not done byte by byte. */
function copyStruct({ reader, writer }: Copy, shape: Shape, special: (field: number) => (() => void) | null): void {
  writer.struct(() => {
    reader.struct((field, type) => {
      if (shape[field]?.claim) return false;
      writer.field(field, type);
      const copyValue = special(field);
      if (copyValue && shape[field]?.type === type) copyValue();
      else writer.raw(readValue(reader, shape, field, type));
      return true;
    });
  });
}

function readValue(reader: ThriftReader, shape: Shape, field: number, type: number): Uint8Array {
  const known = shape[field];
  if (known && known.type !== type) throw new MalformedThrift(`field ${field} of a wrong type`);
  if (known?.items == null) return reader.raw(type);
  const start = reader.position;
  reader.list((item) => {
    if (item !== known.items) throw new MalformedThrift(`field ${field} with items of a wrong type`);
    reader.raw(item);
  });
  return reader.since(start);
}

function copyStructs({ reader, writer }: Copy, copyItem: () => void): void {
  const start = reader.position;
  const size = reader.list((type, index) => {
    if (type !== STRUCT) throw new MalformedThrift("a list with items of a wrong type");
    if (index === 0) writer.raw(reader.since(start));
    copyItem();
  });
  if (size === 0) writer.list(STRUCT, 0);
}

/** The schema is a tree written depth first, in as many levels as the file likes: no recursion. */
function copySchema(copy: Copy, bare: boolean, columns: ColumnNote[]): void {
  const open: { readonly name: string; left: number }[] = [];
  copyStructs(copy, () => {
    const element = readElement(copy.reader);
    const { name, isGroup, children } = positionOf(element);
    while (open.at(-1)?.left === 0) open.pop();
    const parent = open.at(-1);
    if (parent) parent.left--;
    const note = isGroup ? null : relabel(element, bare);
    if (note) columns.push({ path: [...open.slice(1).map((group) => group.name), name], note });
    if (isGroup && open.push({ name, left: children }) > DEEPEST) throw new MalformedThrift("nested too deep");
    writeElement(copy.writer, element);
  });
}

function readElement(reader: ThriftReader): Element {
  const element: Element = new Map();
  reader.struct((field, type) => {
    element.set(field, { type, bytes: readValue(reader, ELEMENT, field, type) });
    return true;
  });
  return element;
}

function writeElement(writer: ThriftWriter, element: Element): void {
  writer.struct(() => {
    for (const [field, { type, bytes }] of [...element].sort(([a], [b]) => a - b)) {
      writer.field(field, type);
      writer.raw(bytes);
    }
  });
}

function copyGroup(copy: Copy): void {
  const copyMeta = () => copyStruct(copy, META, (field) => (field === 1 ? () => copyType(copy) : null));
  const copyChunk = () => copyStruct(copy, CHUNK, (field) => (field === 3 ? copyMeta : null));
  copyStruct(copy, ROW_GROUP, (field) => (field === 1 ? () => copyStructs(copy, copyChunk) : null));
}

function copyType({ reader, writer }: Copy): void {
  const type = reader.number(I32);
  writer.integer(type === INT96 ? FIXED_BYTES : type);
}
