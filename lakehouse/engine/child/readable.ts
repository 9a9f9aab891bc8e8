import { chmodSync, constants, copyFileSync } from "node:fs";
import { join } from "node:path";
import { EPOCH_MILLIS, INT96 } from "../../plan/instants.ts";
import { INT96 as PHYSICAL_INT96 } from "../footer/element.ts";
import { trustFile } from "../footer/trust.ts";
import type { Footer } from "./footer.ts";

/** What DuckDB is to read instead of the drop. */
export interface Readable {
  /** File name inside the box. */
  readonly input: string;
  /** Types of top-level columns that DESCRIBE cannot tell, by the column's name. */
  readonly types: ReadonlyMap<string, string>;
}

const TYPE_OF_NOTE: Readonly<Record<string, string>> = { int96: INT96, millis: EPOCH_MILLIS };

/**
 * DuckDB reads 96-bit timestamps and UTC nanoseconds as microseconds and says nothing of the digits it drops. Where a
 * drop has such columns, a copy with another footer is read, in which every digit arrives. `bare` is the second try
 * after a value that DuckDB could not decode: texts arrive as bytes and milliseconds as integers, so that only the
 * broken rows fail. A copy, never the drop itself: it may be a link to the store's own file.
 */
export function makeReadable(
  folder: string,
  input: string,
  { schema }: Footer,
  bare: boolean,
  footerBytes: number,
): Readable {
  const isLossy = schema.some(({ type, isUtcNanos }) => type === PHYSICAL_INT96 || isUtcNanos);
  if (!isLossy && !bare) return { input, types: new Map() };
  const copy = bare ? "bare.parquet" : "lossless.parquet";
  const path = join(folder, copy);
  copyFileSync(join(folder, input), path, constants.COPYFILE_FICLONE);
  chmodSync(path, 0o600);
  const notes = trustFile(path, { bare, footerBytes });
  const types = notes.flatMap(({ path: [name, ...deeper], note }) => {
    const type = TYPE_OF_NOTE[note];
    return name !== undefined && deeper.length === 0 && type !== undefined ? [[name, type] as const] : [];
  });
  return { input: copy, types: new Map(types) };
}
