import { appendFileSync, truncateSync } from "node:fs";
import { EPOCH_MILLIS, INT96 } from "../../plan/instants.ts";
import { refuseMalformed } from "../footer/refuse-malformed.ts";
import { BINARY, LIST, STRUCT, ThriftReader } from "../footer/thrift-reader.ts";
import { ThriftWriter } from "../footer/thrift-writer.ts";
import { CURE, refuse } from "../refused.ts";
import { NULL_TYPE, type RawColumn } from "./match.ts";
import { readTail } from "./tail.ts";

// A quarantine file holds the drop's columns as they were read, and DuckDB writes none of three types that a column may
// be read as. They are noted in the footer, so that a replay meets the types that the drop had.

const KEY = "sluice:types";
const KEY_VALUES = 5; // FileMetaData's key_value_metadata
const SUFFIX = 8; // the footer's length, PAR1

/** As what DuckDB writes and reads back the columns of such a type. */
const STORED_AS: Readonly<Record<string, string>> = {
  [INT96]: "BLOB",
  [EPOCH_MILLIS]: "BIGINT",
  [NULL_TYPE]: "INTEGER",
};

/** Notes the types of a file that was just written from these columns; leaves it alone where there is nothing to note. */
export function noteTypes(path: string, columns: readonly RawColumn[]): void {
  const noted = columns.filter(({ type }) => Object.hasOwn(STORED_AS, type)).map(({ name, type }) => [name, type]);
  if (noted.length === 0) return;
  const tail = readTail(path, Number.MAX_SAFE_INTEGER);
  const footer = withNote(tail.footer, JSON.stringify(Object.fromEntries(noted)));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  truncateSync(path, tail.bytes - SUFFIX - tail.footer.length);
  appendFileSync(path, Buffer.concat([footer, length, Buffer.from("PAR1")]));
}

/** The columns with the types that were noted of them; a note that does not fit its column is passed over. */
export function withNotedTypes(columns: readonly RawColumn[], footer: Uint8Array): RawColumn[] {
  const noted = notesOf(footer);
  return columns.map((column) => {
    const type = noted.get(column.name);
    return type !== undefined && STORED_AS[type] === column.type ? { ...column, type } : column;
  });
}

function withNote(footer: Uint8Array, note: string): Uint8Array {
  const reader = new ThriftReader(footer);
  const writer = new ThriftWriter(footer.length + 1024);
  const others: Uint8Array[] = [];
  let written = false;
  const write = () => {
    written = true;
    writer.field(KEY_VALUES, LIST);
    writer.list(STRUCT, others.length + 1);
    for (const other of others) writer.raw(other);
    writer.struct(() => {
      for (const [index, text] of [KEY, note].entries()) {
        writer.field(index + 1, BINARY);
        writer.binary(new TextEncoder().encode(text));
      }
    });
  };
  writer.struct(() => {
    reader.struct((field, type) => {
      if (field === KEY_VALUES) {
        reader.list((item) => others.push(reader.raw(item)));
        return true;
      }
      if (field > KEY_VALUES && !written) write(); // fields stand in ascending order
      writer.field(field, type);
      writer.raw(reader.raw(type));
      return true;
    });
    if (!written) write();
  });
  return writer.finish();
}

function notesOf(footer: Uint8Array): ReadonlyMap<string, string> {
  let found: string | null = null;
  refuseMalformed(() => {
    const reader = new ThriftReader(footer);
    reader.struct((field, type) => {
      if (field !== KEY_VALUES || type !== LIST) return false;
      reader.list((item) => {
        const [key, value] = item === STRUCT ? readPair(reader) : [];
        if (key === KEY) found = value ?? null;
        if (item !== STRUCT) reader.skip(item);
      });
      return true;
    });
  });
  return found === null ? new Map() : parsed(found);
}

function readPair(reader: ThriftReader): (string | undefined)[] {
  const pair: (string | undefined)[] = [undefined, undefined];
  reader.struct((field, type) => {
    if (type !== BINARY || field > pair.length) return false;
    pair[field - 1] = new TextDecoder().decode(reader.binary());
    return true;
  });
  return pair;
}

function parsed(note: string): ReadonlyMap<string, string> {
  try {
    return new Map(Object.entries(JSON.parse(note) as object).map(([name, type]) => [name, String(type)]));
  } catch {
    refuse("CORRUPT", "the types noted in the footer cannot be read", CURE.writeAgain);
  }
}
