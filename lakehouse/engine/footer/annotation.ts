import { FALSE, MalformedThrift, STRUCT, ThriftReader, TRUE } from "./thrift-reader.ts";
import { ThriftWriter } from "./thrift-writer.ts";

// Members of the unions LogicalType and TimeUnit.
export const LOGICAL = { STRING: 1, ENUM: 4, TIMESTAMP: 8, JSON: 12, GEOMETRY: 17, GEOGRAPHY: 18 } as const;
export const UNIT = { MILLIS: 1, MICROS: 2, NANOS: 3 } as const;

/** A SchemaElement's logicalType: what the bytes of a leaf mean. */
export interface Annotation {
  /** Which member of the union; null if it is empty. */
  readonly kind: number | null;
  /** Of a timestamp. */
  readonly utc: boolean | null;
  readonly unit: number | null;
}

export function readAnnotation(bytes: Uint8Array): Annotation {
  const reader = new ThriftReader(bytes);
  let utc: boolean | null = null;
  let unit: number | null = null;
  const kind = union(reader, (member) => {
    if (member !== LOGICAL.TIMESTAMP) return false;
    reader.struct((field, type) => {
      if (field === 1 && (type === TRUE || type === FALSE)) utc = type === TRUE;
      else if (field === 2 && type === STRUCT) {
        unit = union(reader, () => false);
        return true;
      } else if (field <= 2) throw new MalformedThrift("a timestamp that is none");
      return false;
    });
    return true;
  });
  return { kind, utc, unit };
}

/** A union with two members would be read by the first in one parser, by the last in the other. */
function union(reader: ThriftReader, onMember: (member: number) => boolean): number | null {
  let found: number | null = null;
  reader.struct((member, type) => {
    if (found !== null || type !== STRUCT) throw new MalformedThrift("an annotation of two meanings");
    found = member;
    return onMember(member);
  });
  return found;
}

/** TIMESTAMP(NANOS, isAdjustedToUTC = false), which alone DuckDB reads without loss. */
export const LOCAL_NANOS: Uint8Array = (() => {
  const writer = new ThriftWriter();
  const member = (field: number, fields: () => void) =>
    writer.struct(() => {
      writer.field(field, STRUCT);
      writer.struct(fields);
    });
  member(LOGICAL.TIMESTAMP, () => {
    writer.field(1, FALSE);
    writer.field(2, STRUCT);
    member(UNIT.NANOS, () => {});
  });
  return writer.finish();
})();
