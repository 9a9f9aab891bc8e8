import { BINARY, I16, I32, I64, LIST, STRUCT } from "./thrift-reader.ts";

// The structs of parquet.thrift that the rewriting walks through, as DuckDB knows them. DuckDB skips a field of another
// type than it expects, and reads a list's items without regard to the type the list claims: either would let a file
// show its checks something else than DuckDB, so both must be as the standard says.

interface Part {
  readonly type: number;
  /** Of a list. */
  readonly items: number | null;
  /** A claim about the values: nothing needs it to read them, and DuckDB would believe it. */
  readonly claim: boolean;
}

/** By field number. */
export type Shape = readonly (Part | undefined)[];

const part = (type: number): Part => ({ type, items: null, claim: false });
const list = (items: number): Part => ({ type: LIST, items, claim: false });
const claim = ({ type, items }: Part): Part => ({ type, items, claim: true });

function shape(parts: Readonly<Record<number, Part>>): Shape {
  const numbers = Object.keys(parts).map(Number);
  return Array.from({ length: Math.max(...numbers) + 1 }, (_, field) => parts[field]);
}

const [i16, i32, i64, binary, struct] = [I16, I32, I64, BINARY, STRUCT].map(part) as [Part, Part, Part, Part, Part];

export const FILE = shape({
  1: i32, // version
  2: list(STRUCT), // schema
  3: i64, // num_rows
  4: list(STRUCT), // row_groups
  5: claim(list(STRUCT)), // key_value_metadata; the key `geo` would make DuckDB parse columns as geometries
  6: binary, // created_by
  7: list(STRUCT), // column_orders
  8: struct, // encryption_algorithm
  9: binary, // footer_signing_key_metadata
});

export const ELEMENT = shape({
  1: i32, // type
  2: i32, // type_length
  3: i32, // repetition_type
  4: binary, // name
  5: i32, // num_children
  6: i32, // converted_type
  7: i32, // scale
  8: i32, // precision
  9: i32, // field_id
  10: struct, // logicalType
});

export const ROW_GROUP = shape({
  1: list(STRUCT), // columns
  2: i64, // total_byte_size
  3: i64, // num_rows
  4: claim(list(STRUCT)), // sorting_columns
  5: i64, // file_offset
  6: i64, // total_compressed_size
  7: i16, // ordinal
});

export const CHUNK = shape({
  1: binary, // file_path
  2: i64, // file_offset
  3: struct, // meta_data
  4: claim(i64), // offset_index_offset
  5: claim(i32), // offset_index_length
  6: claim(i64), // column_index_offset
  7: claim(i32), // column_index_length
  8: struct, // crypto_metadata
  9: binary, // encrypted_column_metadata
});

export const META = shape({
  1: i32, // type
  2: list(I32), // encodings
  3: list(BINARY), // path_in_schema
  4: i32, // codec
  5: i64, // num_values
  6: i64, // total_uncompressed_size
  7: i64, // total_compressed_size
  8: list(STRUCT), // key_value_metadata
  9: i64, // data_page_offset
  10: i64, // index_page_offset
  11: i64, // dictionary_page_offset
  12: claim(struct), // statistics
  13: claim(list(STRUCT)), // encoding_stats
  14: claim(i64), // bloom_filter_offset
  15: claim(i32), // bloom_filter_length
  16: claim(struct), // size_statistics
  17: claim(struct), // geospatial_statistics
});
